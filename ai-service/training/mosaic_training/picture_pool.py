"""The newest rendered pictures on the trainer's device."""

import time

import torch
from torch import Tensor

from mosaic_training.renderers import BLOCK, Renderers

BLOCKS_A_CALL = 8
WAIT_S = 5.0


class PicturePool:
    """A ring of `capacity` pictures, uint8, with their truths; older ones are written over."""

    def __init__(self, renderers: Renderers, capacity: int, device: torch.device) -> None:
        self._renderers, self._device = renderers, device
        self.capacity = max(BLOCK, capacity - capacity % BLOCK)
        kind = renderers.kind
        self._pictures = torch.zeros(
            (self.capacity, *kind.picture_shape), dtype=torch.uint8, device=device
        )
        self._truths = torch.zeros((self.capacity, *kind.truth_shape), device=device)
        self.rendered = 0

    def __len__(self) -> int:
        return min(self.rendered, self.capacity)

    def take_in(self, timeout_s: float = 0.0) -> None:
        """Copies blocks that are ready; waits only when a timeout is given."""
        for _ in range(BLOCKS_A_CALL):
            number = self._renderers.next_full(timeout_s)
            if number is None:
                return
            block = self._renderers.blocks[number]
            start = self.rendered % self.capacity
            self._pictures[start : start + BLOCK] = torch.from_numpy(block.pictures)
            self._truths[start : start + BLOCK] = torch.from_numpy(block.truths)
            self.rendered += BLOCK
            self._renderers.hand_back(number)

    def wait_for(self, pictures: int, *, until: float) -> None:
        """Until there are so many, or until that instant (time.monotonic) when there are any.

        Raises RuntimeError when the renderers have ended before, or none came in time.
        """
        while len(self) < min(pictures, self.capacity):
            alive = self._renderers.alive()
            before = self.rendered
            self.take_in(timeout_s=WAIT_S)
            if self.rendered == before and not alive:
                raise RuntimeError("all renderers ended: see what they wrote")
            if time.monotonic() >= until:
                if self.rendered:
                    return
                raise RuntimeError("no picture was rendered in time")

    def draw(self, count: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
        """Any of them, (count, *picture_shape) uint8 and (count, *truth_shape)."""
        chosen = torch.randint(len(self), (count,), generator=generator, device=self._device)
        return self._pictures[chosen], self._truths[chosen]

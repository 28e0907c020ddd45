"""The newest rendered pictures on the trainer's device."""

import torch
from torch import Tensor

from mosaic_training.renderers import BLOCK, Renderers

BLOCKS_A_CALL = 8


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

    def draw(self, count: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
        """Any of them, (count, *picture_shape) uint8 and (count, *truth_shape)."""
        chosen = torch.randint(len(self), (count,), generator=generator, device=self._device)
        return self._pictures[chosen], self._truths[chosen]

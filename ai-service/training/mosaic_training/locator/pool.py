"""The newest rendered pictures on the trainer's device."""

import torch
from torch import Tensor

from mosaic_training.locator.rendering import BLOCK, NUMBERS, PLATES, Renderers
from mosaic_training.locator.sampling import SIDE

BLOCKS_A_CALL = 4


class PicturePool:
    """A ring of `capacity` pictures (uint8, BGR) with their truth; older ones are written over."""

    def __init__(self, renderers: Renderers, capacity: int, device: torch.device) -> None:
        self._renderers, self._device = renderers, device
        self.capacity = capacity - capacity % BLOCK
        self._pictures = torch.zeros(
            (self.capacity, SIDE, SIDE, 3), dtype=torch.uint8, device=device
        )
        self._truths = torch.zeros((self.capacity, PLATES, NUMBERS), device=device)
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
        """Pictures (count, 3, SIDE, SIDE), RGB 0..1, and truths (count, PLATES, NUMBERS)."""
        chosen = torch.randint(len(self), (count,), generator=generator, device=self._device)
        pictures = self._pictures[chosen].permute(0, 3, 1, 2).flip(1)
        return pictures.float() / 255, self._truths[chosen]

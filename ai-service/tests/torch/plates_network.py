"""A small recogniser in EasyOCR's form, copied into its user network directory by the tests."""

from typing import Any

from torch import Tensor, nn


class Model(nn.Module):
    """Input (1, 1, 32, width), grey -1..1; output (1, width / 4, classes) logits, the first class CTC's blank."""

    def __init__(self, num_class: int, channels: int) -> None:
        super().__init__()
        half = channels // 2
        self.trunk = nn.Sequential(
            *self._block(1, half, (2, 2)),
            *self._block(half, channels, (2, 2)),
            *self._block(channels, channels, (2, 1)),
            *self._block(channels, channels, (2, 1)),
        )
        self.prediction = nn.Linear(2 * channels, num_class)  # two rows are left

    @staticmethod
    def _block(inputs: int, outputs: int, stride: tuple[int, int]) -> list[nn.Module]:
        convolution = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        return [convolution, nn.BatchNorm2d(outputs), nn.ReLU()]

    def forward(self, picture: Tensor, text: Any) -> Tensor:
        seen = self.trunk(picture)
        return self.prediction(seen.flatten(1, 2).transpose(1, 2))

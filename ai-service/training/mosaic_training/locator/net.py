"""The network: a small residual backbone, a pyramid down to stride 8, two heads."""

import torch
from torch import Tensor, nn
from torch.nn import functional

STRIDE = 8
CHANNELS = 13
WIDTHS = (16, 32, 64, 96, 128)
PYRAMID, HEAD = 64, 48
RARE = -4.6
"""First logit: a plate in one cell of a hundred."""


class ConvUnit(nn.Sequential):
    """Convolution, normalisation, ReLU."""

    def __init__(
        self, inputs: int, outputs: int, kernel: int = 3, *, step: int = 1, gap: int = 1
    ) -> None:
        super().__init__(
            nn.Conv2d(inputs, outputs, kernel, step, gap * (kernel // 2), dilation=gap, bias=False),
            nn.BatchNorm2d(outputs),
            nn.ReLU(inplace=True),
        )


class Residual(nn.Module):
    """Two convolutions beside the identity; gap: dilation, to see further."""

    def __init__(self, channels: int, *, gap: int = 1, inner: int | None = None) -> None:
        super().__init__()
        inner = inner or channels // 2
        self.narrow = ConvUnit(channels, inner, gap=gap)
        self.widen = ConvUnit(inner, channels, gap=gap)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.widen(self.narrow(x))


class PlateLocatorNet(nn.Module):
    """Input (n, 3, H, W), RGB 0..1, H and W multiples of 32.

    Output (n, 13, H/8, W/8): logit; logarithms of the distances from the cell's centre to left, top, right,
    bottom; then x and y of the four corners from the cell's centre (top left, top right, bottom right, bottom left
    of the plate in its own orientation). Distances and corners in units of 8 px.
    """

    def __init__(self) -> None:
        super().__init__()
        first, second, third, fourth, fifth = WIDTHS
        self.stride_4 = nn.Sequential(
            ConvUnit(3, first, step=2), ConvUnit(first, second, step=2), Residual(second)
        )
        self.stride_8 = nn.Sequential(
            ConvUnit(second, third, step=2), Residual(third), Residual(third)
        )
        self.stride_16 = nn.Sequential(
            ConvUnit(third, fourth, step=2), Residual(fourth), Residual(fourth)
        )
        self.stride_32 = nn.Sequential(
            ConvUnit(fourth, fifth, step=2),
            Residual(fifth),
            Residual(fifth, gap=2),
            Residual(fifth, gap=4, inner=32),
        )
        self.lateral_8 = ConvUnit(third, PYRAMID, 1)
        self.lateral_16 = ConvUnit(fourth, PYRAMID, 1)
        self.lateral_32 = ConvUnit(fifth, PYRAMID, 1)
        self.merge_16 = ConvUnit(PYRAMID, PYRAMID)
        self.merge_8 = ConvUnit(PYRAMID, PYRAMID)
        self.presence = nn.Sequential(ConvUnit(PYRAMID, HEAD), nn.Conv2d(HEAD, 1, 1))
        self.shape = nn.Sequential(ConvUnit(PYRAMID, HEAD), nn.Conv2d(HEAD, CHANNELS - 1, 1))
        with torch.no_grad():
            for head, bias in ((self.presence[1], RARE), (self.shape[1], 0.0)):
                head.weight.mul_(0.3)
                head.bias.fill_(bias)
            self.shape[1].bias[:4] = 1.0

    def forward(self, x: Tensor) -> Tensor:
        level_8 = self.stride_8(self.stride_4(x))
        level_16 = self.stride_16(level_8)
        level_32 = self.stride_32(level_16)
        level_16 = self.merge_16(self.lateral_16(level_16) + _doubled(self.lateral_32(level_32)))
        level_8 = self.merge_8(self.lateral_8(level_8) + _doubled(level_16))
        logit = self.presence(level_8).float()
        shape = self.shape(level_8).float()
        distances = shape[:, :4]
        return torch.cat([logit, distances, _corners(distances, shape[:, 4:])], 1)


def _doubled(x: Tensor) -> Tensor:
    return functional.interpolate(x, scale_factor=2.0, mode="nearest")


def _corners(logs: Tensor, shifts: Tensor) -> Tensor:
    """Corners of the box, moved by shares of its size: the same numbers for near and far plates."""
    left, top, right, bottom = torch.exp(logs.detach().clamp(-4, 5)).split(1, 1)
    across, down = left + right, top + bottom
    box = torch.cat([-left, -top, right, -top, right, bottom, -left, bottom], 1)
    size = torch.cat([across, down] * 4, 1)
    return box + shifts * size

"""Light, colour, noise, blur and compression on whole batches."""

import math
import random
from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional

BLOCK = 8
Change = Callable[[Tensor, torch.Generator, random.Random], Tensor]


def change_light(x: Tensor, generator: torch.Generator, rng: random.Random) -> Tensor:
    """x: (n, 3, H, W) RGB 0..1. Each change reaches some of the pictures; the order of pictures stays."""
    x = _on_some(x, 0.12, _pixelated, generator, rng)
    x = _on_some(x, 0.12, _blurred, generator, rng)
    x = _toned(x, generator)
    x = _on_some(x, 0.3, _noisy, generator, rng)
    x = _on_some(x, 0.2, _quantised, generator, rng)
    return x.clamp(0, 1)


def _on_some(
    x: Tensor,
    share: float,
    change: Change,
    generator: torch.Generator,
    rng: random.Random,
) -> Tensor:
    count = round(len(x) * share)
    if not count:
        return x
    chosen = torch.randperm(len(x), generator=generator, device=x.device)[:count]
    x[chosen] = change(x[chosen], generator, rng)
    return x


def _uniform(x: Tensor, generator: torch.Generator, channels: int = 1) -> Tensor:
    return torch.rand((len(x), channels, 1, 1), generator=generator, device=x.device)


def _normal(x: Tensor, generator: torch.Generator, channels: int = 1) -> Tensor:
    return torch.randn((len(x), channels, 1, 1), generator=generator, device=x.device)


def _toned(x: Tensor, generator: torch.Generator) -> Tensor:
    """Gamma, contrast, brightness, white balance, some grey, some with exchanged channels."""
    gamma = torch.exp(_normal(x, generator) * 0.2)
    x = x.clamp(1e-4, 1) ** gamma
    gain = (1 + _normal(x, generator) * 0.15) * (1 + _normal(x, generator, 3) * 0.05)
    x = (x - 0.45) * gain + 0.45 + _normal(x, generator) * 0.06
    grey = x.mean(1, keepdim=True)
    x = torch.where(_uniform(x, generator) < 0.08, grey, x)
    exchanged = x[:, torch.randperm(3, generator=generator, device=x.device)]
    return torch.where(_uniform(x, generator) < 0.12, exchanged, x)


def _noisy(x: Tensor, generator: torch.Generator, _: random.Random) -> Tensor:
    noise = torch.randn(x.shape, generator=generator, device=x.device, dtype=x.dtype)
    return x + noise * (_normal(x, generator).abs() * 0.03)


def _blurred(x: Tensor, _: torch.Generator, rng: random.Random) -> Tensor:
    radius = rng.choice((1, 1, 2, 3))
    deviation = radius * rng.uniform(0.4, 0.7)
    away = torch.arange(-radius, radius + 1, device=x.device, dtype=x.dtype)
    line = torch.exp(-(away**2) / (2 * deviation**2))
    line = (line / line.sum()).expand(3, 1, -1)
    # A line alone is what movement does; both directions are a lens out of focus.
    if rng.random() < 0.75:
        x = functional.conv2d(x, line[:, :, :, None], padding=(radius, 0), groups=3)
    return functional.conv2d(x, line[:, :, None, :], padding=(0, radius), groups=3)


def _pixelated(x: Tensor, _: torch.Generator, rng: random.Random) -> Tensor:
    share = rng.uniform(0.35, 0.85)
    small = functional.interpolate(x, scale_factor=share, mode="area")
    mode = rng.choice(("bilinear", "bicubic", "nearest"))
    return functional.interpolate(small, size=x.shape[2:], mode=mode)


def _quantised(x: Tensor, generator: torch.Generator, _: random.Random) -> Tensor:
    """As JPEG and H.264 do inside a picture: coarse steps for fine detail in blocks of 8 × 8."""
    count, channels, rows, columns = x.shape
    basis = _cosines(x)
    blocks = x.reshape(count, channels, rows // BLOCK, BLOCK, columns // BLOCK, BLOCK)
    waves = torch.einsum("ki,ncrisj,lj->ncrksl", basis, blocks, basis)
    order = torch.arange(BLOCK, device=x.device, dtype=x.dtype)
    steps = (1 + order[:, None] + order[None]) * (2 / 255)
    strength = torch.exp(_uniform(x, generator) * 2.2)[..., None, None]
    steps = steps[None, None, None, :, None, :] * strength
    waves = torch.round(waves / steps) * steps
    return torch.einsum("ki,ncrksl,lj->ncrisj", basis, waves, basis).reshape(x.shape)


def _cosines(x: Tensor) -> Tensor:
    """The orthonormal cosine transform of 8 values."""
    order = torch.arange(BLOCK, device=x.device, dtype=x.dtype)
    table = torch.cos(math.pi / BLOCK * (order[None] + 0.5) * order[:, None])
    table = table * math.sqrt(2 / BLOCK)
    table[0] = math.sqrt(1 / BLOCK)
    return table

"""Batches from the pool: several pictures in one, zoom, crop, turn, mirror; all on the trainer's device."""

import math
import random

import torch
from torch import Tensor
from torch.nn import functional

from mosaic_training.locator.losses import IGNORED, PLATE, Truth
from mosaic_training.locator.photometry import change_light
from mosaic_training.locator.sampling import SIDE
from mosaic_training.picture_pool import PicturePool

SIZES = ((320, 320), (384, 384), (384, 384), (416, 416), (320, 448))
"""Rows and columns of what the network sees."""
GREY = 114 / 255
"""What the locator fills borders with."""
SMALLEST_PX = (13.0, 5.0)
SHARE_OF_FOURS = 0.3
AROUND_A_PLATE = 0.75
MIRRORED_SHARE = 0.2
"""Few: real lettering is not mirrored, and scenes come from both sides anyway."""
MIRRORED = (1, 0, 3, 2)


def draw_batch(
    pool: PicturePool, count: int, generator: torch.Generator, rng: random.Random
) -> tuple[Tensor, Truth]:
    """Pictures (count, 3, rows, columns) and their truth."""
    fours = round(count * SHARE_OF_FOURS)
    pictures, truths = _drawn(pool, count - fours, generator)
    four_pictures, four_truths = _four_in_one(*_drawn(pool, 4 * fours, generator))
    truths = functional.pad(truths, (0, 0, 0, four_truths.shape[1] - truths.shape[1]))
    pictures, truths = torch.cat([pictures, four_pictures]), torch.cat([truths, four_truths])
    corners, states = _compact(truths)
    whole = torch.arange(count, device=pictures.device) < count - fours
    size = rng.choice(SIZES)
    matrix, origin = _crops(corners, states, whole, size, generator)
    pictures = change_light(_resample(pictures, matrix, origin, size), generator, rng)
    return pictures, _moved(corners, states, matrix, origin, size)


def _drawn(pool: PicturePool, count: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Pictures (count, 3, SIDE, SIDE), RGB 0..1, and their truths."""
    pictures, truths = pool.draw(count, generator)
    return pictures.permute(0, 3, 1, 2).flip(1).float() / 255, truths


def _four_in_one(pictures: Tensor, truths: Tensor) -> tuple[Tensor, Tensor]:
    """Four pictures at half size side by side: small plates, many contexts."""
    half = functional.avg_pool2d(pictures, 2)
    parts = half.unflatten(0, (-1, 4))
    upper, lower = (
        torch.cat([parts[:, 0], parts[:, 1]], 3),
        torch.cat([parts[:, 2], parts[:, 3]], 3),
    )
    joined = torch.cat([upper, lower], 2)
    truths = truths.unflatten(0, (-1, 4)).clone()
    corners = truths[..., :8].unflatten(-1, (4, 2)) / 2
    # Plates that reach over their picture's edge end there.
    corners = corners.clamp(0, SIDE / 2)
    shift = torch.tensor([[0, 0], [1, 0], [0, 1], [1, 1]], device=pictures.device) * (SIDE / 2)
    truths[..., :8] = (corners + shift[None, :, None, None]).flatten(-2)
    return joined, truths.flatten(1, 2)


def _compact(truths: Tensor) -> tuple[Tensor, Tensor]:
    """Real plates first, as many columns as the fullest picture needs."""
    states = truths[..., 8]
    order = states.gt(0).to(torch.uint8).argsort(dim=1, descending=True, stable=True)
    most = max(1, int(states.gt(0).sum(1).max()))
    order = order[:, :most]
    chosen = truths.gather(1, order[..., None].expand(-1, -1, truths.shape[2]))
    return chosen[..., :8].unflatten(-1, (4, 2)), chosen[..., 8].long()


def _crops(
    corners: Tensor,
    states: Tensor,
    whole: Tensor,
    size: tuple[int, int],
    generator: torch.Generator,
) -> tuple[Tensor, Tensor]:
    """Per picture a matrix (n, 2, 2) and an origin (n, 2): source = matrix @ target + origin, pixels."""
    count, device = len(corners), corners.device

    def uniform(low: float, high: float) -> Tensor:
        return low + (high - low) * torch.rand(count, generator=generator, device=device)

    least = torch.where(whole, math.log(0.7), math.log(0.75))
    zoom = torch.exp(least + uniform(0, 1) * (math.log(2.0) - least))
    stretch, angle = uniform(-0.12, 0.12), uniform(-1, 1) ** 3 * 0.2
    mirror = torch.where(uniform(0, 1) < MIRRORED_SHARE, -1.0, 1.0)
    cos, sin = torch.cos(angle), torch.sin(angle)
    wide, high = torch.exp(stretch) / zoom, torch.exp(-stretch) / zoom
    first = torch.stack([mirror * cos * wide, -sin * high], 1)
    second = torch.stack([mirror * sin * wide, cos * high], 1)
    matrix = torch.stack([first, second], 1)

    # The middle of what is seen: anywhere, or so that some plate lies well inside.
    seen = torch.tensor([size[1], size[0]], device=device) / zoom[:, None]
    slack = (SIDE - seen) / 2
    aside = torch.stack([uniform(-1, 1), uniform(-1, 1)], 1)
    anywhere = SIDE / 2 + aside * slack.abs()
    real = (states == PLATE).float() + 1e-6
    pick = torch.multinomial(real, 1, generator=generator)[:, 0]
    plate = corners.mean(2)[torch.arange(count, device=device), pick]
    inside = slack.clamp(min=0)
    around = plate + aside * seen * 0.42
    around = torch.minimum(torch.maximum(around, SIDE / 2 - inside), SIDE / 2 + inside)
    wanted = (states == PLATE).any(1) & (uniform(0, 1) < AROUND_A_PLATE) & (slack > 0).all(1)
    middle = torch.where(wanted[:, None], around, anywhere)
    half = torch.tensor([size[1] / 2, size[0] / 2], device=device)
    return matrix, middle - matrix @ half


def _resample(pictures: Tensor, matrix: Tensor, origin: Tensor, size: tuple[int, int]) -> Tensor:
    rows, columns = size
    x = torch.arange(columns, device=pictures.device) + 0.5
    y = torch.arange(rows, device=pictures.device) + 0.5
    target = torch.stack(torch.meshgrid(x, y, indexing="xy"), 2).flatten(0, 1)
    source = target @ matrix.transpose(1, 2) + origin[:, None]
    grid = (source * (2 / SIDE) - 1).unflatten(1, (rows, columns))
    seen = functional.grid_sample(
        pictures - GREY, grid, mode="bilinear", padding_mode="zeros", align_corners=False
    )
    return seen + GREY


def _moved(
    corners: Tensor, states: Tensor, matrix: Tensor, origin: Tensor, size: tuple[int, int]
) -> Truth:
    a, b, c, d = matrix.flatten(1).unbind(1)
    area = a * d - b * c
    inverse = torch.stack([d, -b, -c, a], 1).unflatten(1, (2, 2)) / area[:, None, None]
    corners = (corners - origin[:, None, None]) @ inverse.transpose(1, 2)[:, None]
    mirrored = (area < 0)[:, None, None, None]
    corners = torch.where(mirrored, corners[:, :, MIRRORED], corners)
    low, high = corners.amin(2), corners.amax(2)
    border = torch.tensor([size[1], size[0]], device=corners.device)
    inner_low, inner_high = low.clamp(min=0), torch.minimum(high, border)
    seen = (inner_high - inner_low).clamp(min=0)
    share = seen.prod(2) / (high - low).prod(2).clamp(min=1e-6)
    small = (seen[..., 0] < SMALLEST_PX[0]) | (seen[..., 1] < SMALLEST_PX[1])
    states = torch.where((states > 0) & ((share < 0.65) | small), IGNORED, states)
    states = torch.where(share <= 0.02, 0, states)
    return Truth(corners, torch.cat([inner_low, inner_high], 2), states)

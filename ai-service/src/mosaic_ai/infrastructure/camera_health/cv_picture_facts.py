"""Measures single pictures: blur, light, noise."""

from collections.abc import Iterator
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from mosaic_ai.domain.camera_health.facts import LightMode
from mosaic_ai.domain.frames import Pixels

Grey = NDArray[np.float32]

WIDTH = 1280
"""Pictures are measured at this width at most, so that blur means the same for all."""
TILES = (16, 9)
COLOURED = 5.0
"""Distance of the channels (of 255) that 95 % stay below by infra-red light: compression's errors."""
NIGHT_BRIGHTNESS = 0.3
"""What all but a tenth of the picture stays below by night: lamps are small, and the sky is dark."""
SMOOTHED, REBLURRED = 0.8, 2.0
"""Sigmas, px: against noise first, then what the gradients are compared with."""
EDGE_SIGMAS = 6.0
"""An edge's gradient, in standard deviations of the smoothed noise's."""
LEAST_GRADIENT = 5.0
EDGES_A_TILE = 24
SCALES = (1, 2, 4)
ENOUGH_TILES = 8
INNER_TILES = TILES[0] * (TILES[1] - 2)
BLUR_QUANTILE = 0.35
BURNT, BLACK = 250, 8


def light_of(picture: Pixels) -> LightMode:
    """Night where almost all is dark, or nothing has a colour: infra-red light.

    Almost all, as what covers a part of the lens by day is dark and has no colour either.
    """
    small = cv2.resize(picture, (160, 90), interpolation=cv2.INTER_AREA).astype(np.float32)
    colour = np.abs(small[..., 0] - small[..., 1]) + np.abs(small[..., 2] - small[..., 1])
    dark = float(np.quantile(small.mean(axis=-1), 0.9)) / 255 < NIGHT_BRIGHTNESS
    return "night" if dark or float(np.quantile(colour, 0.95)) / 2 < COLOURED else "day"


def grey_of(picture: Pixels, width: int) -> Grey:
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    if grey.shape[1] > width:
        height = max(2, round(grey.shape[0] * width / grey.shape[1]))
        grey = cv2.resize(grey, (width, height), interpolation=cv2.INTER_AREA)
    return grey.astype(np.float32)


def gradient_of(grey: Grey) -> Grey:
    across = cv2.Sobel(grey, cv2.CV_32F, 1, 0, ksize=3, scale=1 / 8)
    down = cv2.Sobel(grey, cv2.CV_32F, 0, 1, ksize=3, scale=1 / 8)
    return np.asarray(cv2.magnitude(across, down), np.float32)


def noise_of(grey: Grey) -> float:
    """Immerkær's estimate (1996) on the flattest half of the picture, so that texture does not count.

    A Laplacian that no plane and no edge along an axis passes; median instead of mean, against what is left.
    """
    kernel = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
    response = np.abs(cv2.filter2D(grey, cv2.CV_32F, kernel))[1:-1, 1:-1]
    gradient = gradient_of(np.asarray(cv2.GaussianBlur(grey, (0, 0), 1.5), np.float32))[1:-1, 1:-1]
    flat = gradient <= np.median(gradient)
    inside = flat & (grey[1:-1, 1:-1] > BLACK) & (grey[1:-1, 1:-1] < BURNT)
    if int(inside.sum()) < 1000:
        return 0.0
    # The kernel's norm is 6; the median of |N(0, 1)| is 0.6745.
    return float(np.median(response[inside])) / 6 / 0.6745


def blur_of(grey: Grey, noise: float) -> tuple[float | None, float]:
    """The blur at edges in pixels, and the share of tiles that have edges.

    Where few tiles have any, the picture is made smaller first: strong blur leaves none at full size.
    """
    textured, scale = 0.0, 1
    for scale in SCALES:
        size = (max(2, grey.shape[1] // scale), max(2, grey.shape[0] // scale))
        small = grey if scale == 1 else cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
        medians = _blurs(np.asarray(small, np.float32), noise / scale, EDGES_A_TILE // scale)
        textured = max(textured, len(medians) / INNER_TILES)
        if len(medians) >= ENOUGH_TILES:
            return float(np.quantile(medians, BLUR_QUANTILE)) * scale, textured
    return None, textured


def _blurs(grey: Grey, noise: float, least: int) -> list[float]:
    """The blur of each tile that has edges enough, without the rows at top and bottom: cameras print there.

    A blurred step edge's gradient is inverse to its sigma, so that the ratio of the gradients before and after
    a further known blur tells it, whatever the contrast (Zhuo and Sim 2011). A tile counts by its median; the
    picture by the tiles' lower third, as the far and the soft are in every picture.
    """
    smoothed = np.asarray(cv2.GaussianBlur(grey, (0, 0), SMOOTHED), np.float32)
    before = gradient_of(smoothed)
    after = gradient_of(np.asarray(cv2.GaussianBlur(smoothed, (0, 0), REBLURRED), np.float32))
    # White noise of sigma s has gradients of about s * 0.25 after this smoothing and this Sobel.
    edges = before > max(LEAST_GRADIENT, EDGE_SIGMAS * 0.25 * noise)
    # Only ridges of the gradient: beside an edge the ratio says nothing.
    edges &= before >= cv2.dilate(before, np.ones((3, 3), np.uint8)) * 0.98
    row = grey.shape[0] // TILES[1]
    edges[:row], edges[row * (TILES[1] - 1) :] = False, False
    ratio = np.maximum(before[edges] / np.maximum(after[edges], 1e-3), 1.0001)
    blur = np.sqrt(np.clip(REBLURRED**2 / (ratio**2 - 1) - SMOOTHED**2, 0.01, 100.0))
    rows, columns = np.nonzero(edges)
    tiles = _tiles(rows, columns, grey.shape, blur)
    return [float(np.median(found)) for found in tiles if len(found) >= least]


def _tiles(
    rows: NDArray[np.intp],
    columns: NDArray[np.intp],
    shape: tuple[int, ...],
    values: NDArray[np.floating],
) -> Iterator[NDArray[np.floating]]:
    """The values by the tile of the picture that they lie in."""
    across = columns * TILES[0] // shape[1]
    tile = rows * TILES[1] // shape[0] * TILES[0] + across
    order = np.argsort(tile, kind="stable")
    bounds = np.searchsorted(tile[order], np.arange(TILES[0] * TILES[1] + 1))
    for start, end in pairwise(bounds):
        yield values[order[start:end]]

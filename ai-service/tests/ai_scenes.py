"""Pictures drawn for tests: a street, a van with a plate, a clock on the screen."""

import cv2
import numpy as np

from mosaic_ai.domain.frames import Pixels
from mosaic_ai.domain.geometry import Box
from mosaic_demo.plates.glyphs import text_mask

WIDTH, HEIGHT = 1280, 720
PLATE = (180, 42)


def street(seed: int = 1) -> Pixels:
    """Sky, houses and a textured road."""
    noise = np.random.default_rng(seed).normal(0, 6, (HEIGHT, WIDTH, 1))
    picture = np.full((HEIGHT, WIDTH, 3), (120, 118, 115), np.float32) + noise
    picture[: HEIGHT // 3] = (190, 170, 150)
    for x in range(60, WIDTH, 240):
        cv2.rectangle(picture, (x, 60), (x + 150, 300), (90, 110, 140), -1)
    return np.clip(picture, 0, 255).astype(np.uint8)


def with_van(picture: Pixels, text: str, x: int, y: int = 250) -> tuple[Pixels, Box]:
    """The picture with a van whose left upper corner is at (x, y), and the box of its plate."""
    result = picture.copy()
    cv2.rectangle(result, (x, y), (x + 420, y + 330), (140, 60, 40), -1)
    cv2.rectangle(result, (x + 40, y + 30), (x + 380, y + 130), (40, 40, 40), -1)
    for side in (30, 340):
        cv2.ellipse(result, (x + side + 25, y + 200), (26, 18), 0, 0, 360, (200, 220, 235), -1)
    cv2.rectangle(result, (x, y + 300), (x + 420, y + 345), (30, 30, 30), -1)
    left, top = x + 120, y + 235
    width, height = PLATE
    cv2.rectangle(
        result, (left - 5, top - 5), (left + width + 5, top + height + 5), (25, 25, 25), -1
    )
    cv2.rectangle(result, (left, top), (left + width, top + height), (240, 240, 240), -1)
    with_letters(result, text, left + width // 2, top + 6)
    return result, Box(left, top, width, height)


def with_letters(picture: Pixels, text: str, middle: int, top: int) -> None:
    """Draws the characters as plates have them, 30 px high, into the picture; they may reach beyond it."""
    mask = text_mask(text, 30)
    x = middle - mask.shape[1] // 2
    columns = slice(max(0, -x), max(0, picture.shape[1] - x))
    share = mask[:, columns, None].astype(np.float32) / 255
    face = picture[top : top + 30, max(0, x) : max(0, x) + share.shape[1]]
    face[:] = (face * (1 - share) + 15 * share).astype(np.uint8)


def with_clock(picture: Pixels, second: int) -> Pixels:
    """The picture with a time stamp as cameras print it."""
    result = picture.copy()
    stamp = f"CAM 07 2026-05-12 11:05:{second % 60:02d}"
    cv2.putText(result, stamp, (840, 700), cv2.FONT_HERSHEY_DUPLEX, 0.8, (255, 255, 255), 2)
    return result

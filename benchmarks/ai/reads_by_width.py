"""How wide a plate must be: exact reads of 24 moving, noisy plates that hang askew, by their width in pixels.

`PYTHONPATH=ai-service/tests python benchmarks/ai/reads_by_width.py` prints the figures of the guide.
"""

import random

import cv2
import numpy as np
from ai_places import as_sent
from ai_scenes import street, with_van

from mosaic_ai.domain.geometry import Box
from mosaic_ai.infrastructure.models import load_engines

LETTERS, DIGITS, COUNT = "ABCDEFGHKLMNPRSTUVWX", "0123456789", 24
LEAN_DEG, SMEAR_PX, NOISE, QUALITY = 5, 5, 9, 45


def main() -> None:
    reader = load_engines(None).reader
    rng, grain = random.Random(5), np.random.default_rng(5)
    for width in (45, 55, 70, 85, 100, 120, 150):
        exact = 0
        for number in range(COUNT):
            text = "".join(rng.choices(LETTERS, k=2) + rng.choices(DIGITS, k=2))
            text += "".join(rng.choices(LETTERS, k=3))
            picture, box = with_van(street(number), text, 400)
            scale = width / box.width
            small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
            corner = (box.x * scale, box.y * scale)
            turn = cv2.getRotationMatrix2D(corner, LEAN_DEG, 1)
            small = cv2.warpAffine(small, turn, (small.shape[1], small.shape[0]))
            small = cv2.blur(cv2.GaussianBlur(small, (0, 0), 1.0), (SMEAR_PX, 1))
            noisy = np.clip(small + grain.normal(0, NOISE, small.shape), 0, 255).astype(np.uint8)
            rise = width * np.tan(np.radians(LEAN_DEG))
            place = Box(corner[0], corner[1] - rise, width, box.height * scale + rise)
            exact += reader.read(as_sent(noisy, QUALITY), place).text == text
        print(f"{width} px: {exact} of {COUNT}", flush=True)


if __name__ == "__main__":
    main()

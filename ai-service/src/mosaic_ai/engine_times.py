"""What one run of our plate models takes on one thread: `python -m mosaic_ai.engine_times`, one JSON line."""

import json
import sys
import time
from collections.abc import Callable

import numpy as np

from mosaic_ai.domain.geometry import Box
from mosaic_ai.infrastructure.engine_opening import open_locator, open_recogniser
from mosaic_ai.infrastructure.models import shipped_selection

RUNS = 60
SCENE = (384, 640, 3)
PLATE = Box(200.0, 160.0, 160.0, 40.0)


def measured() -> dict[str, float]:
    """The fastest run of each, in milliseconds: what the machine takes when nothing else wants it."""
    selection = shipped_selection(None)
    locator = open_locator(selection.plate_locator)
    ours, of_text = map(open_recogniser, (selection.plate_recogniser, selection.text_recogniser))
    scene = np.random.default_rng(1).integers(0, 256, SCENE, np.uint8)
    everything = Box(0, 0, SCENE[1], SCENE[0])
    works: dict[str, Callable[[], object]] = {
        "locator_ms": lambda: locator.locate(scene, everything),
        "recogniser_ms": lambda: ours.read_crop(scene, PLATE),
        "text_ms": lambda: of_text.read_crop(scene, PLATE),
    }
    fastest = dict.fromkeys(works, float("inf"))
    for _ in range(RUNS):
        for name, work in works.items():
            began = time.perf_counter()
            work()
            fastest[name] = min(fastest[name], 1000 * (time.perf_counter() - began))
    return {"runs": RUNS} | fastest


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measured()) + "\n")

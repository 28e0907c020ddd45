"""Run as a program with a folder and a number: renders so many clips of a second each, one after the other."""

import sys
from dataclasses import replace
from pathlib import Path

from mosaic_demo.rendering import render
from mosaic_demo.scenes.backdrop import Backdrop
from mosaic_demo.scenes.places import DAY, STREET
from mosaic_demo.scenes.scene import SwayingTree
from mosaic_demo.traffic import Slot

SEED = 7


def bare_road(backdrop: Backdrop) -> list[SwayingTree]:
    """A backdrop that costs little time."""
    backdrop.canvas[:] = 0.45
    return []


SLOTS = (Slot("front", -1.75, 0.4, 9.5, ("ES",), ("sedan",), 1.2),)
SCENE = replace(STREET, name="tiny", seconds=1, slots=SLOTS, paint=bare_road, walkers=(), light=DAY)

if __name__ == "__main__":
    folder, cameras = Path(sys.argv[1]), int(sys.argv[2])
    made = render(folder, cameras, SEED, 1, lambda line: print(line, flush=True), (SCENE,))
    print("made", *made, flush=True)

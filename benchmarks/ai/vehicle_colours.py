"""How often a vehicle's colour is told and right, on photographs whose colours we looked at.

`MOSAIC_MODELS_DIR=../shared/models python benchmarks/ai/vehicle_colours.py ../shared/eval/plates-us` prints
JSON. A photograph may have several right answers (vehicle_colours.tsv), where people would not agree. The
thresholds were set on the same photographs. Yardstick: the named colour that is nearest to the mean of the
vehicle's box.
"""

import json
import sys
import time
from pathlib import Path

import cv2
import numpy as np

from mosaic_ai.domain.frames import Pixels
from mosaic_ai.domain.geometry import Box, contained
from mosaic_ai.domain.sightings import VEHICLES
from mosaic_ai.evaluation import engines_of_environment, labelled
from mosaic_ai.infrastructure.cv_vehicle_colours import CvVehicleColours

GREYS = {"black", "grey", "white"}
MEANS = {
    "black": (20, 20, 20),
    "grey": (128, 128, 128),
    "white": (230, 230, 230),
    "red": (40, 40, 180),
    "brown": (50, 80, 110),
    "yellow": (40, 190, 220),
    "green": (60, 120, 40),
    "blue": (160, 80, 40),
}
"""BGR."""


def main(folder: Path) -> None:
    lines = Path(__file__).with_suffix(".tsv").read_text().splitlines()
    truth = {name: set(said.split("|")) for name, said in (line.split("\t") for line in lines)}
    detector, colours = engines_of_environment().detector, CvVehicleColours()
    answers: list[tuple[str | None, str, set[str]]] = []
    took_s = 0.0
    for path, plates in labelled(folder):
        if path.name not in truth:
            continue
        pixels = np.asarray(cv2.imread(str(path)), np.uint8)
        whole = Box(0, 0, pixels.shape[1], pixels.shape[0])
        around = [
            found.box
            for found in detector.detect(pixels, whole)
            if found.label in VEHICLES and contained(plates[0].box, found.box) > 0.8
        ]
        vehicle = min(around, key=lambda box: box.area)
        started = time.process_time()
        told = colours.colour(pixels, vehicle, plates[0].box)
        took_s += time.process_time() - started
        answers.append((told, _nearest(pixels, vehicle), truth[path.name]))
    print(json.dumps({"figures": _figures(answers, took_s)}, indent=2))


def _nearest(pixels: Pixels, vehicle: Box) -> str:
    x, y, width, height = (round(each) for each in vehicle.clipped(*pixels.shape[1::-1]))
    mean = pixels[y : y + height, x : x + width].reshape(-1, 3).mean(axis=0)
    return min(MEANS, key=lambda name: float(np.linalg.norm(mean - MEANS[name])))


def _figures(
    answers: list[tuple[str | None, str, set[str]]], took_s: float
) -> list[dict[str, object]]:
    told = [(name, right) for name, _, right in answers if name]
    hued = [(name, right) for name, right in told if name not in GREYS]
    rows = [
        ("photographs", len(answers), "photographs"),
        ("colour told", len(told) / len(answers), "share"),
        ("of these right", _right(told), "share"),
        ("told and no black, grey or white", len(hued), "photographs"),
        ("of these right", _right(hued), "share"),
        (
            "yardstick: nearest to the mean, right",
            _right([(mean, right) for _, mean, right in answers]),
            "share",
        ),
        ("processor time a vehicle", 1000 * took_s / len(answers), "ms"),
    ]
    return [{"name": name, "value": round(value, 3), "unit": unit} for name, value, unit in rows]


def _right(answers: list[tuple[str, set[str]]]) -> float:
    return sum(name in right for name, right in answers) / max(1, len(answers))


if __name__ == "__main__":
    main(Path(sys.argv[1]))

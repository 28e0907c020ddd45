"""`python -m mosaic_ai.evaluation DIR [--json]`: plates in labelled photographs, end to end.

Beside each picture lies a .txt: lines `file<TAB>x<TAB>y<TAB>w<TAB>h<TAB>TEXT`, pixels, origin top left. Figures:
recall of the locator at IoU .5 and false boxes a picture (before reading); exact, folded (O=0, I=1, Q=0) and
one-edit shares of the true texts found at their place; top-1 (the best plate of the picture is exact); reads that
belong to no true plate, a picture; what the reader makes of the true boxes; CPU time a picture.
"""

import argparse
import json
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from mosaic_ai.application.predict_image import ImagePredictor
from mosaic_ai.domain.engines import Engines
from mosaic_ai.domain.errors import UnacceptableImageError
from mosaic_ai.domain.geometry import Box, intersection, iou
from mosaic_ai.infrastructure.images import open_image
from mosaic_ai.infrastructure.models import load_engines

FOLDS = str.maketrans({"O": "0", "I": "1", "Q": "0"})
PICTURES = {".jpg", ".jpeg", ".png", ".webp"}


class TruePlate(NamedTuple):
    box: Box
    text: str


@dataclass
class Tally:
    """Sums over the pictures."""

    pictures: int = 0
    plates: int = 0
    located: int = 0
    false_boxes: int = 0
    exact: int = 0
    folded: int = 0
    one_edit: int = 0
    top_1: int = 0
    extra: int = 0
    recognised: int = 0
    cpu_s: float = 0.0


def labelled(folder: Path) -> list[tuple[Path, list[TruePlate]]]:
    """Pictures with their true plates, by name."""
    result = []
    for picture in sorted(path for path in folder.iterdir() if path.suffix.lower() in PICTURES):
        truth = picture.with_suffix(".txt")
        lines = truth.read_text().splitlines() if truth.is_file() else []
        plates = [_true_plate(line) for line in lines if line.strip()]
        result.append((picture, plates))
    return result


def evaluate(folder: Path, engines: Engines) -> Tally:
    tally = Tally()
    predictor = ImagePredictor(None, engines.still_locator, engines.reader)
    for picture, truths in labelled(folder):
        try:
            pixels = open_image(picture.read_bytes())
        except UnacceptableImageError:
            continue
        height, width = pixels.shape[:2]
        started = time.process_time()
        prediction = predictor.predict(pixels)
        tally.cpu_s += time.process_time() - started
        boxes = [
            plate.box for plate in engines.still_locator.locate(pixels, Box(0, 0, width, height))
        ]
        tally.pictures += 1
        tally.plates += len(truths)
        tally.located += sum(any(iou(box, true.box) >= 0.5 for box in boxes) for true in truths)
        tally.false_boxes += sum(all(iou(box, true.box) < 0.3 for true in truths) for box in boxes)
        texts = [(item.plate.box, item.reading.text) for item in prediction.plates]
        tally.extra += sum(
            all(not intersection(box, true.box) for true in truths) for box, _ in texts
        )
        tally.top_1 += bool(texts) and any(texts[0][1] == true.text for true in truths)
        for true in truths:
            tally.recognised += engines.reader.read(pixels, true.box).text == true.text
            here = [text for box, text in texts if intersection(box, true.box)]
            tally.exact += true.text in here[:1]
            tally.folded += any(_folded(text) == _folded(true.text) for text in here[:1])
            tally.one_edit += any(edits(text, true.text) <= 1 for text in here[:1])
    return tally


def figures(tally: Tally) -> list[dict[str, object]]:
    plates, pictures = max(1, tally.plates), max(1, tally.pictures)
    rows: list[tuple[str, float, str]] = [
        ("pictures", tally.pictures, "pictures"),
        ("plates", tally.plates, "plates"),
        ("locator recall at IoU 0.5", tally.located / plates, "share"),
        ("false boxes a picture", tally.false_boxes / pictures, "boxes"),
        ("exact", tally.exact / plates, "share"),
        ("folded", tally.folded / plates, "share"),
        ("one edit", tally.one_edit / plates, "share"),
        ("top-1 exact", tally.top_1 / pictures, "share"),
        ("extra reads a picture", tally.extra / pictures, "reads"),
        ("exact on true boxes", tally.recognised / plates, "share"),
        ("CPU a picture", 1000 * tally.cpu_s / pictures, "ms"),
    ]
    return [{"name": name, "value": round(value, 4), "unit": unit} for name, value, unit in rows]


def edits(a: str, b: str) -> int:
    """Levenshtein's distance."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row, before = [i], row
        for j, y in enumerate(b, 1):
            row.append(min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y)))
    return row[-1]


def _folded(text: str) -> str:
    return text.translate(FOLDS)


def _true_plate(line: str) -> TruePlate:
    _, x, y, width, height, text = line.rstrip("\n").split("\t")
    return TruePlate(Box(float(x), float(y), float(width), float(height)), text.strip().upper())


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m mosaic_ai.evaluation")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    rows = figures(evaluate(arguments.folder, engines_of_environment()))
    if arguments.json:
        sys.stdout.write(json.dumps({"figures": rows}, indent=2) + "\n")
        return
    for row in rows:
        sys.stdout.write(f"{row['name']:28} {row['value']} {row['unit']}\n")


def engines_of_environment() -> Engines:
    """As the service would load them: MOSAIC_MODELS_DIR is honoured."""
    models_dir = os.environ.get("MOSAIC_MODELS_DIR")
    return load_engines(Path(models_dir) if models_dir else None)


if __name__ == "__main__":
    main()

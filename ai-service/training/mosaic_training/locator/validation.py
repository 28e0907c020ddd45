"""`python -m mosaic_training.locator.validation MODEL DIR`: recall and false boxes at many thresholds.

DIR holds photographs with truth as `mosaic_ai.evaluation` reads it: for choosing among checkpoints, never for
training.
"""

import argparse
import math
import sys
import time
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

STRIDE = 8
THRESHOLDS = (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7)
Boxes = NDArray[np.float64]
"""(n, 4): left, top, right, bottom."""


class Looked(NamedTuple):
    """What was found in one photograph, best first, and what is there."""

    scores: NDArray[np.float64]
    found: Boxes
    true: Boxes


def look(session: onnxruntime.InferenceSession, picture: Path, pixels: int) -> Looked:
    image = cv2.imread(str(picture))
    if image is None:
        raise ValueError(f"{picture} is no picture")
    height, width = image.shape[:2]
    scale = min(1.0, math.sqrt(pixels / (width * height)))
    inner = (round(width * scale), round(height * scale))
    resized = cv2.resize(image, inner, interpolation=cv2.INTER_AREA)
    canvas = np.full((-(-inner[1] // 32) * 32, -(-inner[0] // 32) * 32, 3), 114, np.uint8)
    canvas[: inner[1], : inner[0]] = resized
    blob = np.ascontiguousarray(canvas[:, :, ::-1].transpose(2, 0, 1)[None], np.float32) / 255
    grid = session.run(None, {session.get_inputs()[0].name: blob})[0][0].astype(np.float64)
    scores = 1 / (1 + np.exp(-grid[0]))
    rows, columns = np.nonzero(scores > THRESHOLDS[0])
    centres = np.stack([columns, rows], 1) * STRIDE + STRIDE / 2
    reach = np.exp(np.clip(grid[1:5, rows, columns], -4, 5)).T * STRIDE
    boxes = np.concatenate([centres - reach[:, :2], centres + reach[:, 2:]], 1) / scale
    kept = _without_doubles(scores[rows, columns], boxes)
    return Looked(scores[rows, columns][kept], boxes[kept], _truth(picture))


def _truth(picture: Path) -> Boxes:
    lines = picture.with_suffix(".txt").read_text().splitlines()
    places = [line.split("\t")[1:5] for line in lines if line.strip()]
    boxes = np.array(places, np.float64).reshape(-1, 4)
    boxes[:, 2:] += boxes[:, :2]
    return boxes


def overlaps(ours: Boxes, theirs: Boxes) -> NDArray[np.float64]:
    """(n, m) intersection over union."""
    low = np.maximum(ours[:, None, :2], theirs[None, :, :2])
    high = np.minimum(ours[:, None, 2:], theirs[None, :, 2:])
    common = np.clip(high - low, 0, None).prod(2)
    areas = [(boxes[:, 2:] - boxes[:, :2]).prod(1) for boxes in (ours, theirs)]
    union = areas[0][:, None] + areas[1][None] - common
    return np.asarray(common / np.maximum(union, 1e-9), np.float64)


def _without_doubles(scores: NDArray[np.float64], boxes: Boxes) -> list[int]:
    kept: list[int] = []
    for index in np.argsort(-scores).tolist():
        if not kept or overlaps(boxes[index : index + 1], boxes[kept]).max() < 0.3:
            kept.append(index)
    return kept


def figures(looked: list[Looked], threshold: float) -> tuple[float, float, float]:
    """Recall at IoU .5 and .3, false boxes (IoU below .3 with every truth) a picture."""
    good = fair = wrong = 0
    for each in looked:
        table = overlaps(each.found[each.scores >= threshold], each.true)
        best = table.max(0, initial=0)
        good, fair = good + int((best >= 0.5).sum()), fair + int((best >= 0.3).sum())
        wrong += int((table.max(1, initial=0) < 0.3).sum())
    plates = max(1, sum(len(each.true) for each in looked))
    return good / plates, fair / plates, wrong / max(1, len(looked))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m mosaic_training.locator.validation")
    parser.add_argument("model", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--pixels", type=int, default=640 * 400, help="a run, as the locator's budget"
    )
    arguments = parser.parse_args()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        str(arguments.model), options, providers=["CPUExecutionProvider"]
    )
    pictures = sorted(path for path in arguments.folder.glob("*.jpg"))
    started = time.process_time()
    looked = [look(session, picture, arguments.pixels) for picture in pictures]
    spent = 1000 * (time.process_time() - started) / max(1, len(pictures))
    sys.stdout.write(f"{len(pictures)} pictures, {spent:.0f} ms CPU each\n")
    for threshold in THRESHOLDS:
        good, fair, wrong = figures(looked, threshold)
        sys.stdout.write(
            f"{threshold:.2f}  IoU .5 {good:.3f}  IoU .3 {fair:.3f}  false {wrong:.3f}\n"
        )


if __name__ == "__main__":
    main()

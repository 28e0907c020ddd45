"""Data sets as files: YOLO's layout and COCO's."""

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from mosaic_ai.domain.dataset import PARTS, PLATE, Annotation, Example

Examples = Iterable[tuple[Example, bytes]]
"""With their JPEGs; taken one by one, as all together may not fit into memory."""


def write_yolo(folder: Path, examples: Examples) -> list[Example]:
    """images/, labels/ (a line an object: class, centre and size in shares), data.yaml, the plates' texts.csv."""
    for part in PARTS:
        for kind in ("images", "labels"):
            (folder / kind / part).mkdir(parents=True)
    written = []
    for example, jpeg in examples:
        (folder / "images" / example.part / f"{example.capture_id}.jpg").write_bytes(jpeg)
        written.append(example)
    classes = _classes(written)
    for example in written:
        lines = [_yolo_line(item, example, classes) for item in example.annotations]
        file = folder / "labels" / example.part / f"{example.capture_id}.txt"
        file.write_text("".join(f"{line}\n" for line in lines))
    parts = "".join(f"{part}: images/{part}\n" for part in PARTS)
    # Names in JSON's quotes are YAML's too, whatever is in them.
    names = "".join(f"  {number}: {json.dumps(name)}\n" for number, name in enumerate(classes))
    (folder / "data.yaml").write_text(f"path: .\n{parts}nc: {len(classes)}\nnames:\n{names}")
    _write_texts(folder / "texts.csv", written)
    return written


def write_coco(folder: Path, examples: Examples) -> list[Example]:
    """A folder for each part, with its pictures and annotations.json."""
    for part in PARTS:
        (folder / part).mkdir(parents=True)
    written = []
    for example, jpeg in examples:
        (folder / example.part / f"{example.capture_id}.jpg").write_bytes(jpeg)
        written.append(example)
    classes = _classes(written)
    for part in PARTS:
        document = _coco([example for example in written if example.part == part], classes)
        (folder / part / "annotations.json").write_text(json.dumps(document, indent=1) + "\n")
    return written


def _classes(examples: list[Example]) -> list[str]:
    """Plates first; the rest by name, so that the numbers do not hang on the order of pictures."""
    found = {item.category for example in examples for item in example.annotations}
    return [PLATE, *sorted(found - {PLATE})]


def _yolo_line(item: Annotation, example: Example, classes: list[str]) -> str:
    x, y, width, height = item.box
    shares = (
        (x + width / 2) / example.width,
        (y + height / 2) / example.height,
        width / example.width,
        height / example.height,
    )
    return " ".join([str(classes.index(item.category)), *(f"{share:.6f}" for share in shares)])


def _write_texts(file: Path, examples: list[Example]) -> None:
    with file.open("w", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(["image", "x", "y", "width", "height", "text", "verified"])
        for example in examples:
            for item in example.annotations:
                if item.category == PLATE:
                    image = f"images/{example.part}/{example.capture_id}.jpg"
                    verified = str(item.verified).lower()
                    writer.writerow([image, *item.box, item.text, verified])


def _coco(examples: list[Example], classes: list[str]) -> dict[str, Any]:
    annotations = [
        (number, item) for number, example in enumerate(examples, 1) for item in example.annotations
    ]
    return {
        "info": {"description": "Pictures kept by Mosaic for retraining"},
        "images": [_coco_image(number, example) for number, example in enumerate(examples, 1)],
        "annotations": [
            _coco_annotation(number, image, item, classes)
            for number, (image, item) in enumerate(annotations, 1)
        ],
        "categories": [{"id": number, "name": name} for number, name in enumerate(classes, 1)],
    }


def _coco_image(number: int, example: Example) -> dict[str, Any]:
    return {
        "id": number,
        "file_name": f"{example.capture_id}.jpg",
        "width": example.width,
        "height": example.height,
        "date_captured": example.captured_at,
        "camera": str(example.camera_id),
        "reason": example.worth.reason,
        "uncertainty": example.worth.uncertainty,
    }


def _coco_annotation(
    number: int, image: int, item: Annotation, classes: list[str]
) -> dict[str, Any]:
    attributes: dict[str, Any] = {"confidence": item.confidence, "verified": item.verified}
    if item.category == PLATE:
        attributes["text"] = item.text
    return {
        "id": number,
        "image_id": image,
        "category_id": classes.index(item.category) + 1,
        "bbox": list(item.box),
        "area": round(item.box[2] * item.box[3], 1),
        "iscrowd": 0,
        "attributes": attributes,
    }

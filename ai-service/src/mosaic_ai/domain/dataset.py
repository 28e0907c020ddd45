"""Captured pictures as examples to learn from."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from mosaic_ai.domain.captures import Capture, CapturedPlate, Label, PixelBox, Worth

Part = Literal["train", "val", "test"]
PARTS: tuple[Part, ...] = ("train", "val", "test")
PLATE = "plate"
OF_TEN: tuple[Part, ...] = ("train",) * 8 + ("val", "test")
LEAST_SIDE_PX = 1.0


@dataclass(frozen=True)
class Annotation:
    """Something in a picture. verified: a person said so; else it is what the models thought.

    text: of a plate, letters and digits; empty where nobody could read it. confidence: of the models.
    """

    category: str
    box: PixelBox
    confidence: float
    text: str = ""
    verified: bool = False


@dataclass(frozen=True)
class Example:
    capture_id: UUID
    camera_id: UUID
    captured_at: str
    width: int
    height: int
    worth: Worth
    part: Part
    annotations: tuple[Annotation, ...]


def part_of(capture: Capture) -> Part:
    """The same for all pictures of a camera and a day, whatever else is there: what passes twice is in one."""
    day = f"{capture.camera_id} {capture.captured_at:%Y-%m-%d}"
    digest = hashlib.blake2b(day.encode(), digest_size=8).digest()
    return OF_TEN[int.from_bytes(digest) % len(OF_TEN)]


def example_of(capture: Capture, labels: Mapping[UUID, Label]) -> Example:
    """What reviewers said takes the place of what was read."""
    found = [_plate(plate, labels) for plate in capture.plates]
    found += [Annotation(item.label, item.box, item.confidence) for item in capture.objects]
    return Example(
        capture.id,
        capture.camera_id,
        capture.captured_at.isoformat(),
        capture.width,
        capture.height,
        capture.worth,
        part_of(capture),
        tuple(item for item in found if min(item.box[2:]) >= LEAST_SIDE_PX),
    )


def _plate(plate: CapturedPlate, labels: Mapping[UUID, Label]) -> Annotation:
    label = labels.get(plate.read_id) if plate.read_id else None
    verified = label is not None and label.text is not None
    text = label.text if label and label.text is not None else plate.text
    return Annotation(PLATE, plate.box, plate.located, lettered(text), verified)


def lettered(text: str) -> str:
    """Letters and digits alone, in capitals, as plates are read."""
    return "".join(character for character in text.upper() if character.isalnum())

"""Pictures that are kept to train models with, what was made of them, and what people said of that."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple
from uuid import UUID

Reason = Literal["unread", "unsure", "borderline", "sample"]
"""Why a picture was kept.

unread: a plate was located and could not be read. unsure: some character of it might be another. borderline: the
detector or the locator was just sure enough. sample: by chance, whatever it shows.
"""

PixelBox = tuple[float, float, float, float]


class Worth(NamedTuple):
    """uncertainty: 0..1, how little the models knew of what they said."""

    reason: Reason
    uncertainty: float


@dataclass(frozen=True)
class CapturedPlate:
    """As the models saw it; read_id: of the passage, where there is one yet."""

    box: PixelBox
    located: float
    text: str
    confidence: float
    candidates: list[list[tuple[str, float]]]
    read_id: UUID | None = None


@dataclass(frozen=True)
class CapturedObject:
    label: str
    confidence: float
    box: PixelBox


@dataclass(frozen=True)
class Capture:
    """One picture; boxes in its pixels. engines: role → name and version of what looked at it."""

    id: UUID
    camera_id: UUID
    captured_at: datetime
    width: int
    height: int
    worth: Worth
    engines: dict[str, str]
    plates: tuple[CapturedPlate, ...] = ()
    objects: tuple[CapturedObject, ...] = ()


@dataclass(frozen=True)
class Label:
    """What a reviewer says a plate reads; None: no longer what was said, as a correction was withdrawn."""

    text: str | None
    said_at: datetime


@dataclass(frozen=True)
class KeptCapture:
    """What a store tells of a picture without opening it. key: where it lies, without a suffix.

    complete: whether the picture itself is there. labelled: whether reviewers said something.
    """

    key: str
    camera_id: UUID
    captured_at: datetime
    worth: Worth
    size_bytes: int
    complete: bool
    labelled: bool

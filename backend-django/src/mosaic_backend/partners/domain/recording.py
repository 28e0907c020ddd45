"""The recorded day as `python -m mosaic_demo record` writes it: times in ms, boxes in shares of the picture."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class RecordedCamera:
    name: str
    scene: str
    width: int
    height: int


@dataclass(frozen=True)
class RecordedPlate:
    """first_ms, best_ms, last_ms: readable, since the passage began. first_read: what the first frames said."""

    text: str
    first_read: str
    confidence: float
    box: Box
    first_ms: int
    best_ms: int
    last_ms: int
    votes: int


@dataclass(frozen=True)
class Passage:
    """What passes a camera. boxes: ms since it came into the picture, and where it is then."""

    camera: int
    label: str
    view: str
    lasts_ms: int
    boxes: tuple[tuple[int, Box], ...]
    plate: RecordedPlate | None


@dataclass(frozen=True)
class Outage:
    camera: int
    since_ms: int
    until_ms: int
    reason: str


@dataclass(frozen=True)
class RecordedClip:
    """from_ms, to_ms: what it shows; it was asked for and finished later."""

    camera: int
    from_ms: int
    to_ms: int
    asked_ms: int
    finished_ms: int


@dataclass(frozen=True)
class Recording:
    """timetable: (ms of the day, passage), by time. watched: the plates of a watch list.

    clip_bytes, clip_sha256: of the one film that all clips show.
    """

    began_at: datetime
    seed: int
    cameras: tuple[RecordedCamera, ...]
    passages: tuple[Passage, ...]
    timetable: tuple[tuple[int, int], ...]
    outages: tuple[Outage, ...]
    clips: tuple[RecordedClip, ...]
    watched: frozenset[str]
    clip_bytes: int
    clip_sha256: str


def recording_of(content: Mapping[str, Any], film: bytes) -> Recording:
    """Raises KeyError, TypeError or ValueError for what the recorder did not write."""
    return Recording(
        began_at=datetime.combine(date.fromisoformat(content["recorded_on"]), time(), UTC),
        seed=content["seed"],
        cameras=tuple(RecordedCamera(**each) for each in content["cameras"]),
        passages=tuple(_passage(each) for each in content["passages"]),
        timetable=tuple((int(begins), int(passage)) for begins, passage in content["timetable"]),
        outages=tuple(Outage(*each) for each in content["outages"]),
        clips=tuple(
            RecordedClip(camera, since, since + content["clip_ms"], asked, finished)
            for camera, since, asked, finished in content["clips"]
        ),
        watched=frozenset(content["watched"]),
        clip_bytes=len(film),
        clip_sha256=hashlib.sha256(film).hexdigest(),
    )


def _passage(content: Mapping[str, Any]) -> Passage:
    return Passage(
        camera=content["camera"],
        label=content["label"],
        view=content.get("view", ""),
        lasts_ms=content["lasts_ms"],
        boxes=tuple((int(at), (x, y, w, h)) for at, x, y, w, h in content["boxes"]),
        plate=_plate(content) if "plate" in content else None,
    )


def _plate(content: Mapping[str, Any]) -> RecordedPlate:
    first, best, last = content["read_ms"]
    x, y, width, height = content["plate_box"]
    return RecordedPlate(
        text=content["plate"],
        first_read=content["first_read"],
        confidence=content["confidence"],
        box=(x, y, width, height),
        first_ms=first,
        best_ms=best,
        last_ms=last,
        votes=content["votes"],
    )

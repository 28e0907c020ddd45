"""The recorded day as a series of moments, the same on every day, each of which becomes an event.

All names are functions of the day and the place in it: whoever replays it, whenever, gets the same ids.
"""

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property
from uuid import UUID

from mosaic_backend.partners.domain.recording import Passage, RecordedCamera, Recording
from mosaic_backend.partners.domain.replay import DAY_MS

TOLD_AFTER_MS = 300
FIRST_READ_AFTER_MS, FINAL_READ_AFTER_MS = 1200, 2000
OFFLINE_AFTER_MS, ONLINE_AFTER_MS, ALERT_AFTER_MS = 15_000, 5_000, 40
"""When a part tells of what it saw; those of cameras are the settings' usual values."""


class Kind(StrEnum):
    DETECTION = "detection"
    FIRST_READ = "first-read"
    FINAL_READ = "final-read"
    MATCH = "match"
    LOST = "lost"
    BACK = "back"
    OFFLINE = "offline"
    OFFLINE_ALERT = "offline-alert"
    ONLINE = "online"
    CLIP = "clip"


@dataclass(frozen=True)
class Moment:
    """Something is told at `ms` of the day.

    seen_ms: when it was so; the instant in its id. of: the row of the timetable, of the outages or of the clips.
    part: of a detection, which of the passage's boxes.
    """

    ms: int
    kind: Kind
    seen_ms: int
    of: int
    part: int = 0


class Series:
    """Moments by time, on every day; positions count them from the first day's first, which is 1."""

    def __init__(self, moments: Sequence[Moment]) -> None:
        self.moments = tuple(moments)
        self._told = [moment.ms for moment in moments]
        self._seen: dict[int, list[Moment]] = {}
        for moment in moments:
            self._seen.setdefault(moment.seen_ms, []).append(moment)

    def told_by(self, elapsed_ms: int) -> int:
        """The position of the last moment that was told by then, at that very millisecond included."""
        day, ms = divmod(elapsed_ms, DAY_MS)
        return day * len(self.moments) + bisect_right(self._told, ms)

    def told_before(self, elapsed_ms: int) -> int:
        day, ms = divmod(elapsed_ms, DAY_MS)
        return day * len(self.moments) + bisect_left(self._told, ms)

    def at(self, position: int) -> tuple[int, Moment]:
        """The day, from 0, and the moment."""
        day, index = divmod(position - 1, len(self.moments))
        return day, self.moments[index]

    def back(self, first: int, last: int) -> Iterator[tuple[int, Moment]]:
        """From position `last` down to `first`, both included."""
        return (self.at(position) for position in range(last, first - 1, -1))

    def seen_at(self, ms: int) -> Sequence[Moment]:
        return self._seen.get(ms, ())


class RecordedDay:
    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        self.all = Series(sorted(self._moments(), key=lambda each: each.ms))

    @cached_property
    def detections(self) -> Series:
        return self._of(Kind.DETECTION)

    @cached_property
    def reads(self) -> Series:
        """The first read of each passage."""
        return self._of(Kind.FIRST_READ)

    @cached_property
    def clips(self) -> Series:
        """Told when they are asked for."""
        return Series(
            [
                Moment(clip.asked_ms, Kind.CLIP, clip.asked_ms, number)
                for number, clip in enumerate(self.recording.clips)
            ]
        )

    def instant(self, day: int, ms: int) -> datetime:
        return self.recording.began_at + timedelta(days=day, milliseconds=ms)

    def elapsed_of(self, identifier: UUID) -> int:
        """The time inside an id; before the first day for what cannot be one of the recording."""
        began_ms = int(self.recording.began_at.timestamp() * 1000)
        return max(-1, (identifier.int >> 80) - began_ms)

    def id_of(self, day: int, ms: int, name: str) -> UUID:
        """A UUIDv7 (RFC 9562, 5.7) of the instant, whose other bits follow from the name."""
        at_ms = int(self.instant(day, ms).timestamp() * 1000)
        digest = hashlib.blake2b(
            f"{self.recording.seed}:{day}:{ms}:{name}".encode(), digest_size=10
        )
        rest = int.from_bytes(digest.digest())
        high, low = rest >> 68, rest & ((1 << 62) - 1)
        return UUID(int=at_ms << 80 | 7 << 76 | high << 64 | 2 << 62 | low)

    def camera_id(self, number: int) -> UUID:
        return self.id_of(0, number, f"camera:{number}")

    def group_id(self, scene: str) -> UUID:
        return self.id_of(0, 0, f"group:{scene}")

    @cached_property
    def camera_ids(self) -> tuple[UUID, ...]:
        return tuple(self.camera_id(number) for number in range(len(self.recording.cameras)))

    def passage_of(self, moment: Moment) -> tuple[int, Passage]:
        """When it began, and what passes."""
        begins, number = self.recording.timetable[moment.of]
        return begins, self.recording.passages[number]

    def camera_of(self, moment: Moment) -> tuple[int, RecordedCamera]:
        if moment.kind in _OF_OUTAGES:
            number = self.recording.outages[moment.of].camera
        elif moment.kind is Kind.CLIP:
            number = self.recording.clips[moment.of].camera
        else:
            number = self.passage_of(moment)[1].camera
        return number, self.recording.cameras[number]

    def _of(self, kind: Kind) -> Series:
        return Series([moment for moment in self.all.moments if moment.kind is kind])

    def _moments(self) -> Iterator[Moment]:
        for row, (begins, number) in enumerate(self.recording.timetable):
            passage = self.recording.passages[number]
            for part, (at_ms, _) in enumerate(passage.boxes):
                seen = begins + at_ms
                yield Moment(seen + TOLD_AFTER_MS, Kind.DETECTION, seen, row, part)
            if passage.plate is None:
                continue
            seen, last = begins + passage.plate.first_ms, begins + passage.plate.last_ms
            yield Moment(seen + FIRST_READ_AFTER_MS, Kind.FIRST_READ, seen, row)
            final = last + FINAL_READ_AFTER_MS
            yield Moment(final, Kind.FINAL_READ, seen, row)
            if passage.plate.text in self.recording.watched:
                yield Moment(final + ALERT_AFTER_MS, Kind.MATCH, final + ALERT_AFTER_MS, row)
        for row, outage in enumerate(self.recording.outages):
            yield Moment(outage.since_ms, Kind.LOST, outage.since_ms, row)
            yield Moment(outage.until_ms, Kind.BACK, outage.until_ms, row)
            if outage.until_ms - outage.since_ms < OFFLINE_AFTER_MS:
                continue
            offline = outage.since_ms + OFFLINE_AFTER_MS
            yield Moment(offline, Kind.OFFLINE, outage.since_ms, row)
            yield Moment(offline + ALERT_AFTER_MS, Kind.OFFLINE_ALERT, offline, row)
            yield Moment(outage.until_ms + ONLINE_AFTER_MS, Kind.ONLINE, outage.until_ms, row)
        for row, clip in enumerate(self.recording.clips):
            yield Moment(clip.finished_ms, Kind.CLIP, clip.asked_ms, row)


_OF_OUTAGES = frozenset({Kind.LOST, Kind.BACK, Kind.OFFLINE, Kind.OFFLINE_ALERT, Kind.ONLINE})

"""Dead letters as what they may have told: footage around it is kept until somebody has settled them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from mosaic_contracts.events import EVENT_TYPES, DetectionRecorded, PlateRead
from mosaic_platform.messaging import DeadLetter

EVERY = timedelta(minutes=5)
"""Letters are looked at this often, and whenever their number changes: each look takes them from their queue."""
FORGOTTEN = timedelta(minutes=15)
"""Somebody else who looks at the letters hides them for seconds."""
EVER = datetime(1, 1, 2, tzinfo=UTC)
_SEEN = (DetectionRecorded.TYPE, PlateRead.TYPE)
_INSTANTS = ("captured_at", "first_seen_at", "last_seen_at")


@dataclass(frozen=True)
class Unstored:
    """Something that may have been seen and is not stored; camera_id None: by whichever camera."""

    camera_id: UUID | None
    first: datetime
    last: datetime

    def is_of(self, camera_id: UUID) -> bool:
        return self.camera_id in (None, camera_id)


class LetterBook:
    """What the dead letters told that stand. Of one queue."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[Unstored | None, datetime]] = {}
        self._looked_at: datetime | None = None
        self._depth = 0

    def wants(self, depth: int, now: datetime) -> bool:
        """Whether the letters should be looked at, of which there are so many."""
        if depth == 0 or self._looked_at is None or depth != self._depth:
            return depth > 0
        return not timedelta(0) <= now - self._looked_at < EVERY

    def take(self, letters: Sequence[DeadLetter], depth: int, now: datetime) -> None:
        """All that were found; depth: how many there were said to be."""
        self._looked_at, self._depth = now, depth
        for letter in letters:
            known = self._found.get(letter.key)
            self._found[letter.key] = (known[0] if known else unstored(letter, now), now)

    def standing(self, now: datetime) -> list[Unstored]:
        if self._depth == 0 or self._looked_at == now:
            self._found = {
                key: (told, seen_at)
                for key, (told, seen_at) in self._found.items()
                if now - seen_at < FORGOTTEN
            }
        return [told for told, _ in self._found.values() if told is not None]


def unstored(letter: DeadLetter, now: datetime) -> Unstored | None:
    """None: it tells of nothing that keeps footage. What cannot be read may tell of anything before it died."""
    died_at = letter.died_at or now
    try:
        event = json.loads(letter.body)
        kind, told = event["type"], event["data"]
        if kind in EVENT_TYPES and kind not in _SEEN:
            return None
        camera_id = UUID(told["camera_id"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return Unstored(None, EVER, died_at)
    instants = [at for name in _INSTANTS if (at := _instant(told.get(name))) is not None]
    if not instants:
        return Unstored(camera_id, EVER, died_at)
    return Unstored(camera_id, min(instants), max(instants))


def _instant(text: Any) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except (ValueError, TypeError):
        return None
    return at if at.tzinfo else None

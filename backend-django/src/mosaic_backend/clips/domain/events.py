"""Which footage of a camera that is kept on events goes: only what somebody looked at and nothing was seen in."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Literal, get_args

from mosaic_backend.clips.domain.retention import Kept

Doubt = Literal[
    "",
    "ai",
    "broker",
    "consumer",
    "waiting",
    "dead-letters",
    "clock",
    "unwatched",
    "not-asked",
    "offline",
]
"""Why everything stays: who does not answer (ai, broker), what was seen and is not stored (consumer, waiting,
dead-letters), what is not believed (clock), and what nobody looks at. Empty: there is none."""
DOUBTS: tuple[Doubt, ...] = get_args(Doubt)
TOLD: tuple[Doubt, ...] = tuple(
    doubt for doubt in DOUBTS if doubt not in {"", "not-asked", "offline"}
)
"""Those that somebody has to mend."""

MARGIN = timedelta(minutes=10)
"""So late an event may come while all that stands between camera and database seems to be empty."""
FRESH = timedelta(seconds=30)
"""Who looked at a picture so long ago still looks."""
UNSEEN = timedelta(minutes=2)
"""When nobody asked for so long, nobody knows whether the camera was looked at meanwhile."""
MOST = timedelta(hours=12)
ENOUGH = 0.5
"""Of the pictures that were due."""

WISH_LAG = timedelta(seconds=30)
"""So late at most it is known that something else was wished."""

Seen = Sequence[tuple[datetime, datetime]]
Wishes = Sequence[tuple[datetime, str]]
"""Instants in order, each with what was wished from then on."""


@dataclass(frozen=True)
class Watch:
    """From when to when a camera was looked at without a break. asked_at: when somebody knew that last."""

    since: datetime | None = None
    until: datetime | None = None
    asked_at: datetime | None = None

    def told(
        self, now: datetime, last_frame_at: datetime | None, coverage: float | None
    ) -> "Watch":
        """What the AI says now; a break begins it anew."""
        fresh = last_frame_at is not None and abs(now - last_frame_at) <= FRESH
        if last_frame_at is None or not fresh or (coverage is not None and coverage < ENOUGH):
            return Watch(asked_at=now)
        broken = self.since is None or self.asked_at is None
        if broken or not timedelta(0) <= now - self.asked_at <= UNSEEN:  # type: ignore[operator]
            return Watch(last_frame_at, last_frame_at, now)
        return replace(self, until=last_frame_at, asked_at=now)

    def not_before(self, instant: datetime) -> "Watch":
        """Nothing before then counts as looked at."""
        if self.since is None or self.since >= instant:
            return self
        return replace(self, since=instant)


@dataclass(frozen=True)
class Window:
    """How much is kept before and after an event."""

    before: timedelta
    after: timedelta
    margin: timedelta = MARGIN

    def judged_until(self, watch: Watch, stored_until: datetime) -> datetime | None:
        """Files that ended by then can be judged: whatever could keep them was seen and has come.

        stored_until: up to that instant everything that was seen is known. None: nothing can be judged.
        """
        if watch.until is None:
            return None
        return min(watch.until, stored_until - self.margin) - self.before

    def going(
        self, files: Iterable[Kept], watch: Watch, wishes: Wishes, seen: Seen
    ) -> Iterator[Kept]:
        """Of files that can be judged, those near which nothing was seen.

        What nobody watched stays, and what was not recorded on events from its first picture to its last.
        """
        for file in files:
            start, end = file.starts_at - self.after, file.ends_at + self.before
            if watch.since is None or watch.since > start or not _on_events(file, wishes):
                continue
            if not any(first <= end and last >= start for first, last in seen):
                yield file


def _on_events(file: Kept, wishes: Wishes) -> bool:
    never = (datetime.max.replace(tzinfo=file.ends_at.tzinfo), "")
    return any(
        wish == "event" and since <= file.starts_at and file.ends_at + WISH_LAG <= until
        for (since, wish), (until, _) in pairwise([*wishes, never])
    )

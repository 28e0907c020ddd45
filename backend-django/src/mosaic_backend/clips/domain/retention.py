"""What has to go: the oldest first, never what is held or still grows."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID


@dataclass(frozen=True)
class Kept:
    """One file that may go, or several in a row; those that are held or grow are none."""

    id: int
    camera_id: UUID
    starts_at: datetime
    ends_at: datetime
    bytes: int
    files: int = 1


@dataclass(frozen=True)
class Limits:
    """Days by camera, and the most bytes: by camera, and of all together (None: as the disk bears)."""

    days: Mapping[UUID, int]
    camera_bytes: Mapping[UUID, int] = field(default_factory=dict)
    all_bytes: int | None = None

    def cutoffs(self, now: datetime) -> dict[UUID, datetime]:
        """What ended before that is too old, by camera."""
        return {camera: now - timedelta(days=days) for camera, days in self.days.items()}


def until_covered(oldest_first: Iterable[Kept], excess: int) -> Iterator[Kept]:
    """As many of them as have so many bytes."""
    for file in oldest_first:
        if excess <= 0:
            return
        excess -= file.bytes
        yield file


def going(
    oldest_first: Callable[[], Iterable[Kept]],
    limits: Limits,
    stock: Mapping[UUID, int],
    now: datetime,
) -> Iterator[Kept]:
    """All that would go now. oldest_first: reads them anew; stock: bytes by camera, held ones included.

    First what is too old or too much of one camera, then of all together; in the order of their beginnings.
    """
    cutoffs = limits.cutoffs(now)

    def by_camera() -> Iterator[tuple[Kept, bool]]:
        over = {camera: stock.get(camera, 0) - most for camera, most in limits.camera_bytes.items()}
        for file in oldest_first():
            cutoff = cutoffs.get(file.camera_id)
            goes = (cutoff is not None and file.ends_at < cutoff) or over.get(file.camera_id, 0) > 0
            if goes and file.camera_id in over:
                over[file.camera_id] -= file.bytes
            yield file, goes

    over_all = 0
    if limits.all_bytes is not None:
        gone = sum(file.bytes for file, goes in by_camera() if goes)
        over_all = sum(stock.values()) - gone - limits.all_bytes
    for file, goes in by_camera():
        if goes:
            yield file
        elif over_all > 0:
            over_all -= file.bytes
            yield file


@dataclass(frozen=True)
class Forecast:
    """full_in_days None: at this pace never, or nothing was recorded lately."""

    bytes_per_day: int
    full_in_days: float | None


def forecast(*, bytes_per_day: int, leaving_per_day: int, room: int) -> Forecast:
    """When room is used up, by what came and what its age takes away a day."""
    growth = bytes_per_day - leaving_per_day
    return Forecast(bytes_per_day, round(max(room, 0) / growth, 1) if growth > 0 else None)

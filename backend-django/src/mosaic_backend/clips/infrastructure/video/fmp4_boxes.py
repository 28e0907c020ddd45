"""Boxes of ISO/IEC 14496-12, and what a `moov` tells of time."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from struct import error as struct_error
from struct import unpack_from
from uuid import UUID

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_BELIEVED = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC))


class DamagedFileError(Exception):
    """The boxes are not those of a fragmented MP4."""


@dataclass(frozen=True)
class Header:
    """What a `moov` tells.

    closed_at: where in it the overall duration stands; MediaMTX writes that when it closes the file.
    starts_at, stream, number, stream_s: from MediaMTX's own box `mtxi` (internal/recordstore/mp4_boxes.go): the
    instant of the first sample, the run of the recorder, which of its files this is, and the first sample's place
    on the stream's clock.
    """

    timescales: dict[int, int]
    durations: dict[int, int]
    closed_at: int
    starts_at: datetime | None = None
    stream: UUID | None = None
    number: int = 0
    stream_s: float = 0.0


@dataclass
class _Found:
    timescales: dict[int, int] = field(default_factory=dict)
    durations: dict[int, int] = field(default_factory=dict)
    closed_at: int = 0
    track: int = 0


def header_of(moov: bytes) -> Header:
    """From the whole box. Raises DamagedFileError."""
    found, mtxi = _Found(), None
    try:
        for kind, start, _ in leaves(moov, 8, len(moov)):
            if kind == b"mvhd":
                found.closed_at = start + (16 if moov[start] == 0 else 24)
            elif kind == b"tkhd":
                (found.track,) = unpack_from(">I", moov, start + (12 if moov[start] == 0 else 20))
            elif kind == b"mdhd":
                (scale,) = unpack_from(">I", moov, start + (12 if moov[start] == 0 else 20))
                found.timescales[found.track] = scale
            elif kind == b"trex":
                track, _, duration = unpack_from(">III", moov, start + 4)
                found.durations[track] = duration
            elif kind == b"mtxi":
                mtxi = unpack_from(">16sQqq", moov, start + 4)
    except (struct_error, IndexError) as error:
        raise DamagedFileError from error
    scales = {track: scale for track, scale in found.timescales.items() if scale}
    if not scales or not found.closed_at:
        raise DamagedFileError
    if mtxi is None:
        return Header(scales, found.durations, found.closed_at)
    stream, number, stream_ns, instant_ns = mtxi
    return Header(
        scales,
        found.durations,
        found.closed_at,
        starts_at=_believable(instant_ns),
        stream=UUID(bytes=stream),
        number=min(number, (1 << 63) - 1),
        stream_s=stream_ns / 1e9,
    )


_NESTED = frozenset({b"trak", b"mdia", b"minf", b"stbl", b"mvex", b"udta", b"traf"})
DEEPEST = 8


def leaves(
    box: bytes, start: int, end: int, *, deep: int = DEEPEST
) -> Iterator[tuple[bytes, int, int]]:
    """Kind, and where the content begins and ends, of every box that is not known to hold others; in order.

    Before those inside another one comes that one, with no content. Raises DamagedFileError.
    """
    while start + 8 <= end:
        size, kind = unpack_from(">I4s", box, start)
        if size < 8 or start + size > end or not deep:
            raise DamagedFileError
        if kind in _NESTED:
            yield kind, start + 8, start + 8
            yield from leaves(box, start + 8, start + size, deep=deep - 1)
        else:
            yield kind, start + 8, start + size
        start += size


def _believable(instant_ns: int) -> datetime | None:
    try:
        instant = _EPOCH + timedelta(microseconds=instant_ns // 1000)
    except OverflowError:
        return None
    return instant if _BELIEVED[0] <= instant < _BELIEVED[1] else None

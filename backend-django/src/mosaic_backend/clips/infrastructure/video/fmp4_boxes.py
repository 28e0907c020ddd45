"""The boxes of ISO/IEC 14496-12 that tell of time: what stands in a `moov` and in a `moof`."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from struct import error as struct_error
from struct import iter_unpack, unpack_from
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
        for kind, start, _ in _leaves(moov, 8, len(moov)):
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


def end_of(moof: bytes, header: Header) -> float:
    """Where the last sample of a fragment ends, seconds from the file's first. Raises DamagedFileError."""
    track, clock, default, last = 0, 0, 0, 0.0
    try:
        for kind, start, end in _leaves(moof, 8, len(moof)):
            if kind == b"tfhd":
                track = int(unpack_from(">I", moof, start + 4)[0])
                default, clock = _default_duration(moof, start, header.durations.get(track, 0)), 0
            elif kind == b"tfdt":
                (clock,) = unpack_from(">Q" if moof[start] == 1 else ">I", moof, start + 4)
            elif kind == b"trun" and track in header.timescales:
                clock += _run_length(moof, start, end, default)
                last = max(last, clock / header.timescales[track])
    except (struct_error, IndexError) as error:
        raise DamagedFileError from error
    return last


def _default_duration(moof: bytes, start: int, otherwise: int) -> int:
    (flags,) = unpack_from(">I", moof, start)
    if not flags & 0x8:
        return otherwise
    at = start + 8 + (8 if flags & 0x1 else 0) + (4 if flags & 0x2 else 0)
    return int(unpack_from(">I", moof, at)[0])


def _run_length(moof: bytes, start: int, end: int, default: int) -> int:
    """In the track's timescale."""
    flags, count = unpack_from(">II", moof, start)
    if not flags & 0x100:
        return int(count * default)
    at = start + 8 + (4 if flags & 0x1 else 0) + (4 if flags & 0x4 else 0)
    words = sum(1 for flag in (0x100, 0x200, 0x400, 0x800) if flags & flag)
    samples = moof[at : at + count * words * 4]
    if at + count * words * 4 > end:
        raise DamagedFileError
    return sum(sample[0] for sample in iter_unpack(f">{words}I", samples))


_NESTED = frozenset({b"trak", b"mdia", b"mvex", b"udta", b"traf"})


def _leaves(box: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Kind, and where the content begins and ends, of every box inside that has none of its own."""
    while start + 8 <= end:
        size, kind = unpack_from(">I4s", box, start)
        if size < 8 or start + size > end:
            raise DamagedFileError
        if kind in _NESTED:
            yield from _leaves(box, start + 8, start + size)
        else:
            yield kind, start + 8, start + size
        start += size


def _believable(instant_ns: int) -> datetime | None:
    try:
        instant = _EPOCH + timedelta(microseconds=instant_ns // 1000)
    except OverflowError:
        return None
    return instant if _BELIEVED[0] <= instant < _BELIEVED[1] else None

"""The samples of a fragment, from its `moof` (ISO/IEC 14496-12, 8.8): where each lies, and when it is shown."""

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import repeat
from struct import calcsize, iter_unpack, unpack_from
from struct import error as struct_error
from typing import NamedTuple

from mosaic_backend.clips.infrastructure.video.fmp4_boxes import DamagedFileError, Header, leaves

NOT_SYNC = 0x10000
"""Flag of a sample that needs others before it."""
MOST_SAMPLES = 100_000
"""Of a fragment; a box that says there are more is damaged: without rows of their own they take no bytes of it."""
_MOST_TICKS = 1 << 62
_COLUMNS = (0x100, 0x200, 0x400, 0x800)
"""Flags for: duration, size, flags, and how much later than decoded it is shown."""


class Sample(NamedTuple):
    """One picture, or one frame of sound. Times are in ticks of its track; cts: shown so much after decoding.

    source: the number of the file it lies in.
    """

    source: int
    offset: int
    size: int
    dts: int
    cts: int
    duration: int
    key: bool

    @property
    def pts(self) -> int:
        return self.dts + self.cts


class Defaults(NamedTuple):
    """Of samples that do not say themselves."""

    duration: int = 0
    size: int = 0
    flags: int = 0


class Run(NamedTuple):
    """Samples of a track in a row. clock: when the first is decoded; offset: where in the file it lies.

    told: which columns the rows have; of: what holds for the others. first_flags: of the first sample alone.
    """

    track: int
    clock: int
    offset: int
    many: int
    told: int
    rows: bytes
    shape: str
    first_flags: int | None
    of: Defaults

    @property
    def ends(self) -> int:
        """The place in the file behind the last one."""
        return self.offset + self._sum(0x200, self.of.size)

    @property
    def until(self) -> int:
        """When the last one has been decoded."""
        return self.clock + self._sum(0x100, self.of.duration)

    def samples(self, source: int) -> list[Sample]:
        found: list[Sample] = []
        offset, clock = self.offset, self.clock
        rows = list(iter_unpack(self.shape, self.rows)) if self.rows else []
        columns = iter(zip(*rows, strict=True))
        durations, sizes, marks, shifts = (
            next(columns) if rows and self.told & flag else repeat(otherwise, self.many)
            for flag, otherwise in zip(_COLUMNS, (*self.of, 0), strict=True)
        )
        for duration, size, mark, shift in zip(durations, sizes, marks, shifts, strict=True):
            first = not found and self.first_flags is not None
            key = not (self.first_flags or 0 if first else mark) & NOT_SYNC
            found.append(Sample(source, offset, size, clock, shift, duration, key))
            offset += size
            clock += duration
        return found

    def _sum(self, flag: int, otherwise: int) -> int:
        if not self.told & flag:
            return self.many * otherwise
        column = sum(1 for before in _COLUMNS if before < flag and self.told & before)
        return sum(row[column] for row in iter_unpack(self.shape, self.rows))


def runs_of(moof: bytes, moof_at: int, defaults: Mapping[int, Defaults]) -> list[Run]:
    """Of all tracks, in order. moof_at: where the box is in the file. Raises DamagedFileError."""
    try:
        return list(_runs(moof, moof_at, defaults))
    except (struct_error, IndexError) as error:
        raise DamagedFileError from error


def end_of(moof: bytes, header: Header) -> float:
    """Where the last sample of a fragment ends, seconds from the file's first. Raises DamagedFileError."""
    told = {track: Defaults(duration) for track, duration in header.durations.items()}
    # Places do not count here.
    runs = runs_of(moof, _MOST_TICKS, told)
    return max(
        (
            run.until / header.timescales[run.track]
            for run in runs
            if run.track in header.timescales
        ),
        default=0.0,
    )


def _runs(moof: bytes, moof_at: int, defaults: Mapping[int, Defaults]) -> Iterator[Run]:
    track, base, of, clock, left = 0, moof_at, Defaults(), 0, MOST_SAMPLES
    last: Run | None = None
    for kind, start, end in leaves(moof, 8, len(moof)):
        if kind == b"tfhd":
            track, base, of = _tfhd(moof, start, moof_at, defaults)
            clock, last = 0, None
        elif kind == b"tfdt":
            (clock,) = unpack_from(">Q" if moof[start] == 1 else ">I", moof, start + 4)
        elif kind == b"trun":
            if last:
                clock = last.until
            follows = last.ends if last else base
            last = Run(track, clock, *_run(moof, start, end, base, follows), of)
            left -= last.many
            if left < 0 or last.offset < 0 or clock > _MOST_TICKS:
                raise DamagedFileError
            yield last


def _tfhd(
    moof: bytes, start: int, moof_at: int, defaults: Mapping[int, Defaults]
) -> tuple[int, int, Defaults]:
    """Track, from where its offsets count, and its defaults."""
    told, track = unpack_from(">II", moof, start)
    place, base, of = start + 8, moof_at, list(defaults.get(track, Defaults()))
    if told & 0x1:
        (base,) = unpack_from(">Q", moof, place)
        place += 8
    if told & 0x2:
        place += 4
    for index, flag in enumerate((0x8, 0x10, 0x20)):
        if told & flag:
            (of[index],) = unpack_from(">I", moof, place)
            place += 4
    return track, base, Defaults(*of)


def _run(
    moof: bytes, start: int, end: int, base: int, follows: int
) -> tuple[int, int, int, bytes, str, int | None]:
    """What the box itself says, as in Run; follows: where its samples lie unless it says so."""
    told, many = unpack_from(">II", moof, start)
    place, offset, first_flags = start + 8, follows, None
    if told & 0x1:
        offset = base + unpack_from(">i", moof, place)[0]
        place += 4
    if told & 0x4:
        (first_flags,) = unpack_from(">I", moof, place)
        place += 4
    shape = _shape(told & 0xF00, signed=moof[start] > 0)
    length = many * calcsize(shape)
    if place + length > end:
        raise DamagedFileError
    return offset, many, told, moof[place : place + length], shape, first_flags


@cache
def _shape(columns: int, *, signed: bool) -> str:
    present = [flag for flag in _COLUMNS if columns & flag]
    return ">" + "".join("i" if flag == 0x800 and signed else "I" for flag in present)

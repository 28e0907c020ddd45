"""The samples of a fragment, from its `moof` (ISO/IEC 14496-12, 8.8)."""

from collections.abc import Iterator
from struct import iter_unpack, unpack_from
from typing import NamedTuple

from mosaic_backend.clips.infrastructure.video.fmp4_boxes import DamagedFileError
from mosaic_backend.clips.infrastructure.video.video_track import VideoTrack, leaves

NOT_SYNC = 0x10000
"""Flag of a sample that needs others before it."""
MOST_SAMPLES = 100_000


class Sample(NamedTuple):
    """at: when it shows, on the track's clock, as `lasts`. offset: in the file."""

    at: int
    lasts: int
    offset: int
    bytes: int
    flags: int


class _Defaults(NamedTuple):
    base: int
    duration: int
    size: int
    flags: int


def samples_of(moof: bytes, moof_at: int, track: VideoTrack) -> Iterator[Sample]:
    """Those of the track; moof_at: where the box is in the file. Raises DamagedFileError, struct.error."""
    of, clock, where = 0, 0, moof_at
    defaults = _Defaults(moof_at, 0, 0, 0)
    for kind, start, _ in leaves(moof, 8, len(moof)):
        if kind == b"tfhd":
            (of,) = unpack_from(">I", moof, start + 4)
            defaults, clock = _defaults(moof, start, moof_at, track), 0
        elif kind == b"tfdt":
            (clock,) = unpack_from(">Q" if moof[start] == 1 else ">I", moof, start + 4)
        elif kind == b"trun" and of == track.id:
            samples = _run(moof, start, clock, where, defaults)
            yield from samples
            if samples:
                clock += sum(sample.lasts for sample in samples)
                where = samples[-1].offset + samples[-1].bytes


def _defaults(moof: bytes, start: int, moof_at: int, track: VideoTrack) -> _Defaults:
    (told,) = unpack_from(">I", moof, start)
    at, base, given = start + 8, moof_at, []
    if told & 0x1:
        (base,) = unpack_from(">Q", moof, at)
        at += 8
    if told & 0x2:
        at += 4
    otherwise = (track.default_duration, track.default_size, track.default_flags)
    for flag, value in zip((0x8, 0x10, 0x20), otherwise, strict=True):
        if told & flag:
            (value,) = unpack_from(">I", moof, at)  # noqa: PLW2901 - what the box says goes before
            at += 4
        given.append(value)
    return _Defaults(base, *given)


def _run(moof: bytes, start: int, clock: int, where: int, defaults: _Defaults) -> list[Sample]:
    told, count = unpack_from(">II", moof, start)
    if count > MOST_SAMPLES:
        raise DamagedFileError
    at, first_flags = start + 8, None
    if told & 0x1:
        where = defaults.base + unpack_from(">i", moof, at)[0]
        at += 4
    if told & 0x4:
        (first_flags,) = unpack_from(">I", moof, at)
        at += 4
    fields = [flag for flag in (0x100, 0x200, 0x400, 0x800) if told & flag]
    width = 4 * len(fields)
    rows = (
        iter_unpack(f">{len(fields)}I", moof[at : at + count * width]) if fields else [()] * count
    )
    samples = []
    for number, row in enumerate(rows):
        given = dict(zip(fields, row, strict=True))
        lasts, size = given.get(0x100, defaults.duration), given.get(0x200, defaults.size)
        later = given.get(0x800, 0)
        if later & 0x80000000 and moof[start] == 1:
            later -= 1 << 32
        flags = given.get(0x400, defaults.flags)
        if number == 0 and first_flags is not None:
            flags = first_flags
        samples.append(Sample(clock + later, lasts, where, size, flags))
        clock, where = clock + lasts, where + size
    return samples

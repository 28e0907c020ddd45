"""The samples of a fragmented MP4: where each lies in the file, when it is decoded and when it is shown."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path
from struct import error as struct_error
from struct import iter_unpack, unpack_from
from typing import NamedTuple

from mosaic_backend.clips.infrastructure.video.fmp4_boxes import DamagedFileError
from mosaic_backend.clips.infrastructure.video.segment_file import MAX_MOOF, MAX_MOOV


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


@dataclass(frozen=True)
class Track:
    """What a `trak` says of itself. kind: its handler, `vide` or `soun`; trak and stsd: the whole boxes."""

    id: int
    kind: bytes
    timescale: int
    trak: bytes = field(repr=False)
    stsd: bytes = field(repr=False)

    @property
    def codec(self) -> bytes:
        """The kind of its first sample entry, as in `avc1`."""
        return self.stsd[20:24]


@dataclass(frozen=True)
class Media:
    tracks: dict[int, Track]
    samples: dict[int, list[Sample]]


def children(box: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Kind of every box in a row, where it begins (with its header) and where it ends."""
    while start + 8 <= end:
        size, kind = unpack_from(">I4s", box, start)
        if size < 8 or start + size > end:
            raise DamagedFileError
        yield kind, start, start + size
        start += size


def inner(box: bytes, *path: bytes) -> bytes:
    """The first box at that path inside the box, whole. Raises DamagedFileError."""
    for wanted in path:
        for kind, start, end in children(box, 8, len(box)):
            if kind == wanted:
                box = box[start:end]
                break
        else:
            raise DamagedFileError
    return box


def read_media(path: Path, source: int) -> Media:
    """All that is whole in a file. Raises DamagedFileError for one without tracks, OSError."""
    tracks: dict[int, Track] = {}
    defaults: dict[int, tuple[int, int, int]] = {}
    samples: dict[int, list[Sample]] = {}
    with path.open("rb", buffering=0) as file:
        size, at = os.fstat(file.fileno()).st_size, 0
        while box := _box_at(file.fileno(), at, size):
            length, kind = box
            if kind == b"moov":
                tracks, defaults = _tracks(_read(file.fileno(), at, length, MAX_MOOV))
                samples = {track: [] for track in tracks}
            elif kind == b"moof":
                media = _box_at(file.fileno(), at + length, size)
                if media is None or media[1] != b"mdat":
                    break
                try:
                    _take(_read(file.fileno(), at, length, MAX_MOOF), at, source, defaults, samples)
                except (struct_error, IndexError, DamagedFileError):
                    break  # a damaged fragment ends the file; what came before plays
            at += length
    if not tracks:
        raise DamagedFileError
    return Media(tracks, samples)


def _box_at(descriptor: int, at: int, size: int) -> tuple[int, bytes] | None:
    told = os.pread(descriptor, 16, at)
    if len(told) < 8:
        return None
    length, kind = unpack_from(">I4s", told)
    if length == 1 and len(told) == 16:
        (length,) = unpack_from(">Q", told, 8)
    return (length, kind) if length >= 8 and at + length <= size else None


def _read(descriptor: int, at: int, length: int, most: int) -> bytes:
    if length > most:
        raise DamagedFileError
    return os.pread(descriptor, length, at)


def _tracks(moov: bytes) -> tuple[dict[int, Track], dict[int, tuple[int, int, int]]]:
    tracks: dict[int, Track] = {}
    defaults: dict[int, tuple[int, int, int]] = {}
    try:
        for kind, start, end in children(moov, 8, len(moov)):
            if kind == b"trak":
                track = _track(moov[start:end])
                if track.timescale:
                    tracks[track.id] = track
            elif kind == b"mvex":
                for inside, at, _ in children(moov, start + 8, end):
                    if inside == b"trex":
                        track_id, _, *rest = unpack_from(">5I", moov, at + 12)
                        defaults[track_id] = (rest[0], rest[1], rest[2])
    except (struct_error, IndexError) as error:
        raise DamagedFileError from error
    return tracks, defaults


def _track(trak: bytes) -> Track:
    tkhd, mdhd = inner(trak, b"tkhd"), inner(trak, b"mdia", b"mdhd")
    return Track(
        id=unpack_from(">I", tkhd, 20 if tkhd[8] == 0 else 28)[0],
        kind=inner(trak, b"mdia", b"hdlr")[16:20],
        timescale=unpack_from(">I", mdhd, 20 if mdhd[8] == 0 else 28)[0],
        trak=trak,
        stsd=inner(trak, b"mdia", b"minf", b"stbl", b"stsd"),
    )


def _take(
    moof: bytes,
    moof_at: int,
    source: int,
    defaults: dict[int, tuple[int, int, int]],
    samples: dict[int, list[Sample]],
) -> None:
    """Adds the samples of a fragment, all or none."""
    found: list[tuple[int, list[Sample]]] = []
    for kind, start, end in children(moof, 8, len(moof)):
        if kind != b"traf":
            continue
        track, base, clock, default = 0, moof_at, 0, (0, 0, 0)
        for inside, at, inside_end in children(moof, start + 8, end):
            if inside == b"tfhd":
                track, base, default = _tfhd(moof, at, moof_at, defaults)
            elif inside == b"tfdt":
                (clock,) = unpack_from(">Q" if moof[at + 8] == 1 else ">I", moof, at + 12)
            elif inside == b"trun" and track in samples:
                run = _run(moof, at, inside_end, source=source, base=base, clock=clock, of=default)
                if run:
                    clock = run[-1].dts + run[-1].duration
                found.append((track, run))
    for track, run in found:
        samples[track] += run


def _tfhd(
    moof: bytes, at: int, moof_at: int, defaults: dict[int, tuple[int, int, int]]
) -> tuple[int, int, tuple[int, int, int]]:
    """Track, from where its offsets count, and default duration, size and flags."""
    flags, track = unpack_from(">II", moof, at + 8)
    flags &= 0xFFFFFF
    place, base, of = at + 16, moof_at, list(defaults.get(track, (0, 0, 0)))
    if flags & 0x1:
        (base,) = unpack_from(">Q", moof, place)
        place += 8
    if flags & 0x2:
        place += 4
    for index, flag in enumerate((0x8, 0x10, 0x20)):
        if flags & flag:
            (of[index],) = unpack_from(">I", moof, place)
            place += 4
    return track, base, (of[0], of[1], of[2])


_NOT_SYNC = 0x10000


def _run(
    moof: bytes,
    at: int,
    end: int,
    *,
    source: int,
    base: int,
    clock: int,
    of: tuple[int, int, int],
) -> list[Sample]:
    version, (flags, count) = moof[at + 8], unpack_from(">II", moof, at + 8)
    flags &= 0xFFFFFF
    place, offset, first_flags = at + 16, base, None
    if flags & 0x1:
        offset = base + unpack_from(">i", moof, place)[0]
        place += 4
    if flags & 0x4:
        (first_flags,) = unpack_from(">I", moof, place)
        place += 4
    present = [flag for flag in (0x100, 0x200, 0x400, 0x800) if flags & flag]
    length = count * len(present) * 4
    if place + length > end:
        raise DamagedFileError
    shape = "".join("i" if flag == 0x800 and version else "I" for flag in present)
    rows = list(iter_unpack(f">{shape}", moof[place : place + length])) if present else []
    columns = dict(zip(present, zip(*rows, strict=True), strict=True)) if rows else {}
    durations = columns.get(0x100, repeat(of[0], count))
    sizes = columns.get(0x200, repeat(of[1], count))
    marks = columns.get(0x400, repeat(of[2], count))
    shifts = columns.get(0x800, repeat(0, count))
    run: list[Sample] = []
    for duration, size, mark, shift in zip(durations, sizes, marks, shifts, strict=True):
        if first_flags is not None and not run:
            mark = first_flags  # noqa: PLW2901 - the first one's flags stand elsewhere
        run.append(Sample(source, offset, size, clock, shift, duration, not mark & _NOT_SYNC))
        offset += size
        clock += duration
    return run

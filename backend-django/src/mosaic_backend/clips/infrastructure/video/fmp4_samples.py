"""The samples of a fragmented MP4: where each lies in the file, when it is decoded and when it is shown."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from struct import error as struct_error
from struct import unpack_from

from mosaic_backend.clips.infrastructure.encryption.recorded_file import RecordedFile, opened
from mosaic_backend.clips.infrastructure.video.fmp4_boxes import DamagedFileError
from mosaic_backend.clips.infrastructure.video.fragment_samples import (
    Defaults,
    Run,
    Sample,
    runs_of,
)
from mosaic_backend.clips.infrastructure.video.segment_file import MAX_MOOF, MAX_MOOV

MOST_SAMPLES = 2_000_000
"""Of a file; what comes after is left out, so that a file of nothing but claims does not fill the memory."""


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
    defaults: dict[int, Defaults] = {}
    samples: dict[int, list[Sample]] = {}
    with opened(path) as file:
        size, at, left = file.size, 0, MOST_SAMPLES
        while box := _box_at(file, at, size):
            length, kind = box
            if kind == b"moov":
                tracks, defaults = _tracks(_read(file, at, length, MAX_MOOV))
                samples = {track: [] for track in tracks}
            elif kind == b"moof":
                media = _box_at(file, at + length, size)
                if media is None or media[1] != b"mdat":
                    break
                try:
                    runs = runs_of(_read(file, at, length, MAX_MOOF), at, defaults)
                    left = _take(runs, source, samples, size, left)
                except DamagedFileError:
                    break  # a damaged fragment ends the file; what came before plays
            at += length
    if not tracks:
        raise DamagedFileError
    return Media(tracks, samples)


def _box_at(file: RecordedFile, at: int, size: int) -> tuple[int, bytes] | None:
    told = file.pread(16, at)
    if len(told) < 8:
        return None
    length, kind = unpack_from(">I4s", told)
    if length == 1 and len(told) == 16:
        (length,) = unpack_from(">Q", told, 8)
    return (length, kind) if length >= 8 and at + length <= size else None


def _read(file: RecordedFile, at: int, length: int, most: int) -> bytes:
    if length > most:
        raise DamagedFileError
    return file.pread(length, at)


def _tracks(moov: bytes) -> tuple[dict[int, Track], dict[int, Defaults]]:
    tracks: dict[int, Track] = {}
    defaults: dict[int, Defaults] = {}
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
                        defaults[track_id] = Defaults(*rest)
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
    runs: list[Run], source: int, samples: dict[int, list[Sample]], size: int, left: int
) -> int:
    """Adds them, all or none; how many more there may be. Raises DamagedFileError."""
    wanted = [run for run in runs if run.track in samples]
    left -= sum(run.many for run in wanted)
    if left < 0 or any(run.ends > size for run in wanted):
        raise DamagedFileError
    for run in wanted:
        samples[run.track] += run.samples(source)
    return left

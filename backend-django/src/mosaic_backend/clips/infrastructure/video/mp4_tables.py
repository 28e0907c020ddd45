"""The `moov` of an MP4 whose samples lie in one `mdat` (ISO/IEC 14496-12)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from struct import pack

from mosaic_backend.clips.infrastructure.video.fmp4_samples import Track, children, inner
from mosaic_backend.clips.infrastructure.video.fragment_samples import Sample

MOVIE_SCALE = 90_000
_MATRIX = pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
_LONG = 1 << 24
"""Version 1: times of 64 bits."""


@dataclass(frozen=True)
class OutTrack:
    """Samples in the order of decoding, on the file's own clock: what is shown first of all is at 0."""

    track: Track
    stsd: bytes
    samples: Sequence[Sample]

    @property
    def starts_s(self) -> float:
        return self.samples[0].pts / self.track.timescale

    @property
    def end_s(self) -> float:
        return max(one.pts + one.duration for one in self.samples) / self.track.timescale


def box(kind: bytes, *content: bytes) -> bytes:
    inside = b"".join(content)
    return pack(">I4s", len(inside) + 8, kind) + inside


def moov(tracks: Sequence[OutTrack], places: Sequence[Sequence[tuple[int, int]]]) -> bytes:
    """places: of each track's chunks, where it is in the file and how many samples it has."""
    length = max(_movie_ticks(track.end_s) for track in tracks)
    mvhd = box(
        b"mvhd",
        pack(">IQQIQ", _LONG, 0, 0, MOVIE_SCALE, length),
        pack(">IHHII", 0x10000, 0x100, 0, 0, 0),
        _MATRIX,
        bytes(24),
        pack(">I", len(tracks) + 1),
    )
    traks = (
        _trak(number, track, chunks)
        for number, (track, chunks) in enumerate(zip(tracks, places, strict=True), start=1)
    )
    return box(b"moov", mvhd, *traks)


def _movie_ticks(seconds: float) -> int:
    return round(seconds * MOVIE_SCALE)


def _trak(number: int, out: OutTrack, places: Sequence[tuple[int, int]]) -> bytes:
    source, samples = out.track.trak, out.samples
    minf = inner(source, b"mdia", b"minf")
    kept = [minf[start:end] for kind, start, end in children(minf, 8, len(minf)) if kind != b"stbl"]
    durations = [max(later.dts - one.dts, 0) for one, later in pairwise(samples)]
    durations.append(samples[-1].duration)
    length = _movie_ticks(out.end_s)
    # Layer, volume, matrix, width and height are the source's.
    shown = inner(source, b"tkhd")[-52:]
    tkhd = box(b"tkhd", pack(">IQQIIQ", _LONG | 3, 0, 0, number, 0, length), bytes(8), shown)
    mdhd = pack(">IQQIQHH", _LONG, 0, 0, out.track.timescale, sum(durations), 0x55C4, 0)
    stbl = box(b"stbl", out.stsd, *_sample_tables(samples, durations), *_chunk_tables(places))
    return box(
        b"trak",
        tkhd,
        _edits(out),
        box(
            b"mdia",
            box(b"mdhd", mdhd),
            inner(source, b"mdia", b"hdlr"),
            box(b"minf", *kept, stbl),
        ),
    )


def _edits(out: OutTrack) -> bytes:
    """Says what of the track is shown when: decoding begins at 0, and the first picture may be shown later."""
    first, starts_s = out.samples[0], out.starts_s
    late = _movie_ticks(max(starts_s, 0.0))
    skipped = first.cts + round(max(-starts_s, 0.0) * out.track.timescale)
    shown = _movie_ticks(out.end_s) - late
    entries = [pack(">Qqi", late, -1, 0x10000)] if late else []
    entries.append(pack(">Qqi", shown, skipped, 0x10000))
    return box(b"edts", box(b"elst", pack(">II", _LONG, len(entries)), *entries))


def _counted(values: Iterable[int]) -> list[tuple[int, int]]:
    """Runs of the same value: how many, and which."""
    return [(sum(1 for _ in run), value) for value, run in groupby(values)]


def _sample_tables(samples: Sequence[Sample], durations: Sequence[int]) -> list[bytes]:
    count = len(samples)
    tables = [_runs(b"stts", 0, _counted(durations), ">II")]
    if any(one.cts for one in samples):
        tables.append(_runs(b"ctts", _LONG, _counted(one.cts for one in samples), ">Ii"))
    if not all(one.key for one in samples):
        keys = [number for number, one in enumerate(samples, start=1) if one.key]
        tables.append(box(b"stss", pack(f">II{len(keys)}I", 0, len(keys), *keys)))
    sizes = (one.size for one in samples)
    tables.append(box(b"stsz", pack(f">III{count}I", 0, 0, count, *sizes)))
    return tables


def _runs(kind: bytes, version: int, runs: Sequence[tuple[int, int]], shape: str) -> bytes:
    return box(kind, pack(">II", version, len(runs)), *(pack(shape, *each) for each in runs))


def _chunk_tables(places: Sequence[tuple[int, int]]) -> list[bytes]:
    first, runs = 1, []
    for chunks, samples in _counted(count for _, count in places):
        runs.append(pack(">III", first, samples, 1))
        first += chunks
    offsets = [at for at, _ in places]
    return [
        box(b"stsc", pack(">II", 0, len(runs)), *runs),
        box(b"co64", pack(f">II{len(offsets)}Q", 0, len(offsets), *offsets)),
    ]

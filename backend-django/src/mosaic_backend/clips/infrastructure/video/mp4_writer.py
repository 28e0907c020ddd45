"""Writes samples that lie in other files as one MP4, its tables first: it plays while it is fetched."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from struct import pack
from typing import BinaryIO

from mosaic_backend.clips.infrastructure.encryption.recorded_file import opened
from mosaic_backend.clips.infrastructure.video.mp4_tables import OutTrack, moov

_AT_ONCE = 1 << 20
_FTYP = pack(">I4s4sI4s4s4s", 28, b"ftyp", b"isom", 0x200, b"isom", b"avc1", b"mp41")
_LONG_MDAT = 16


@dataclass
class _Chunk:
    """Samples of one track that lie in a row in one file."""

    track: int
    starts_s: float
    source: int
    offset: int
    bytes: int
    count: int


def write_mp4(
    target: BinaryIO,
    tracks: Sequence[OutTrack],
    sources: Sequence[Path],
    went_on: Callable[[float], None],
) -> tuple[int, str]:
    """Size and SHA-256. went_on: is told how much of it is written, 0..1. Raises OSError."""
    chunks = [chunk for number, track in enumerate(tracks) for chunk in _chunks(number, track)]
    chunks.sort(key=lambda chunk: chunk.starts_s)
    media = sum(chunk.bytes for chunk in chunks)
    # Offsets have a fixed width: how long the tables are does not depend on them.
    media_at = len(_FTYP) + len(moov(tracks, _places(tracks, chunks, 0))) + _LONG_MDAT
    tables = moov(tracks, _places(tracks, chunks, media_at))
    front = _FTYP + tables + pack(">I4sQ", 1, b"mdat", media + _LONG_MDAT)
    digest = hashlib.sha256(front)
    target.write(front)
    done = 0
    for source, row in groupby(chunks, key=lambda chunk: chunk.source):
        with opened(sources[source]) as file:
            for chunk in row:
                file.seek(chunk.offset)
                left = chunk.bytes
                while left:
                    content = file.read(min(left, _AT_ONCE))
                    if not content:
                        raise OSError(f"{sources[source].name} is shorter than it was")
                    digest.update(content)
                    target.write(content)
                    left -= len(content)
                done += chunk.bytes
                went_on(done / media)
    return media_at + media, digest.hexdigest()


def _chunks(number: int, out: OutTrack) -> list[_Chunk]:
    found: list[_Chunk] = []
    for sample in out.samples:
        last = found[-1] if found else None
        if last and sample.source == last.source and sample.offset == last.offset + last.bytes:
            last.bytes += sample.size
            last.count += 1
        else:
            at_s = sample.dts / out.track.timescale
            found.append(_Chunk(number, at_s, sample.source, sample.offset, sample.size, 1))
    return found


def _places(
    tracks: Sequence[OutTrack], chunks: Sequence[_Chunk], media_at: int
) -> list[list[tuple[int, int]]]:
    places: list[list[tuple[int, int]]] = [[] for _ in tracks]
    for chunk in chunks:
        places[chunk.track].append((media_at, chunk.count))
        media_at += chunk.bytes
    return places

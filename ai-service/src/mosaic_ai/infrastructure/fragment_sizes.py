"""Sizes of the pictures in a stretch of fragmented MP4 (ISO/IEC 14496-12, 8.8), without decoding anything."""

import struct
from collections.abc import Iterator

DEFAULT_SIZE, DEFAULT_BASE, DEFAULT_DESCRIPTION, DEFAULT_DURATION = 0x10, 0x1, 0x2, 0x8
DATA_OFFSET, FIRST_FLAGS = 0x1, 0x4
DURATION, SIZE, FLAGS, COMPOSITION = 0x100, 0x200, 0x400, 0x800
MOST_PICTURES = 10_000


def picture_sizes(media: bytes) -> list[int]:
    """Bytes of each picture, in order; those of the track that has most. Empty for what is no fragmented MP4."""
    tracks: dict[int, list[int]] = {}
    try:
        for kind, moof in _boxes(memoryview(media)):
            if kind != b"moof":
                continue
            for name, fragment in _boxes(moof):
                if name == b"traf":
                    track, sizes = _fragment(fragment)
                    tracks.setdefault(track, []).extend(sizes)
    except (struct.error, ValueError):
        return []
    return max(tracks.values(), key=sum, default=[])


def _fragment(traf: memoryview) -> tuple[int, list[int]]:
    track, default, sizes = 0, 0, list[int]()
    for kind, box in _boxes(traf):
        if kind == b"tfhd":
            flags, track = struct.unpack_from(">II", box)
            at = 8
            for flag, width in (
                (DEFAULT_BASE, 8),
                (DEFAULT_DESCRIPTION, 4),
                (DEFAULT_DURATION, 4),
            ):
                at += width if flags & flag else 0
            if flags & DEFAULT_SIZE:
                (default,) = struct.unpack_from(">I", box, at)
        elif kind == b"trun":
            sizes += _run(box, default)
    return track, sizes


def _run(box: memoryview, default: int) -> list[int]:
    flags, count = struct.unpack_from(">II", box)
    if count > MOST_PICTURES:
        raise ValueError("too many pictures")
    if not flags & SIZE:
        return [default] * count
    at = 8 + sum(4 for flag in (DATA_OFFSET, FIRST_FLAGS) if flags & flag)
    step = sum(4 for flag in (DURATION, SIZE, FLAGS, COMPOSITION) if flags & flag)
    at += 4 if flags & DURATION else 0
    return [struct.unpack_from(">I", box, at + number * step)[0] for number in range(count)]


def _boxes(data: memoryview) -> Iterator[tuple[bytes, memoryview]]:
    """Raises ValueError for a box that ends before it begins."""
    at = 0
    while at + 8 <= len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        header = 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", data, at + 8)
            header = 16
        elif size == 0:
            size = len(data) - at
        if size < header:
            raise ValueError("a box of impossible size")
        yield kind, data[at + header : at + size]
        at += size

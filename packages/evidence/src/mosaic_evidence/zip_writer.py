"""Writes the ZIP of a package, file by file, without holding one in memory."""

import hashlib
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from mosaic_evidence.names import is_safe
from mosaic_evidence.zip_format import Entry, central_header, end_records, local_header

CHUNK = 1 << 20


@dataclass(frozen=True)
class StoredFile:
    path: str
    size: int
    sha256: str


class ZipWriter:
    """target: seekable, empty. `interrupted` is asked for every piece; it may raise to end the writing."""

    def __init__(self, target: BinaryIO, interrupted: Callable[[], None] = lambda: None) -> None:
        self._target = target
        self._interrupted = interrupted
        self._entries: dict[str, Entry] = {}

    def add(self, name: str, source: BinaryIO, size: int) -> StoredFile:
        """Stores `size` bytes of the source. Raises ValueError for an unsafe or second name, or other sizes."""
        if not is_safe(name) or name in self._entries:
            raise ValueError(f"{name!r} cannot be the name of a file here")
        entry = Entry(name, size, 0, self._target.tell())
        self._target.write(local_header(entry))
        digest, crc = hashlib.sha256(), 0
        for piece in self._pieces(source, size):
            self._target.write(piece)
            digest.update(piece)
            crc = zlib.crc32(piece, crc)
        entry = Entry(name, size, crc, entry.offset)
        self._target.seek(entry.offset)
        self._target.write(local_header(entry))
        self._target.seek(entry.end)
        self._entries[name] = entry
        return StoredFile(name, size, digest.hexdigest())

    def _pieces(self, source: BinaryIO, size: int) -> Iterator[bytes]:
        left = size
        while left > 0:
            self._interrupted()
            piece = source.read(min(CHUNK, left))
            if not piece:
                raise ValueError(f"the source ended {left} bytes early")
            left -= len(piece)
            yield piece
        if source.read(1):
            raise ValueError("the source is longer than it was said to be")

    def close(self) -> None:
        """Writes the directory; the target stays open."""
        start = self._target.tell()
        for entry in self._entries.values():
            self._target.write(central_header(entry))
        size = self._target.tell() - start
        self._target.write(end_records(len(self._entries), start, size))

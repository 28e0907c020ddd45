"""A file that is encrypted while it is written: nothing of it is on the disk otherwise."""

import io
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mosaic_backend.clips.infrastructure.encryption.file_header import (
    BODY_AT,
    CHUNK,
    NONCE,
    TAG,
    Header,
)
from mosaic_backend.clips.infrastructure.encryption.recorded_file import chunk_mark, identity_of
from mosaic_backend.clips.infrastructure.encryption.recording_keys import KEY_BYTES, KeyRing

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

_STEP = NONCE + CHUNK + TAG


class EncryptedDraft(io.RawIOBase):
    """Written, read and written again anywhere, by one thread; nobody can open it until it is sealed.

    Every time that a chunk goes to the disk it has a nonce of its own. Without a header the file tells nothing,
    and what a killed process leaves is nobody's.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        secret = os.urandom(KEY_BYTES)
        self._header = Header(identity_of(path), 0, CHUNK, os.urandom(16), version=2)
        self._associated = self._header.associated()
        self._secret, self._cipher = secret, AESGCM(secret)
        self._size = self._at = 0
        self._number, self._held, self._changed = 0, bytearray(), False
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
        self._descriptor = os.open(path, flags, 0o600)

    def seal(self, ring: KeyRing) -> None:
        """Now it can be opened, with the newest key. Whoever needs it to last syncs it. Raises OSError."""
        last = max(0, self._size - 1) // CHUNK
        self._turn_to(last)
        self._store(last, self._held, last=True)
        header = replace(self._header, size=self._size).with_key(self._secret, ring.newest)
        self._write_at(header.block() * 2, 0)

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        if not 0 <= base + offset <= self._size:
            raise ValueError("beyond what was written")
        self._at = base + offset
        return self._at

    def write(self, content: "ReadableBuffer") -> int:
        """All of it. Raises OSError."""
        view = memoryview(content).cast("B")
        written = len(view)
        while view:
            number, begin = divmod(self._at, CHUNK)
            part = view[: CHUNK - begin]
            if len(part) == CHUNK and number != self._number:
                self._store(number, part)
            else:
                self._turn_to(number)
                self._held[begin : begin + len(part)] = part
                self._changed = True
            self._at += len(part)
            self._size = max(self._size, self._at)
            view = view[len(part) :]
        return written

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Of one chunk at a time; 0 at the end. Raises OSError."""
        number, begin = divmod(self._at, CHUNK)
        if self._at >= self._size:
            return 0
        self._turn_to(number)
        view = memoryview(buffer).cast("B")
        part = self._held[begin : begin + len(view)]
        view[: len(part)] = part
        self._at += len(part)
        return len(part)

    def close(self) -> None:
        if not self.closed:
            os.close(self._descriptor)
        super().close()

    def _turn_to(self, number: int) -> None:
        """Holds this chunk, and puts away the one that was held."""
        if number == self._number:
            return
        if self._changed:
            self._store(self._number, self._held)
        self._number, self._held, self._changed = number, self._load(number), False

    def _load(self, number: int) -> bytearray:
        length = min(CHUNK, self._size - number * CHUNK)
        if length <= 0:
            return bytearray()
        stored = os.pread(self._descriptor, NONCE + length + TAG, BODY_AT + number * _STEP)
        mark = chunk_mark(self._associated, number, number + 2)
        return bytearray(self._cipher.decrypt(stored[:NONCE], stored[NONCE:], mark))

    def _store(self, number: int, content: "ReadableBuffer", *, last: bool = False) -> None:
        nonce = os.urandom(NONCE)
        mark = chunk_mark(self._associated, number, number + (1 if last else 2))
        made = self._cipher.encrypt(nonce, bytes(content), mark)
        self._write_at(nonce + made, BODY_AT + number * _STEP)

    def _write_at(self, content: bytes, at: int) -> None:
        view = memoryview(content)
        while view:
            written = os.pwrite(self._descriptor, view, at)
            view, at = view[written:], at + written

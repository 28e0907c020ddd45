"""The one way to open a recorded file: its plain content, whether it is encrypted on the disk or not."""

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mosaic_backend.clips.infrastructure.encryption.file_header import (
    BODY_AT,
    NONCE,
    TAG,
    Header,
    Identity,
    headers_in,
    is_encrypted,
)
from mosaic_backend.clips.infrastructure.encryption.recording_keys import (
    KeyRing,
    NoRecordingKeysError,
    key_ring,
)
from mosaic_backend.clips.infrastructure.encryption.unreadable import (
    DamagedRecordingError,
    RecordingKeyMissingError,
    UnreadableRecordingError,
)

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

KEPT = {"clips": "clip", "shares": "shared clip", "evidence-packages": "evidence package"}
"""What lies in folders of these names, and is called by its own id."""
AT_ONCE = 16
"""Chunks that are read by one call."""


class RecordedFile(io.RawIOBase):
    """An open file, whose descriptor it closes; one thread at a time reads it.

    size: of its plain content, when it was opened. stored_bytes: what it takes on the disk.
    changed_at: when it was last written to, in seconds since 1970.
    key_id: of the key that opens it, in hex; empty where it is plain.
    """

    def __init__(self, descriptor: int) -> None:
        super().__init__()
        told = os.fstat(descriptor)
        self._descriptor = descriptor
        self._at = 0
        self.size = self.stored_bytes = told.st_size
        self.changed_at = told.st_mtime
        self.key_id = ""

    def pread(self, length: int, at: int) -> bytes:
        """As os.pread: less than that only at the end. Raises OSError."""
        return os.pread(self._descriptor, length, at)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def fileno(self) -> int:
        """Of the bytes on the disk."""
        return self._descriptor

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size}[whence]
        if base + offset < 0:
            raise ValueError("before the beginning")
        self._at = base + offset
        return self._at

    def read(self, size: int | None = -1) -> bytes:
        length = max(self.size - self._at, 0) if size is None or size < 0 else size
        read = self.pread(length, self._at)
        self._at += len(read)
        return read

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer).cast("B")
        read = self.read(len(view))
        view[: len(read)] = read
        return len(read)

    def close(self) -> None:
        if not self.closed:
            os.close(self._descriptor)
        super().close()


class EncryptedFile(RecordedFile):
    """Decrypts the chunks that are asked for, and keeps the last one: those who read boxes hop in small steps."""

    def __init__(self, descriptor: int, header: Header, secret: bytes) -> None:
        super().__init__(descriptor)
        self.header = header
        self.size = header.size
        self.key_id = header.key_id.hex()
        self._cipher = AESGCM(secret)
        self._associated = header.associated()
        self._kept = (-1, b"")

    def pread(self, length: int, at: int) -> bytes:
        end, chunk = min(at + length, self.size), self.header.chunk
        if at >= end:
            return b""
        first, last = at // chunk, (end - 1) // chunk
        parts = [
            part
            for number in range(first, last + 1, AT_ONCE)
            for part in self._decrypted(number, min(last + 1, number + AT_ONCE))
        ]
        parts[0] = parts[0][at - first * chunk :]
        if (last + 1) * chunk > end:
            parts[-1] = parts[-1][: len(parts[-1]) - (min((last + 1) * chunk, self.size) - end)]
        return b"".join(parts)

    def check(self) -> None:
        """Reads all of it. Raises DamagedRecordingError."""
        for number in range(0, self.header.chunks, AT_ONCE):
            self._decrypted(number, min(self.header.chunks, number + AT_ONCE))

    def _decrypted(self, first: int, until: int) -> list[bytes]:
        if self._kept[0] == first:
            kept = self._kept[1]
            return [kept, *(self._decrypted(first + 1, until) if until > first + 1 else ())]
        step = self.header.chunk + NONCE + TAG
        stored = memoryview(
            os.pread(self._descriptor, (until - first) * step, BODY_AT + first * step)
        )
        found = [
            self._chunk(number, stored[(number - first) * step : (number - first + 1) * step])
            for number in range(first, until)
        ]
        self._kept = (until - 1, found[-1])
        return found

    def _chunk(self, number: int, stored: memoryview) -> bytes:
        header = self.header
        try:
            return self._cipher.decrypt(
                stored[:NONCE], stored[NONCE:], chunk_mark(self._associated, number, header.chunks)
            )
        except (InvalidTag, ValueError) as error:
            begin = number * header.chunk
            until = min(begin + header.chunk, header.size)
            raise DamagedRecordingError(
                f"{header.identity}: bytes {begin} to {until} (chunk {number}) are not what was recorded"
            ) from error


def chunk_mark(associated: bytes, number: int, chunks: int) -> bytes:
    """What a chunk is bound to besides its content: the file, its place in it, and whether it is the last."""
    return associated + number.to_bytes(8) + (b"\1" if number == chunks - 1 else b"\0")


def opened(path: Path) -> RecordedFile:
    """For reading. Raises OSError, as UnreadableRecordingError where no key fits or it was changed."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        start = os.pread(descriptor, BODY_AT, 0)
        found = unwrapped(start, expected=identity_of(path)) if is_encrypted(start) else None
        if found:
            check_length(found[0], os.fstat(descriptor).st_size)
    except BaseException:
        os.close(descriptor)
        raise
    return EncryptedFile(descriptor, *found) if found else RecordedFile(descriptor)


def check_length(header: Header, stored_bytes: int) -> None:
    """Raises DamagedRecordingError."""
    if stored_bytes != header.stored_bytes:
        what = "cut off" if stored_bytes < header.stored_bytes else "added to"
        raise DamagedRecordingError(f"{header.identity}: it was {what}")


def identity_of(path: Path) -> Identity:
    """By its place. Raises DamagedRecordingError."""
    try:
        if kind := KEPT.get(path.parent.name):
            return Identity(UUID(path.name.partition(".")[0]), kind)
        return Identity(UUID(path.parent.name), path.name)
    except ValueError as error:
        raise DamagedRecordingError(f"{path.name}: it lies in no camera's folder") from error


def unwrapped(
    start: bytes, *, expected: Identity, ring: KeyRing | None = None
) -> tuple[Header, bytes]:
    """The header and the file's key, from the first copy that gives them. Raises UnreadableRecordingError."""
    headers = headers_in(start)
    if not headers:
        raise DamagedRecordingError(f"{expected}: its header is damaged")
    try:
        ring = ring or key_ring()
    except NoRecordingKeysError as error:
        raise RecordingKeyMissingError(f"{expected}: {error.detail}") from error
    failed: UnreadableRecordingError | None = None
    for header in headers:
        if header.identity != expected:
            raise DamagedRecordingError(f"{expected}: it is the recording {header.identity}")
        try:
            return header, header.secret(ring)
        except UnreadableRecordingError as error:
            failed = failed or error
    assert failed is not None  # noqa: S101 - one of them failed
    raise failed

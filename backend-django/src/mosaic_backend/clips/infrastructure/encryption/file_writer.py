"""Writes the encrypted or the plain copy of a recording and reads it back; the file itself is not touched."""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mosaic_backend.clips.infrastructure.encryption.file_header import (
    BODY_AT,
    NONCE,
    Header,
    Identity,
    new_header,
)
from mosaic_backend.clips.infrastructure.encryption.recorded_file import (
    AT_ONCE,
    EncryptedFile,
    RecordedFile,
    check_length,
    chunk_mark,
    identity_of,
    opened,
    unwrapped,
)
from mosaic_backend.clips.infrastructure.encryption.recording_keys import KeyRing
from mosaic_backend.clips.infrastructure.encryption.unreadable import DamagedRecordingError

PLAIN_AT_ONCE = 1 << 20

Told = Callable[[int], None]
"""Is told how many bytes were read or written; may wait."""


@dataclass(frozen=True)
class Copy:
    """A whole and durable file that waits to be renamed. sha256: of the plain content, as it was read back."""

    path: Path
    sha256: str
    stored_bytes: int
    key_id: str


@contextmanager
def encrypted_copy(path: Path, part: Path, ring: KeyRing, told: Told) -> Iterator[Copy]:
    """Of a plain recording, under the newest key; gone again unless somebody renamed it. Raises OSError."""
    with _new(part) as target, opened(path) as source:
        header, secret = new_header(identity_of(path), source.size, ring.newest)
        _write(target, header.block() * 2)
        for chunks in _encrypted(source, header, secret):
            _write(target, chunks)
            told(2 * len(chunks))
        _settle(target, source)
        digest = _read_back(part, header.identity, ring, told)
        yield Copy(part, digest, header.stored_bytes, header.key_id.hex())


@contextmanager
def plain_copy(path: Path, part: Path, told: Told) -> Iterator[Copy]:
    """Of an encrypted recording; gone again unless somebody renamed it. Raises OSError."""
    with _new(part) as target, opened(path) as source:
        while content := source.read(PLAIN_AT_ONCE):
            _write(target, content)
            told(2 * len(content))
        _settle(target, source)
        with part.open("rb", buffering=0) as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        yield Copy(part, digest, source.size, "")


def _encrypted(source: RecordedFile, header: Header, secret: bytes) -> Iterator[bytes]:
    cipher, associated, left = AESGCM(secret), header.associated(), header.size
    for first in range(0, header.chunks, AT_ONCE):
        made = []
        for number in range(first, min(first + AT_ONCE, header.chunks)):
            content = source.read(min(header.chunk, left))
            left -= len(content)
            nonce = os.urandom(NONCE)
            mark = chunk_mark(associated, number, header.chunks)
            made += [nonce, cipher.encrypt(nonce, content, mark)]
        yield b"".join(made)
    if left:
        raise DamagedRecordingError(f"{header.identity}: it became shorter while it was read")


def _read_back(part: Path, identity: Identity, ring: KeyRing, told: Told) -> str:
    """The SHA-256 of what its chunks hold, decrypted from the disk with the site's keys."""
    descriptor = os.open(part, os.O_RDONLY | os.O_CLOEXEC)
    try:
        header, secret = unwrapped(os.pread(descriptor, BODY_AT, 0), expected=identity, ring=ring)
        check_length(header, os.fstat(descriptor).st_size)
    except BaseException:
        os.close(descriptor)
        raise
    digest = hashlib.sha256()
    with EncryptedFile(descriptor, header, secret) as file:
        while content := file.read(PLAIN_AT_ONCE):
            digest.update(content)
            told(len(content))
    return digest.hexdigest()


@contextmanager
def _new(part: Path) -> Iterator[int]:
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
        part.unlink(missing_ok=True)


def _write(descriptor: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]


def _settle(target: int, source: RecordedFile) -> None:
    """On the disk, no longer in memory only, and to others as the file was: rights, owner, time of change."""
    told = os.fstat(source.fileno())
    if os.geteuid() == 0:
        os.fchown(target, told.st_uid, told.st_gid)
    os.fchmod(target, told.st_mode & 0o777)
    os.utime(target, ns=(told.st_atime_ns, told.st_mtime_ns))
    os.fsync(target)
    os.posix_fadvise(target, 0, 0, os.POSIX_FADV_DONTNEED)

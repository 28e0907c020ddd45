"""Puts the key of an encrypted recording under another one, in place; its content stays as it is."""

import os
from pathlib import Path

from mosaic_backend.clips.infrastructure.encryption.file_header import (
    BLOCK,
    BODY_AT,
    headers_in,
    is_encrypted,
)
from mosaic_backend.clips.infrastructure.encryption.recorded_file import (
    check_length,
    identity_of,
    unwrapped,
)
from mosaic_backend.clips.infrastructure.encryption.recording_keys import KeyRing


def rewrap(path: Path, ring: KeyRing) -> str | None:
    """The id of the newest key, under which it is now, both headers whole; None: it is plain.

    At every instant one of the two headers is whole, under a key of the ring. Raises OSError.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    try:
        start = os.pread(descriptor, BODY_AT, 0)
        if not is_encrypted(start):
            return None
        header, secret = unwrapped(start, expected=identity_of(path), ring=ring)
        told = os.fstat(descriptor)
        check_length(header, told.st_size)
        if header.key_id != ring.newest.id or not headers_agree(start):
            block = header.with_key(secret, ring.newest).block()
            relied_on = 0 if start[:BLOCK] == header.block() else BLOCK
            for at in (BLOCK - relied_on, relied_on):
                if os.pwrite(descriptor, block, at) != BLOCK:
                    raise OSError(f"{path.name}: its header could not be written whole")
                os.fsync(descriptor)
            os.utime(descriptor, ns=(told.st_atime_ns, told.st_mtime_ns))
        return ring.newest.id.hex()
    finally:
        os.close(descriptor)


def headers_agree(start: bytes) -> bool:
    """Whether both are whole and the same, as they are when nothing happened."""
    return len(headers_in(start)) == 2 and start[:BLOCK] == start[BLOCK:BODY_AT]


def keys_of(path: Path) -> set[str]:
    """Of all keys that some header of the file names, also a damaged file's. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        start = os.pread(descriptor, BODY_AT, 0)
    finally:
        os.close(descriptor)
    # What a camera sends must not make a plain file look like an encrypted one.
    return {one.key_id.hex() for one in headers_in(start)} if is_encrypted(start) else set()

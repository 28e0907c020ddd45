"""The first two blocks of an encrypted recording: they say the same, so that each can be written anew."""

import os
import zlib
from dataclasses import dataclass, replace
from hashlib import sha256
from struct import Struct
from uuid import UUID

from cryptography.exceptions import InvalidTag

from mosaic_backend.clips.infrastructure.encryption.recording_keys import (
    ID_BYTES,
    KEY_BYTES,
    KeyRing,
    RecordingKey,
)
from mosaic_backend.clips.infrastructure.encryption.unreadable import (
    DamagedRecordingError,
    RecordingKeyMissingError,
)

MAGIC = b"\x8bMOSENC\n"
BLOCK = 4096
"""What disks write whole or not at all; each copy of the header has one to itself."""
BODY_AT = 2 * BLOCK
CHUNK = 1 << 16
NONCE = 12
TAG = 16
_VERSIONS, _AES_256_GCM = (1, 2), 1
_MOST_CHUNK = 1 << 24
# Magic, version, cipher, bytes of a chunk, bytes of the plain content, random id, camera, name.
_FIXED = Struct(">8sHHIQ16s16s64s")
_WRAPPED = Struct(f">{ID_BYTES}s{NONCE}s{KEY_BYTES + TAG}s")
_CHECK = Struct(">I")
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True)
class Identity:
    """Whose file it is: what it was recorded as, or, of a clip and what is made of it, its own id and its kind."""

    camera_id: UUID
    name: str

    def __str__(self) -> str:
        return f"{self.camera_id}/{self.name}"


@dataclass(frozen=True)
class Header:
    """chunk: how much plain content each has, the last one less. wrapped: the file's key, under key_id's.

    version: of 2 the chunks are not bound to the size, which is not known while they are written. The mark of the
    last one says where the content ends, and the wrapped key is bound to the size in both.
    """

    identity: Identity
    size: int
    chunk: int
    file_id: bytes
    key_id: bytes = b""
    nonce: bytes = b""
    wrapped: bytes = b""
    version: int = 1

    @property
    def chunks(self) -> int:
        """An empty file has one too: there is something to authenticate."""
        return max(1, -(-self.size // self.chunk))

    @property
    def stored_bytes(self) -> int:
        return BODY_AT + self.size + self.chunks * (NONCE + TAG)

    @property
    def fixed(self) -> bytes:
        """What no change of keys changes; every chunk is bound to it."""
        return _FIXED.pack(
            MAGIC,
            self.version,
            _AES_256_GCM,
            self.chunk,
            self.size,
            self.file_id,
            self.identity.camera_id.bytes,
            self.identity.name.encode(),
        )

    def associated(self) -> bytes:
        """Of all chunks, before number and mark of the last one."""
        bound = self if self.version == 1 else replace(self, size=0)
        return sha256(bound.fixed).digest()

    def block(self) -> bytes:
        content = self.fixed + _WRAPPED.pack(self.key_id, self.nonce, self.wrapped)
        content = content.ljust(BLOCK - _CHECK.size, b"\0")
        return content + _CHECK.pack(zlib.crc32(content))

    def with_key(self, secret: bytes, key: RecordingKey) -> "Header":
        nonce = os.urandom(NONCE)
        wrapped = key.cipher.encrypt(nonce, secret, self.fixed + key.id)
        return replace(self, key_id=key.id, nonce=nonce, wrapped=wrapped)

    def secret(self, ring: KeyRing) -> bytes:
        """The file's key. Raises RecordingKeyMissingError, DamagedRecordingError."""
        key = ring.find(self.key_id)
        if key is None:
            raise RecordingKeyMissingError(
                f"{self.identity}: it is encrypted under the key {self.key_id.hex()}, which is not here"
            )
        try:
            return key.cipher.decrypt(self.nonce, self.wrapped, self.fixed + key.id)
        except InvalidTag as error:
            raise DamagedRecordingError(f"{self.identity}: its header was changed") from error


def new_header(identity: Identity, size: int, key: RecordingKey) -> tuple[Header, bytes]:
    """For a file with a key of its own, which comes with it."""
    secret = os.urandom(KEY_BYTES)
    header = Header(identity, size, CHUNK, os.urandom(16))
    return header.with_key(secret, key), secret


def header_in(block: bytes) -> Header | None:
    """None: the block is damaged, or none."""
    if len(block) != BLOCK or not block.startswith(MAGIC):
        return None
    content, check = block[: -_CHECK.size], block[-_CHECK.size :]
    if _CHECK.unpack(check)[0] != zlib.crc32(content):
        return None
    _, version, cipher, chunk, size, file_id, camera, name = _FIXED.unpack_from(content)
    if version not in _VERSIONS or cipher != _AES_256_GCM or not 0 < chunk <= _MOST_CHUNK:
        return None
    try:
        identity = Identity(UUID(bytes=camera), name.rstrip(b"\0").decode())
    except UnicodeDecodeError:
        return None
    key_id, nonce, wrapped = _WRAPPED.unpack_from(content, _FIXED.size)
    return Header(identity, size, chunk, file_id, key_id, nonce, wrapped, version)


def overhead(content: int, files: int) -> int:
    """What so many files take on the disk besides so many bytes of content, at most."""
    return files * (BODY_AT + NONCE + TAG) + content // CHUNK * (NONCE + TAG)


def is_encrypted(start: bytes) -> bool:
    """By the first two blocks of a file; one that lost its first is told by the second."""
    second = start[BLOCK : BLOCK + len(MAGIC)] == MAGIC
    plain = start[4:8] == b"ftyp" or start.startswith(_ZIP)
    return start.startswith(MAGIC) or (second and not plain)


def headers_in(start: bytes) -> list[Header]:
    """Those of the two that are whole."""
    found = (header_in(start[at : at + BLOCK]) for at in (0, BLOCK))
    return [header for header in found if header]

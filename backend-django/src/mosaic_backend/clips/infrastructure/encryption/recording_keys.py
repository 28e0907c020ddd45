"""The keys that wrap the keys of encrypted recordings: `recording-keys`, one a line, newest first."""

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mosaic_backend.config.environment import environment
from mosaic_backend.shared.durability import sync
from mosaic_contracts.errors import UnavailableError

FILE = "recording-keys"
KEY_BYTES = 32
ID_BYTES = 8


class NoRecordingKeysError(UnavailableError):
    """There is no key to encrypt recordings with."""

    code = "recording-keys-missing"


@dataclass(frozen=True)
class RecordingKey:
    """id: made from the key itself, so that no file can name another one by mistake."""

    id: bytes
    cipher: AESGCM = field(repr=False, compare=False)
    secret: bytes = field(repr=False, compare=False)

    @classmethod
    def of(cls, secret: bytes) -> "RecordingKey":
        made = sha256(b"mosaic recording key\0" + secret).digest()[:ID_BYTES]
        return cls(made, AESGCM(secret), secret)

    @classmethod
    def new(cls) -> "RecordingKey":
        return cls.of(os.urandom(KEY_BYTES))


@dataclass(frozen=True)
class KeyRing:
    """keys: newest first, at least one."""

    keys: tuple[RecordingKey, ...]

    @property
    def newest(self) -> RecordingKey:
        return self.keys[0]

    def find(self, key_id: bytes) -> RecordingKey | None:
        return next((key for key in self.keys if key.id == key_id), None)


def given_keys() -> str:
    """By the environment, in place of the file; empty: none are."""
    given = environment().recording_keys
    return given.get_secret_value().strip() if given else ""


def keys_file() -> Path:
    """In a folder of its own where there is one, for those alone who need it; else among the secrets."""
    settings = environment()
    among, own = settings.secrets_dir / FILE, settings.recording_keys_dir
    # A site that has not moved it yet keeps reading, and writing, the one that it has.
    return own / FILE if own and ((own / FILE).exists() or not among.exists()) else among


def key_ring() -> KeyRing:
    """Read each time, so that a new key counts at once. Raises NoRecordingKeysError."""
    if given := given_keys():
        return _ring(given, "MOSAIC_RECORDING_KEYS")
    try:
        return _ring(keys_file().read_text(), f"{FILE} in its folder")
    except (OSError, UnicodeDecodeError) as error:
        raise NoRecordingKeysError(f"{FILE} in its folder cannot be read") from error


def sync_keys() -> KeyRing:
    """The ring, after its file is on the disk for sure: whoever made it may not have waited for that."""
    ring = key_ring()
    if not given_keys():
        _synced(keys_file(), ring.newest.id)
    return ring


@lru_cache(maxsize=8)
def _synced(path: Path, newest: bytes) -> None:
    sync(path)
    sync(path.parent)


def keep_ring(ring: KeyRing) -> None:
    """Replaces the file, durably: a key is on the disk before anything is encrypted with it. Raises OSError."""
    path = keys_file()
    part = path.with_name(f"{FILE}.new")
    lines = [urlsafe_b64encode(key.secret).decode() for key in ring.keys]
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write("".join(f"{line}\n" for line in lines))
        file.flush()
        if path.exists():
            owner = path.stat()
            os.fchown(file.fileno(), owner.st_uid, owner.st_gid)
        os.fsync(file.fileno())
    part.replace(path)
    sync(path.parent)


def _ring(text: str, where: str) -> KeyRing:
    lines = text.replace(",", " ").split()
    try:
        secrets = [urlsafe_b64decode(line) for line in lines]
    except (Base64Error, ValueError) as error:
        raise NoRecordingKeysError(f"{where} is no list of keys in base64") from error
    if not secrets or any(len(secret) != KEY_BYTES for secret in secrets):
        raise NoRecordingKeysError(f"{where} must have keys of {KEY_BYTES} bytes, in base64")
    return KeyRing(tuple(RecordingKey.of(secret) for secret in secrets))

"""The keys that protect plates, all made from the secret `plate-key`.

It has one key a line, newest first. Seals are made with the first and opened with whichever they name. The last
one is the site's first: plates are compared by it, so it stays as long as anything is protected.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV

from mosaic_backend.config.environment import environment
from mosaic_contracts.errors import UnavailableError

ID_LENGTH = 4
"""Characters of a key's id, in front of what is sealed with it."""
SECRET = "plate-key"  # noqa: S105 - the name of the file


class PlateKeyError(UnavailableError):
    """The plates of this database cannot be read: the secret `plate-key` is missing, or another one.

    Whoever stores reads waits until it is back.
    """


@dataclass(frozen=True)
class PlateKeys:
    """seals: by id, the newest first. near: the key of hashes. check: tells one site's key from another's."""

    seals: dict[str, AESGCM]
    tokens: AESSIV
    near: bytes
    check: str

    @property
    def newest(self) -> str:
        return next(iter(self.seals))


@lru_cache(maxsize=1)
def plate_keys() -> PlateKeys:
    """Raises PlateKeyError where there is none."""
    lines = _lines(environment().secrets_dir)
    return PlateKeys(
        seals={_id_of(line): AESGCM(_derived(line, b"seal")[:32]) for line in lines},
        tokens=AESSIV(_derived(lines[-1], b"token")),
        near=_derived(lines[-1], b"near")[:32],
        check=_derived(lines[-1], b"check").hex()[:32],
    )


@lru_cache(maxsize=1)
def site_key() -> bytes:
    """The last line, which plates are told by. Raises PlateKeyError."""
    return _lines(environment().secrets_dir)[-1]


def forget_keys() -> None:
    """For when the secrets are other ones."""
    plate_keys.cache_clear()
    site_key.cache_clear()


def _lines(folder: Path) -> list[bytes]:
    try:
        lines = (folder / SECRET).read_text().split()
    except OSError as error:
        raise PlateKeyError(f"{folder / SECRET} cannot be read: {error.strerror}") from error
    if not lines:
        raise PlateKeyError(f"{folder / SECRET} is empty")
    return [line.encode() for line in lines]


def _id_of(line: bytes) -> str:
    return base64.urlsafe_b64encode(_derived(line, b"id")[: ID_LENGTH * 3 // 4]).decode()


def _derived(line: bytes, purpose: bytes) -> bytes:
    """64 bytes."""
    return hmac.new(line, b"mosaic plates: " + purpose, hashlib.sha512).digest()

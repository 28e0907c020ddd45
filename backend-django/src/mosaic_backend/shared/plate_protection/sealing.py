"""Texts that name plates, sealed: without the keys nobody reads them or can try what they might say.

A token is the same for the same text, so that rows are found by it (AES-SIV, RFC 5297). A seal is another one each
time (AES-256-GCM); it begins with the id of its key. Near keys are 32-bit hashes by a key. What is plain and what
is not stand in the same columns: MARK tells them apart.
"""

import hashlib
import os
from binascii import a2b_base64, b2a_base64
from collections.abc import Iterable
from functools import lru_cache

from cryptography.exceptions import InvalidTag

from mosaic_backend.shared.plate_protection.keys import ID_LENGTH, PlateKeyError, plate_keys

MARK = "¤"
"""Before a token or a seal. No folded plate has it; other texts lose it where they begin with it."""
TOKEN = 64
"""Characters of the columns that are looked for by tokens, as they were before there were any."""
_NONCE = 12
_FIRST, _BITS = 0x4E00, 14
_LABEL = b"mosaic plate"


def token(text: str) -> str:
    """Empty for an empty text, which says that there is none.

    In at most TOKEN characters for a text of at most 93 bytes, 33 for a plate of seven: what would take more is
    written with other characters, which have more bits each.
    """
    if not text:
        return ""
    content = plate_keys().tokens.encrypt(text.encode(), [_LABEL])
    written = _written(content)
    if len(MARK) + len(written) <= TOKEN:
        return MARK + written
    wide = _widely(content)
    return MARK + (wide if len(MARK) + len(wide) <= TOKEN else written)


def from_token(stored: str) -> str:
    """What is plain stays as it is. Raises PlateKeyError."""
    return _told(stored) if stored.startswith(MARK) else stored


@lru_cache(maxsize=50_000)
def _told(stored: str) -> str:
    try:
        wide = ord(stored[1]) >= _FIRST
        content = _from_wide(stored[1:]) if wide else a2b_base64(stored[1:])
        return plate_keys().tokens.decrypt(content, [_LABEL]).decode()
    except (InvalidTag, ValueError, IndexError, OverflowError) as error:
        raise _foreign() from error


def _widely(content: bytes) -> str:
    """Fourteen bits a character, of those between U+4E00 and U+8DFF."""
    number, characters = int.from_bytes(b"\x01" + content, "big"), []
    while number:
        number, digit = divmod(number, 1 << _BITS)
        characters.append(chr(_FIRST + digit))
    return "".join(characters)


def _from_wide(text: str) -> bytes:
    number = sum((ord(char) - _FIRST) << (_BITS * place) for place, char in enumerate(text))
    return number.to_bytes((number.bit_length() + 7) // 8, "big")[1:]


def seal(text: str) -> str:
    if not text:
        return ""
    keys, nonce = plate_keys(), os.urandom(_NONCE)
    sealed = keys.seals[keys.newest].encrypt(nonce, text.encode(), _LABEL)
    return f"{MARK}{keys.newest}{_written(nonce + sealed)}"


def unseal(stored: str) -> str:
    """What is plain stays as it is. Raises PlateKeyError."""
    if not stored.startswith(MARK):
        return stored
    key = plate_keys().seals.get(stored[1 : 1 + ID_LENGTH])
    if key is None:
        raise _foreign()
    try:
        content = a2b_base64(stored[1 + ID_LENGTH :])
        return key.decrypt(content[:_NONCE], content[_NONCE:], _LABEL).decode()
    except (InvalidTag, ValueError) as error:
        raise _foreign() from error


def is_newest(stored: str) -> bool:
    """Whether a seal is under the newest key."""
    return stored.startswith(MARK + plate_keys().newest)


def near_keys(keys: Iterable[int]) -> list[int]:
    """Signed 32-bit hashes of the keys of domain/neighbourhood.py, one each, in their order."""
    hashed = hashlib.blake2b(key=plate_keys().near, digest_size=4)
    found = []
    for key in keys:
        one = hashed.copy()
        one.update(key.to_bytes(4, "big", signed=True))
        found.append(int.from_bytes(one.digest(), "big", signed=True))
    return found


def plain(text: str) -> str:
    """As it is stored where nothing is protected: nothing plain looks protected."""
    return text.lstrip(MARK) if text.startswith(MARK) else text


def forget_opened() -> None:
    """For when the keys are other ones."""
    _told.cache_clear()


def _written(content: bytes) -> str:
    return b2a_base64(content, newline=False).decode()


def _foreign() -> PlateKeyError:
    return PlateKeyError(
        "a plate of the database was protected with another plate-key than the one in the secrets folder"
    )

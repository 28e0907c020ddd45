"""Ed25519 keys of evidence: their fingerprints and their texts."""

import base64
import binascii
import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def raw(key: Ed25519PublicKey) -> bytes:
    """The 32 bytes of RFC 8032."""
    return key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def fingerprint(public: bytes) -> str:
    """SHA-256 of the 32 bytes, in hex; its first 16 digits are the key's id elsewhere in Mosaic."""
    return hashlib.sha256(public).hexdigest()


def pem(public: bytes) -> bytes:
    """As openssl writes it."""
    return Ed25519PublicKey.from_public_bytes(public).public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def text(public: bytes) -> str:
    return base64.b64encode(public).decode()


def from_text(given: str) -> bytes:
    """The 32 bytes of a base64 text. Raises ValueError unless it is exactly what `text` makes."""
    try:
        public = base64.b64decode(given, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("the public key is no base64") from error
    if len(public) != 32 or text(public) != given:
        raise ValueError("the public key is not 32 bytes in base64")
    return public


def read_fingerprint(given: str) -> str:
    """As people write it: in any case, with colons or spaces between. Raises ValueError."""
    plain = "".join(given.replace(":", " ").split()).lower()
    if len(plain) != 64 or set(plain) - set("0123456789abcdef"):
        raise ValueError("a fingerprint is 64 hexadecimal digits")
    return plain


def is_signed(public: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True

"""The keys of API clients: 256 random bits, shown once; only a digest of them is kept."""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass, field

LIVE, SANDBOX = "live", "test"
_FORM = re.compile(r"mk_(?:live|test)_([0-9a-f]{12})_[A-Za-z0-9_-]{43}")
_NOBODY = "0" * 64


@dataclass(frozen=True)
class MintedKey:
    """A new key. text: the whole of it, for its owner alone. prefix: what may be shown and logged."""

    prefix: str
    digest: str
    text: str = field(repr=False)


def mint(*, sandbox: bool = False) -> MintedKey:
    prefix = secrets.token_hex(6)
    text = f"mk_{SANDBOX if sandbox else LIVE}_{prefix}_{secrets.token_urlsafe(32)}"
    return MintedKey(prefix, digest_of(text), text)


def digest_of(text: str) -> str:
    """SHA-256 in hex. No salt and no slow hash: nobody can guess 256 random bits."""
    return hashlib.sha256(text.encode()).hexdigest()


def prefix_of(text: str) -> str | None:
    """The prefix inside a presented key; None for what cannot be a key."""
    match = _FORM.fullmatch(text) if text.isascii() else None
    return match[1] if match else None


def is_sandbox(text: str) -> bool:
    """What a key says of itself: one that was made for the sandbox opens nothing else, and the other way round."""
    return text.startswith(f"mk_{SANDBOX}_")


def fits(text: str, digest: str | None) -> bool:
    """Whether the presented key is the one with that digest, in a time that tells nothing of either."""
    return hmac.compare_digest(digest_of(text), digest or _NOBODY) and digest is not None

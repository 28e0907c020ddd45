"""What was recorded, hour by hour: a Merkle root over a camera's segments, in a chain of signed heads.

A head names the one before it by its SHA-256, so none can be changed, taken out or put in later without breaking
all that follow. That the newest were cut off shows only to whoever kept a later head elsewhere.
Segments that turn up after their hour was sealed get a further head of that hour; none is ever rewritten.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mosaic_evidence import keys, merkle
from mosaic_evidence.canonical import CanonicalError, canonical, parsed
from mosaic_evidence.manifest import instant

FORMAT = "mosaic-hour/1"
HOUR = timedelta(hours=1)
_FORM = dict.fromkeys(
    ("before", "camera", "format", "hour", "key", "merkle_root", "newest"), str
) | dict.fromkeys(("number", "segments"), int)


@dataclass(frozen=True)
class Segment:
    """One recorded file; it belongs to the hour in which it starts. Aware; sha256 in hex."""

    path: str
    start: datetime
    duration_ms: int
    size: int
    sha256: str

    @property
    def document(self) -> dict[str, Any]:
        return {
            "duration_ms": self.duration_ms,
            "path": self.path,
            "sha256": self.sha256,
            "size": self.size,
            "start": instant(self.start),
        }

    @property
    def leaf(self) -> bytes:
        return merkle.leaf(canonical(self.document))


@dataclass(frozen=True)
class SignedHead:
    """content: canonical JSON, of which the signature is."""

    content: bytes
    signature: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def document(self) -> dict[str, Any]:
        """Raises CanonicalError."""
        document = parsed(self.content)
        if not isinstance(document, dict) or document.get("format") != FORMAT:
            raise CanonicalError(f"it is no {FORMAT}")
        if {name: type(value) for name, value in document.items()} != _FORM:
            raise CanonicalError("it is no head of an hour")
        return document


def head_of(
    camera: str,
    hour: datetime,
    segments: Sequence[Segment],
    before: SignedHead | None,
    key: Ed25519PrivateKey,
) -> SignedHead:
    """The head of an hour that is over. segments: its own, by start; before: the camera's last head.

    An hour that is not after the newest of the chain is a late head's, which has segments.
    Raises ValueError for segments of another hour, out of order or twice, and for a late head without any.
    """
    begin = hour.astimezone(UTC)
    if begin.replace(minute=0, second=0, microsecond=0) != begin:
        raise ValueError("an hour begins at its first instant")
    if any(not begin <= segment.start < begin + HOUR for segment in segments):
        raise ValueError("a segment is of another hour")
    order = [(segment.start, segment.path) for segment in segments]
    if order != sorted(set(order)):
        raise ValueError("segments are ordered by start, each once")
    last = before.document if before else None
    if last and last["camera"] != camera:
        raise ValueError("the head before is of another camera, not of this one's hour")
    if last and last["newest"] >= instant(begin) and not segments:
        raise ValueError("a late head of an hour has segments")
    content = canonical(
        {
            "format": FORMAT,
            "camera": camera,
            "hour": instant(begin),
            "newest": max(instant(begin), last["newest"]) if last else instant(begin),
            "number": last["number"] + 1 if last else 1,
            "before": before.digest if before else "",
            "segments": len(segments),
            "merkle_root": merkle.root([segment.leaf for segment in segments]).hex(),
            "key": keys.fingerprint(keys.raw(key.public_key())),
        }
    )
    return SignedHead(content, key.sign(content))


class ChainFault(StrEnum):
    NO_HEAD = "no-head"
    UNKNOWN_KEY = "unknown-key"
    WRONG_SIGNATURE = "wrong-signature"
    BROKEN_LINK = "broken-link"
    WRONG_ORDER = "wrong-order"


def check_chain(
    heads: Sequence[SignedHead], known: Mapping[str, bytes], before: SignedHead | None = None
) -> list[tuple[int, ChainFault]]:
    """Place and fault of each head that is not as it was made. known: fingerprint to the 32 bytes of a key.

    before: the head that was checked last; without it the first of these has to be the chain's first.
    """
    faults: list[tuple[int, ChainFault]] = []
    for place, head in enumerate(heads):
        fault = _fault(head, heads[place - 1] if place else before, known)
        if fault is not None:
            faults.append((place, fault))
    return faults


def _fault(
    head: SignedHead, before: SignedHead | None, known: Mapping[str, bytes]
) -> ChainFault | None:
    try:
        document = head.document
    except CanonicalError:
        return ChainFault.NO_HEAD
    public = known.get(document["key"])
    if public is None:
        return ChainFault.UNKNOWN_KEY
    if not keys.is_signed(public, head.signature, head.content):
        return ChainFault.WRONG_SIGNATURE
    if document["before"] != (before.digest if before else ""):
        return ChainFault.BROKEN_LINK
    return None if _follows(document, before) else ChainFault.WRONG_ORDER


def _follows(document: dict[str, Any], before: SignedHead | None) -> bool:
    """Only a signer that erred makes one that does not: the link is right here."""
    if before is None:
        return bool(document["number"] == 1 and document["newest"] == document["hour"])
    try:
        last = before.document
    except CanonicalError:
        return False
    return bool(
        document["number"] == last["number"] + 1
        and document["camera"] == last["camera"]
        and document["newest"] == max(document["hour"], last["newest"])
    )


@dataclass(frozen=True)
class Inclusion:
    """That a segment is one of those of a head, shown without the others. path: hashes in hex, nearest first."""

    segment: Segment
    index: int
    path: tuple[str, ...]


def inclusion_of(segments: Sequence[Segment], index: int) -> Inclusion:
    """segments: all of the hour, in order."""
    path = merkle.proof([segment.leaf for segment in segments], index)
    return Inclusion(segments[index], index, tuple(step.hex() for step in path))


def includes(head: SignedHead, shown: Inclusion) -> bool:
    """Whether the segment is in the hour of a head that `check_chain` found well."""
    try:
        return includes_leaf(head.document, shown.segment.leaf, shown.index, shown.path)
    except CanonicalError:
        return False


def includes_leaf(
    document: Mapping[str, Any], leaf: bytes, index: int, path: Sequence[str]
) -> bool:
    """Whether that leaf is in the hour of a head's document; path: hashes in hex, nearest first."""
    try:
        root, *steps = (_plain_hex(text) for text in (document["merkle_root"], *path))
        return type(index) is int and merkle.proves(leaf, index, document["segments"], steps, root)
    except (ValueError, TypeError):
        return False


def _plain_hex(text: str) -> bytes:
    """Of one spelling alone, so that every verifier takes the same. Raises ValueError."""
    found = bytes.fromhex(text)
    if found.hex() != text:
        raise ValueError("hashes are written in lower case")
    return found

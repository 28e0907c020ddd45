"""hours.json of a package: that the files which a clip was cut from were sealed in their hours (chain.py)."""

import base64
import binascii
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from mosaic_evidence import keys, merkle
from mosaic_evidence.canonical import CanonicalError, canonical, parsed
from mosaic_evidence.chain import Inclusion, SignedHead, includes_leaf

FORMAT = "mosaic-hours/1"
_SEGMENT = {"duration_ms": int, "path": str, "sha256": str, "size": int, "start": str}


@dataclass(frozen=True)
class HourProof:
    """Some segments of one head."""

    head: SignedHead
    shown: Sequence[Inclusion]


def hours_document(proofs: Iterable[HourProof], known: Iterable[bytes]) -> bytes:
    """known: the keys that signed the heads, 32 bytes each; whoever signs the package vouches for them."""
    hours = [
        {
            "head": proof.head.content.decode(),
            "signature": base64.b64encode(proof.head.signature).decode(),
            "segments": [
                {
                    "segment": shown.segment.document,
                    "index": shown.index,
                    "path": list(shown.path),
                }
                for shown in proof.shown
            ],
        }
        for proof in proofs
    ]
    listed = sorted({keys.text(public) for public in known})
    return canonical({"format": FORMAT, "keys": listed, "hours": hours})


def fault_of_hours(content: bytes, camera: str) -> str:
    """What is wrong first, as text for people; empty: every segment was sealed, in an hour of that camera."""
    try:
        document = parsed(content)
        if set(document) != {"format", "keys", "hours"} or document["format"] != FORMAT:
            return f"it is no {FORMAT}"
        listed = [keys.from_text(text) for text in document["keys"]]
        known = {keys.fingerprint(public): public for public in listed}
        for hour in document["hours"]:
            if fault := _fault_of(hour, known, camera):
                return fault
    except (CanonicalError, ValueError, TypeError, KeyError, AttributeError):
        return f"it is no {FORMAT}"
    return ""


def _fault_of(hour: dict[str, Any], known: dict[str, bytes], camera: str) -> str:
    try:
        signature = base64.b64decode(hour["signature"], validate=True)
    except binascii.Error:
        return "a signature is no base64"
    head = SignedHead(hour["head"].encode(), signature)
    document = head.document
    public = known.get(document["key"])
    if public is None or not keys.is_signed(public, signature, head.content):
        return f"the head of {document['hour']} is not signed by a listed key"
    if document["camera"] != camera:
        return f"the head of {document['hour']} is of another camera"
    for shown in hour["segments"]:
        segment = shown["segment"]
        if {name: type(value) for name, value in segment.items()} != _SEGMENT:
            return f"it is no {FORMAT}"
        leaf = merkle.leaf(canonical(segment))
        if not includes_leaf(document, leaf, shown["index"], shown["path"]):
            return f"{segment['path']} is not in the hour that was sealed"
    return ""

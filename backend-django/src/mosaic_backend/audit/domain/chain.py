"""The chain: each entry's hash covers the entry before, so that a change or a gap shows."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

GENESIS = "0" * 64


@dataclass(frozen=True)
class Entry:
    """What the hash covers. details: JSON values only."""

    sequence: int
    at: datetime
    actor: str
    action: str
    subject: str
    details: dict[str, Any]


def entry_hash(entry: Entry, previous: str) -> str:
    """SHA-256 over the previous hash and the entry as JSON with sorted keys and no spaces, in hex."""
    document = json.dumps(
        {
            "sequence": entry.sequence,
            "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor": entry.actor,
            "action": entry.action,
            "subject": entry.subject,
            "details": entry.details,
        },
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    )
    return hashlib.sha256(f"{previous}\n{document}".encode()).hexdigest()


def first_broken(chain: Iterable[tuple[Entry, str]]) -> int | None:
    """The sequence number of the first entry that does not follow from those before; None: all is well."""
    previous = GENESIS
    for expected, (entry, stored) in enumerate(chain, start=1):
        if entry.sequence != expected or entry_hash(entry, previous) != stored:
            return expected
        previous = stored
    return None

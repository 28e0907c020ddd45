"""The chain: each entry's hash covers the entry before, so that a change or a gap shows."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

GENESIS = "0" * 64


@dataclass(frozen=True)
class Entry:
    """What the hash covers: everything that an entry says. details, before, after: JSON values only."""

    sequence: int
    at: datetime
    actor: str
    action: str
    subject: str
    details: dict[str, Any]
    actor_kind: str = ""
    actor_id: str = ""
    reason: str = ""
    address: str = ""
    request_id: str = ""
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None


_LATER = ("actor_kind", "actor_id", "reason", "address", "request_id", "before", "after")


def entry_hash(entry: Entry, previous: str) -> str:
    """SHA-256 over the previous hash and the entry as JSON with sorted keys and no spaces, in hex.

    A field that came later is left out where it is empty, so that entries from before it keep their hash.
    """
    said: dict[str, Any] = {
        "sequence": entry.sequence,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": entry.actor,
        "action": entry.action,
        "subject": entry.subject,
        "details": entry.details,
    }
    for name in _LATER:
        value = getattr(entry, name)
        if value is not None and value != "":
            said[name] = value
    document = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{previous}\n{document}".encode()).hexdigest()


@dataclass(frozen=True)
class Head:
    """How long the chain was at some time, and the hash that it ended with."""

    at: datetime
    count: int
    hash: str


@dataclass
class ChainCheck:
    """Follows the chain entry by entry, against the heads that were written down elsewhere.

    broken: the place of the first entry that does not follow from those before. Behind it nothing is known.
    """

    heads: dict[int, str] = field(default_factory=dict)
    count: int = 0
    broken: int | None = None
    _previous: str = GENESIS

    def follow(self, entry: Entry, stored: str) -> bool:
        """False once the chain is broken."""
        place = self.count + 1
        if entry.sequence != place or entry_hash(entry, self._previous) != stored:
            self.broken = place
        elif self.heads.get(place, stored) != stored:
            # Somebody wrote the chain anew from somewhere before: it holds together, but it is another one.
            self.broken = place
        else:
            self.count, self._previous = place, stored
        return self.broken is None

    @property
    def missing(self) -> int:
        """How many entries a head tells of that are no longer there; call when all were followed."""
        return max(0, max(self.heads, default=0) - self.count) if self.broken is None else 0

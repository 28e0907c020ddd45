"""A reviewer's word on many uncertain reads at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from mosaic_backend.detections.facade import (
    Change,
    PlateRecord,
    correct,
    corrected,
    fold,
    passages,
)
from mosaic_contracts.errors import InvalidInputError, NotFoundError

MOST = 500
Decision = Literal["accept", "correct", "skip"]
Outcome = Literal[
    "accepted", "corrected", "skipped", "unchanged", "conflict", "changed", "not-found"
]
Corrected = Callable[[PlateRecord, Change, str], None]
"""Called with what changed and why, for the audit log."""


@dataclass(frozen=True)
class Verdict:
    """text: what the reviewer saw (accept) or says (correct)."""

    read_id: UUID
    decision: Decision
    text: str


class ReviewPlates:
    """In the caller's transaction. Each read has its own outcome; a text that no plate has refuses all of them."""

    def __init__(self, changed: Corrected) -> None:
        self._changed = changed

    def __call__(
        self, verdicts: Sequence[Verdict], reason: str, by: str, may_see: Callable[[UUID], bool]
    ) -> dict[UUID, Outcome]:
        """`changed`: the read got better meanwhile and says something else than was accepted.

        `conflict`: somebody has corrected it to something else, which an acceptance does not undo.
        """
        reads = {read.id: read for read in passages().reads([each.read_id for each in verdicts])}
        said = corrected(reads.keys())
        outcomes: dict[UUID, Outcome] = {}
        # In the order of their ids, so that two reviewers of the same reads do not wait for each other in a ring.
        for verdict in sorted(verdicts, key=lambda each: each.read_id):
            read = reads.get(verdict.read_id)
            if read is None or not may_see(read.camera_id):
                outcomes[verdict.read_id] = "not-found"
            elif verdict.decision == "skip":
                outcomes[verdict.read_id] = "skipped"
            elif verdict.decision == "accept":
                known = said.get(read.id)
                outcomes[read.id] = self._accept(read, verdict, known and known.plate, reason, by)
            else:
                outcomes[read.id] = self._correct(read, verdict.text, "corrected", reason, by)
        return outcomes

    def _accept(
        self, read: PlateRecord, verdict: Verdict, said: str | None, reason: str, by: str
    ) -> Outcome:
        if fold(verdict.text) != read.folded:
            return "changed"
        if said is not None:
            return "unchanged" if said == read.folded else "conflict"
        return self._correct(read, read.text, "accepted", reason, by)

    def _correct(
        self, read: PlateRecord, text: str, done: Outcome, reason: str, by: str
    ) -> Outcome:
        try:
            change = correct(read, text, reason, by)
        except NotFoundError:
            return "not-found"
        if change.nothing:
            return "unchanged"
        self._changed(read, change, reason)
        return done


def checked(verdicts: Sequence[Verdict]) -> None:
    """Raises InvalidInputError for a read that is named twice: its outcome would depend on the order."""
    if len({verdict.read_id for verdict in verdicts}) != len(verdicts):
        raise InvalidInputError("a read is named twice", pointer="items")

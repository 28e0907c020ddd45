"""Keeps what people say of plate reads, and tells the other parts of it."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from mosaic_backend.detections.application.plates import PlateRecord
from mosaic_backend.detections.domain.correction import Correction, corrected_text
from mosaic_contracts.events import PlateCorrected


class Corrections(Protocol):
    def of(self, read_ids: Collection[UUID]) -> dict[UUID, Correction]:
        """Those that there are."""

    def locked(self, read_id: UUID) -> Correction | None:
        """The same of one; nobody else changes it until the caller's transaction ends."""

    def put(self, read: PlateRecord, correction: Correction) -> None: ...
    def remove(self, read_id: UUID) -> None: ...


class Change(NamedTuple):
    before: Correction | None
    after: Correction | None

    @property
    def nothing(self) -> bool:
        return self.before == self.after


class CorrectPlates:
    """In the caller's transaction, which carries the event too."""

    def __init__(
        self,
        corrections: Corrections,
        publish: Callable[[PlateCorrected], object],
        now: Callable[[], datetime],
    ) -> None:
        self._corrections = corrections
        self._publish = publish
        self._now = now

    def correct(self, read: PlateRecord, text: str, reason: str, by: str) -> Change:
        """The same again changes nothing. Raises InvalidInputError for a text that no plate has."""
        text, reason = corrected_text(text), reason.strip()
        before = self._corrections.locked(read.id)
        if before is not None and before.says(text, reason):
            return Change(before, before)
        after = Correction(text, reason, by, self._now())
        self._corrections.put(read, after)
        self._tell(read, text, by, after.corrected_at)
        return Change(before, after)

    def withdraw(self, read: PlateRecord, by: str) -> Change:
        """Where there is no correction nothing happens."""
        before = self._corrections.locked(read.id)
        if before is not None:
            self._corrections.remove(read.id)
            self._tell(read, None, by, self._now())
        return Change(before, None)

    def _tell(self, read: PlateRecord, text: str | None, by: str, at: datetime) -> None:
        self._publish(
            PlateCorrected(
                read_id=read.id,
                camera_id=read.camera_id,
                text=text,
                read_text=read.text,
                corrected_by=by,
                corrected_at=at,
            )
        )

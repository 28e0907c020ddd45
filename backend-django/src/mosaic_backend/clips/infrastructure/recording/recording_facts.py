"""What was so when, kept as changes."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from mosaic_backend.clips.infrastructure.recording.recording_models import RecordingFact

_Key = tuple[str, UUID | None]


@dataclass(frozen=True)
class Told:
    """A state of a subject (RecordingFact), of one camera or of none, from an instant on."""

    subject: str
    state: str
    at: datetime
    camera_id: UUID | None = None


class Facts:
    """Remembers the last states of all; forget it after a transaction that failed."""

    def __init__(self) -> None:
        rows = RecordingFact.objects.order_by("subject", "camera_id", "-at", "-id")
        rows = rows.distinct("subject", "camera_id")
        self.last: dict[_Key, tuple[str, datetime]] = {
            (row.subject, row.camera_id): (row.state, row.at) for row in rows
        }

    def note(self, told: Iterable[Told]) -> None:
        """Keeps those that are a change."""
        new = []
        for one in told:
            key = (one.subject, one.camera_id)
            if self.last.get(key, ("", one.at))[0] == one.state:
                continue
            self.last[key] = (one.state, one.at)
            new.append(
                RecordingFact(
                    subject=one.subject, camera_id=one.camera_id, at=one.at, state=one.state
                )
            )
        if new:
            RecordingFact.objects.bulk_create(new)


def timelines(cameras: Collection[UUID], since: datetime) -> dict[_Key, list[tuple[datetime, str]]]:
    """Of the cameras and of what is no camera's: the last state before `since`, and all later ones."""
    rows = RecordingFact.objects.filter(Q(camera_id__in=cameras) | Q(camera_id__isnull=True))
    before = rows.filter(at__lte=since).order_by("subject", "camera_id", "-at", "-id")
    found: dict[_Key, list[tuple[datetime, str]]] = {}
    for row in before.distinct("subject", "camera_id"):
        found[row.subject, row.camera_id] = [(row.at, row.state)]
    for row in rows.filter(at__gt=since).order_by("at", "id"):
        found.setdefault((row.subject, row.camera_id), []).append((row.at, row.state))
    return found

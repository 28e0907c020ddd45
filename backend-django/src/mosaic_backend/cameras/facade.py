"""What other contexts may ask of cameras."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mosaic_backend.cameras.infrastructure import stream_states as _states
from mosaic_backend.cameras.infrastructure.camera_store import ai_of, recording_of
from mosaic_backend.cameras.infrastructure.models import CameraGroup, CameraRow
from mosaic_contracts.events import StreamState
from mosaic_contracts.internal_api import AiSettings, RecordingSettings
from mosaic_contracts.permissions import Principal, Verb

# What was recorded of a camera outlives it, for those who could see it.
_OF_HISTORY = frozenset({Verb.SEARCH, Verb.PLAYBACK, Verb.EXPORT, Verb.ALERTS})


@dataclass(frozen=True)
class CameraScope:
    """Which cameras someone may see; `ids` means something only when not `all`."""

    all: bool
    ids: frozenset[UUID]

    def __contains__(self, camera_id: UUID) -> bool:
        return self.all or camera_id in self.ids


@dataclass(frozen=True)
class CameraView:
    """A camera as other contexts may know it; source_address has no credentials."""

    id: UUID
    name: str
    source_address: str
    enabled: bool
    group_id: UUID | None
    recording: RecordingSettings
    ai: AiSettings
    revision: int


@dataclass(frozen=True)
class StreamStateView:
    """The last known state of a camera's stream; the fields are those of the event."""

    camera_id: UUID
    state: str
    reason: str | None
    detail: str | None
    changed_at: datetime
    tracks: list[dict[str, object]]


def visible_cameras(principal: Principal, verb: Verb) -> CameraScope:
    """The cameras on which the principal may do this; also removed ones where the verb is about the past."""
    if not principal.may(verb):
        return CameraScope(all=False, ids=frozenset())
    if principal.sees_all:
        return CameraScope(all=True, ids=frozenset())
    rows = CameraRow.objects.filter(group_id__in=principal.group_ids)
    if verb not in _OF_HISTORY:
        rows = rows.filter(deleted_at__isnull=True)
    return CameraScope(all=False, ids=frozenset(rows.values_list("id", flat=True)))


def camera(camera_id: UUID) -> CameraView | None:
    """The camera; None when there is none, or no more."""
    row = CameraRow.objects.filter(id=camera_id, deleted_at__isnull=True).first()
    return _view(row) if row else None


def cameras(scope: CameraScope, *, limit: int | None = None) -> list[CameraView]:
    """The present cameras of a scope, oldest first."""
    rows = CameraRow.objects.filter(deleted_at__isnull=True).order_by("id")
    if not scope.all:
        rows = rows.filter(id__in=scope.ids)
    return [_view(row) for row in rows[:limit]]


def camera_ids(scope: CameraScope) -> list[UUID]:
    """The ids of the present cameras of a scope, oldest first."""
    rows = CameraRow.objects.filter(deleted_at__isnull=True).order_by("id")
    if not scope.all:
        rows = rows.filter(id__in=scope.ids)
    return list(rows.values_list("id", flat=True))


def camera_names(ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of cameras, removed ones included; an unknown id is left out."""
    return dict(CameraRow.objects.filter(id__in=set(ids)).values_list("id", "name"))


def group_names() -> dict[UUID, str]:
    """All camera groups."""
    return dict(CameraGroup.objects.order_by("name").values_list("id", "name"))


def record_stream_state(state: StreamState) -> None:
    """Keeps what streaming said; an older `changed_at` than the known one is ignored."""
    _states.record(state)


def stream_states() -> dict[UUID, StreamStateView]:
    """The last known state of every camera that ever had one."""
    return {
        camera_id: StreamStateView(
            camera_id=camera_id,
            state=row.state,
            reason=row.reason,
            detail=row.detail,
            changed_at=row.changed_at,
            tracks=row.tracks,
        )
        for camera_id, row in _states.all_states().items()
    }


def _view(row: CameraRow) -> CameraView:
    return CameraView(
        id=row.id,
        name=row.name,
        source_address=row.source_address,
        enabled=row.enabled,
        group_id=row.group_id,
        recording=recording_of(row),
        ai=ai_of(row),
        revision=row.revision,
    )

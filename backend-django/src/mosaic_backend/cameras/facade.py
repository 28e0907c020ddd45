"""What other contexts may ask of cameras."""

from collections.abc import Collection, Iterable, Set
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, Count, Value, When
from django.db.models.functions import Coalesce

from mosaic_backend.cameras.bootstrap import event_listening as _event_listening
from mosaic_backend.cameras.domain.schedule import Interval, intervals_of, is_active
from mosaic_backend.cameras.domain.schedule_words import intervals_from, lines_of
from mosaic_backend.cameras.infrastructure import camera_events as _events
from mosaic_backend.cameras.infrastructure import camera_statuses as _statuses
from mosaic_backend.cameras.infrastructure import config_uploads as _uploads
from mosaic_backend.cameras.infrastructure import stream_states as _states
from mosaic_backend.cameras.infrastructure.camera_clocks import time_zones
from mosaic_backend.cameras.infrastructure.camera_events import (
    happened_between,
    subscriptions_heard,
)
from mosaic_backend.cameras.infrastructure.camera_ids import CameraIds
from mosaic_backend.cameras.infrastructure.camera_sites import site_names, sites_of_cameras
from mosaic_backend.cameras.infrastructure.camera_store import ai_of, recording_of
from mosaic_backend.cameras.infrastructure.event_cameras import EventCamera, event_cameras
from mosaic_backend.cameras.infrastructure.group_filter import in_groups
from mosaic_backend.cameras.infrastructure.models import CameraGroup, CameraRevision, CameraRow
from mosaic_backend.cameras.infrastructure.models import CameraStatusChange as _StatusChange
from mosaic_backend.cameras.infrastructure.models import CameraStatusRow as _StatusRow
from mosaic_backend.cameras.infrastructure.recording_wishes import (
    RecordingWishes,
    Wish,
    recording_wishes,
)
from mosaic_contracts.events import StreamState
from mosaic_contracts.internal_api import AiSettings, RecordingSettings
from mosaic_contracts.permissions import Principal, Verb

__all__ = [
    "CameraScope",
    "CameraView",
    "EventCamera",
    "Interval",
    "RecordingWishes",
    "StreamStateView",
    "Wish",
    "camera",
    "camera_ids",
    "camera_names",
    "camera_revision",
    "cameras",
    "cameras_of_groups",
    "event_cameras",
    "forget_camera_events",
    "forget_config_uploads",
    "group_names",
    "happened_between",
    "intervals_from",
    "intervals_of",
    "is_active",
    "lines_of",
    "listen_to_cameras",
    "offline_since",
    "record_stream_state",
    "recording_wishes",
    "retention_days",
    "settle_statuses",
    "site_names",
    "sites_of_cameras",
    "state_counts",
    "status_changes",
    "stream_states",
    "subscriptions_heard",
    "time_zones",
    "visible_cameras",
]

# What was recorded of a camera outlives it, for those who could see it.
_OF_HISTORY = frozenset({Verb.SEARCH, Verb.PLAYBACK, Verb.EXPORT, Verb.ALERTS})


@dataclass(frozen=True)
class CameraScope:
    """Which cameras someone may see; `ids` means something only when not `all`."""

    all: bool
    ids: Set[UUID]

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
    offline_alarm: bool = True


@dataclass(frozen=True)
class StreamStateView:
    """The last known state of a camera's stream; the fields are those of the event."""

    camera_id: UUID
    state: str
    reason: str | None
    detail: str | None
    changed_at: datetime
    tracks: list[dict[str, object]]


def visible_cameras(principal: Principal, *verbs: Verb) -> CameraScope:
    """The cameras on which the principal may do one of these; removed ones too where one is about the past."""
    scope = principal.scope(*verbs)
    if scope.everything and not scope.groups:
        return CameraScope(all=True, ids=frozenset())
    rows = CameraRow.objects.filter(in_groups(scope))
    if _OF_HISTORY.isdisjoint(verbs):
        rows = rows.filter(deleted_at__isnull=True)
    return CameraScope(all=False, ids=CameraIds(rows))


def camera(camera_id: UUID) -> CameraView | None:
    """The camera; None when there is none, or no more."""
    row = CameraRow.objects.filter(id=camera_id, deleted_at__isnull=True).first()
    return _view(row) if row else None


def cameras(
    scope: CameraScope, *, after: UUID | None = None, limit: int | None = None
) -> list[CameraView]:
    """The present cameras of a scope, oldest first; after: only those with a greater id."""
    rows = CameraRow.objects.filter(deleted_at__isnull=True).order_by("id")
    if after is not None:
        rows = rows.filter(id__gt=after)
    if not scope.all:
        rows = rows.filter(id__in=scope.ids)
    return [_view(row) for row in rows[:limit]]


def camera_ids(scope: CameraScope) -> list[UUID]:
    """The ids of the present cameras of a scope, oldest first."""
    rows = CameraRow.objects.filter(deleted_at__isnull=True).order_by("id")
    if not scope.all:
        rows = rows.filter(id__in=scope.ids)
    return list(rows.values_list("id", flat=True))


def state_counts(scope: CameraScope) -> dict[str, int]:
    """How many present cameras of a scope are in which state; one that nothing is known of is idle."""
    rows = CameraRow.objects.filter(deleted_at__isnull=True)
    if not scope.all:
        rows = rows.filter(id__in=scope.ids)
    told = Case(
        When(enabled=False, then=Value("disabled")),
        default=Coalesce("stream_state__state", Value("idle")),
    )
    counted = rows.order_by().values(told=told).annotate(cameras=Count("pk"))
    return {row["told"]: row["cameras"] for row in counted}


def cameras_of_groups(groups: Collection[UUID]) -> frozenset[UUID]:
    """Removed ones included."""
    return frozenset(CameraRow.objects.filter(group_id__in=groups).values_list("id", flat=True))


def camera_revision() -> int:
    """Another number whenever any camera was made, changed or removed."""
    return CameraRevision.objects.values_list("value", flat=True).first() or 0


def camera_names(ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of cameras, removed ones included; an unknown id is left out."""
    return dict(CameraRow.objects.filter(id__in=set(ids)).values_list("id", "name"))


def group_names() -> dict[UUID, str]:
    """All camera groups."""
    return dict(CameraGroup.objects.order_by("name").values_list("id", "name"))


def record_stream_state(state: StreamState, now: datetime | None = None) -> None:
    """Keeps what streaming said; an older `changed_at` than the known one is ignored. now: when it came."""
    _states.record(state, now)


def settle_statuses(now: datetime) -> int:
    """Lets cameras be online or offline that have been long enough; tells it, each once. How many."""
    return _statuses.settle_due(now)


def listen_to_cameras(now: datetime) -> int:
    """Hears what cameras tell of by themselves, where that is wanted; how many events are new."""
    return _event_listening().keep(now)


def forget_camera_events(now: datetime) -> int:
    """Takes away what cameras told long ago. How many."""
    return _events.forget_old(now)


def forget_config_uploads(now: datetime) -> int:
    """Takes away configuration files that nobody applied within a day. How many."""
    return _uploads.forget_old(now)


def offline_since(scope: CameraScope) -> dict[UUID, tuple[datetime, str | None]]:
    """The present and enabled cameras of a scope that are offline: since when, and the reason."""
    rows = _StatusRow.objects.filter(
        name="offline", camera__deleted_at__isnull=True, camera__enabled=True
    )
    if not scope.all:
        rows = rows.filter(camera_id__in=scope.ids)
    return {row.camera_id: (row.since, row.reason) for row in rows.order_by("-since") if row.since}


def status_changes(
    ids: Collection[UUID], since: datetime
) -> dict[UUID, list[tuple[datetime, str]]]:
    """When each was online, offline or disabled: the last change before `since`, and all later ones."""
    found: dict[UUID, list[tuple[datetime, str]]] = {camera_id: [] for camera_id in ids}
    rows = _StatusChange.objects.filter(camera_id__in=ids)
    before = rows.filter(since__lte=since).order_by("camera_id", "-id").distinct("camera_id")
    for row in (*before, *rows.filter(since__gt=since).order_by("camera_id", "id")):
        found[row.camera_id].append((row.since, row.status))
    return found


def retention_days() -> dict[UUID, int]:
    """For how many days each camera's recordings are kept; removed ones included."""
    return dict(CameraRow.objects.order_by().values_list("id", "retention_days"))


def stream_states(ids: Collection[UUID] | None = None) -> dict[UUID, StreamStateView]:
    """The last known state of every camera that ever had one; ids: only of these."""
    return {
        camera_id: StreamStateView(
            camera_id=camera_id,
            state=row.state,
            reason=row.reason,
            detail=row.detail,
            changed_at=row.changed_at,
            tracks=row.tracks,
        )
        for camera_id, row in _states.states(ids).items()
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
        offline_alarm=row.offline_alarm,
    )

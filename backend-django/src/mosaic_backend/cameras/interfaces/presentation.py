"""A camera as the API tells it, straight from its row."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from mosaic_backend.cameras.infrastructure.models import CameraRow
from mosaic_backend.cameras.interfaces.state_serializers import KeptProbeSerializer, TrackSerializer
from mosaic_contracts.internal_api import EventSettings

_NO_EVENTS = EventSettings().model_dump(mode="json")
_TRACK = [str(name) for name in TrackSerializer().fields]
_PROBE = [str(name) for name in KeptProbeSerializer().fields if str(name) != "probed_at"]


def told(row: CameraRow) -> dict[str, Any]:
    """A row, with its stream state joined, as the API tells it: what `CameraSerializer` documents.

    Answered as it is: writing a page of 100 cameras by the serializer takes 20 ms.
    """
    return {
        "id": str(row.id),
        "name": row.name,
        "source_url": row.source_address,
        "enabled": row.enabled,
        "group": _text(row.group_id),
        "site": _text(row.site_id),
        "key": row.key,
        "sub_url": row.sub_address or None,
        "tags": row.tags,
        "position": row.position,
        "recording": {
            "mode": row.recording_mode,
            "otherwise": row.recording_otherwise,
            "retention_days": row.retention_days,
            "schedule": _text(row.recording_schedule_id),
            "events": _NO_EVENTS | row.recording_events,
        },
        "ai": {
            "enabled": row.ai_enabled,
            "classes": row.ai_classes,
            "read_plates": row.ai_read_plates,
            "capture": row.ai_capture,
            "zones": row.zones,
            "schedule": _text(row.ai_schedule_id),
        },
        "live": {"transcode": row.transcode},
        "offline_alarm": row.offline_alarm,
        "state": _state(row),
        "status": _status(row),
        "probe": _probe(row),
        "ptz": _has_ptz(row),
        "revision": row.revision,
    }


def _text(identifier: UUID | None) -> str | None:
    return str(identifier) if identifier else None


def _state(row: CameraRow) -> dict[str, Any]:
    known = getattr(row, "stream_state", None)
    if not row.enabled or known is None:
        return {
            "state": "unknown" if row.enabled else "disabled",
            "reason": None,
            "detail": None,
            "changed_at": None,
            "tracks": [],
            "sub": None,
        }
    return {
        "state": known.state,
        "reason": known.reason,
        "detail": known.detail,
        "changed_at": known.changed_at,
        "tracks": _tracks(known.tracks),
        "sub": _sub_state(known.sub) if row.sub_address and known.sub else None,
    }


def _sub_state(kept: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "state": kept["state"],
        "reason": kept["reason"],
        "detail": kept["detail"],
        "changed_at": datetime.fromisoformat(kept["changed_at"]),
        "tracks": _tracks(kept["tracks"]),
    }


def _tracks(kept: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{name: track.get(name) for name in _TRACK} for track in kept]


def _status(row: CameraRow) -> dict[str, Any]:
    known = getattr(row, "status", None)
    if not row.enabled:
        return {"status": "disabled", "reason": None, "since": None}
    if known is None or known.name in {None, "disabled"}:
        return {"status": "unknown", "reason": None, "since": None}
    return {"status": known.name, "reason": known.reason, "since": known.since}


def _has_ptz(row: CameraRow) -> bool:
    known = getattr(row, "onvif", None)
    return bool(known and known.has_ptz)


def _probe(row: CameraRow) -> dict[str, Any] | None:
    known = getattr(row, "last_probe", None)
    if not known:
        return None
    told = {name: known.outcome.get(name) for name in _PROBE}
    return told | {"probed_at": known.probed_at}

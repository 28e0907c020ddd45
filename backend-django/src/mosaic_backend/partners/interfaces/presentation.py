"""Things of the other contexts as the partner API shows them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from mosaic_backend.cameras.facade import CameraView, StreamStateView
from mosaic_backend.clips.facade import ClipView
from mosaic_backend.detections.facade import DetectionView, Hit, shown_hit
from mosaic_backend.shared.http.pagination import cursor_of

Names = Mapping[UUID, str]
T = TypeVar("T")


def cut(rows: Sequence[T], limit: int, id_of: Callable[[T], UUID]) -> tuple[list[T], str | None]:
    """At most `limit` of the rows, and the cursor of what is behind them."""
    shown = list(rows[:limit])
    return shown, cursor_of(id_of(shown[-1])) if len(rows) > limit else None


def camera(view: CameraView, known: StreamStateView | None) -> dict[str, Any]:
    state = known.state if known else "unknown"
    return {
        "id": view.id,
        "name": view.name,
        "group": view.group_id,
        "enabled": view.enabled,
        "state": {
            "state": state if view.enabled else "disabled",
            "reason": known.reason if known and view.enabled else None,
            "changed_at": known.changed_at if known and view.enabled else None,
        },
    }


def detection(view: DetectionView, names: Names) -> dict[str, Any]:
    return {
        "id": view.id,
        "camera": view.camera_id,
        "camera_name": names.get(view.camera_id),
        "captured_at": view.captured_at,
        "label": view.label,
        "confidence": view.confidence,
        "box": view.box,
        "track_id": view.track_id,
        "zones": view.zones,
        "frame": {"width": view.frame[0], "height": view.frame[1]},
    }


def plate(hit: Hit, names: Names) -> dict[str, Any]:
    return shown_hit(hit, names, "/partner/v1/plates")


def clip(view: ClipView, names: Names) -> dict[str, Any]:
    return {
        "id": view.id,
        "camera": view.camera_id,
        "camera_name": names.get(view.camera_id),
        "state": view.state,
        "reason": view.reason,
        "from": view.starts_at,
        "to": view.ends_at,
        "size_bytes": view.size_bytes,
        "sha256": view.sha256,
        "requested_at": view.requested_at,
        "finished_at": view.finished_at,
        "file": f"/partner/v1/clips/{view.id}/file" if view.is_ready else None,
    }

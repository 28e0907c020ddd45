"""Looks at a camera's source, and keeps what was seen with its time."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from mosaic_backend.cameras.domain.probe import audio_codec, warnings_of
from mosaic_backend.cameras.infrastructure import parts
from mosaic_backend.cameras.infrastructure.models import CameraRow, ProbeRow
from mosaic_contracts.errors import NotFoundError, UnavailableError

TRACK_FIELDS = ("codec", "width", "height", "fps", "gop_s", "has_b_frames")


def probe(source_url: str) -> dict[str, Any]:
    """What streaming found, with what it means. Raises UnavailableError."""
    outcome = parts.probe(source_url)
    tracks = [
        {name: track.get(name) for name in TRACK_FIELDS} for track in outcome.get("tracks", [])
    ]
    return {
        "ok": bool(outcome.get("ok")),
        "reason": outcome.get("reason"),
        "detail": outcome.get("detail"),
        "tracks": tracks,
        "audio": audio_codec(tracks),
        "warnings": [asdict(warning) for warning in warnings_of(tracks)],
        "took_ms": outcome.get("took_ms", 0),
    }


def keep(camera_id: UUID, outcome: dict[str, Any], now: datetime) -> None:
    """Of the main stream; a camera that was removed meanwhile has none."""
    if CameraRow.objects.filter(id=camera_id, deleted_at__isnull=True).exists():
        ProbeRow.objects.update_or_create(
            camera_id=camera_id, defaults={"probed_at": now, "outcome": outcome}
        )


def has_picture(camera_id: UUID) -> bool:
    """Whether there is a snapshot now."""
    try:
        parts.latest_picture(camera_id)
    except (NotFoundError, UnavailableError):
        return False
    return True

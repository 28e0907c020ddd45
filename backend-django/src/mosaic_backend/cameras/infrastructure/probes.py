"""Looks at a camera's source, and keeps what was seen with its time."""

import base64
import binascii
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from mosaic_backend.cameras.domain.probe import audio_codec, warnings_of
from mosaic_backend.cameras.infrastructure import parts
from mosaic_backend.cameras.infrastructure.models import CameraRow, ProbeRow, ProbeSnapshot
from mosaic_backend.cameras.infrastructure.parts import Picture
from mosaic_contracts.errors import NotFoundError, UnavailableError

TRACK_FIELDS = ("codec", "width", "height", "fps", "gop_s", "has_b_frames")
MAX_SNAPSHOT_BYTES = 1 << 20
_JPEG = b"\xff\xd8"


@dataclass(frozen=True)
class Probe:
    """What streaming found, with what it means; snapshot: a JPEG, None where there was no picture in time."""

    outcome: dict[str, Any]
    probed_at: datetime
    snapshot: bytes | None = field(default=None, repr=False)


def probe(source_url: str) -> Probe:
    """Raises UnavailableError."""
    outcome = parts.probe(source_url)
    tracks = [
        {name: track.get(name) for name in TRACK_FIELDS} for track in outcome.get("tracks", [])
    ]
    told = {
        "ok": bool(outcome.get("ok")),
        "reason": outcome.get("reason"),
        "detail": outcome.get("detail"),
        "tracks": tracks,
        "audio": audio_codec(tracks),
        "warnings": [asdict(warning) for warning in warnings_of(tracks)],
        "took_ms": outcome.get("took_ms", 0),
    }
    return Probe(told, timezone.now(), _jpeg(outcome.get("snapshot")))


def keep(row: CameraRow, probed: Probe) -> None:
    """Of the main stream. Where this look gave no picture an earlier one stays; a removed camera has nothing."""
    with transaction.atomic():
        present = CameraRow.objects.select_for_update().filter(id=row.id, deleted_at__isnull=True)
        if not present.exists():
            return
        ProbeRow.objects.update_or_create(
            camera_id=row.id,
            defaults={"probed_at": probed.probed_at, "outcome": probed.outcome},
        )
        if probed.snapshot:
            ProbeSnapshot.objects.update_or_create(
                camera_id=row.id,
                defaults={
                    "jpeg": probed.snapshot,
                    "source_address": row.source_address,
                    "taken_at": probed.probed_at,
                },
            )


def snapshot(row: CameraRow) -> Picture:
    """The picture of the last look at the camera's present address. Raises NotFoundError."""
    kept = ProbeSnapshot.objects.filter(
        camera_id=row.id, source_address=row.source_address, camera__deleted_at__isnull=True
    ).first()
    if kept is None:
        raise NotFoundError("No probe of this address gave a picture yet.")
    return Picture(bytes(kept.jpeg), kept.taken_at.isoformat())


def newest_picture(row: CameraRow) -> Picture:
    """What the AI looked at last, else what the last probe saw. Raises NotFoundError."""
    if row.enabled:
        try:
            return parts.latest_picture(row.id)
        except (NotFoundError, UnavailableError):
            pass
    return snapshot(row)


def _jpeg(told: object) -> bytes | None:
    """None also for what is no JPEG of a bearable size."""
    if not isinstance(told, str) or len(told) > MAX_SNAPSHOT_BYTES * 4 // 3 + 4:
        return None
    try:
        picture = base64.b64decode(told, validate=True)
    except (binascii.Error, ValueError):
        return None
    return picture if picture.startswith(_JPEG) else None

"""The cameras' table behind the use cases' port."""

from uuid import UUID

from django.db import connection
from django.utils import timezone

from mosaic_backend.cameras.domain.camera import Camera, CameraDraft
from mosaic_backend.cameras.infrastructure.models import CameraGroup, CameraRow, StreamStateRow
from mosaic_contracts.internal_api import AiSettings, RecordingSettings, Zone
from mosaic_contracts.redaction import without_credentials


def recording_of(row: CameraRow) -> RecordingSettings:
    return RecordingSettings.model_validate(
        {"mode": row.recording_mode, "retention_days": row.retention_days}
    )


def ai_of(row: CameraRow) -> AiSettings:
    return AiSettings(
        enabled=row.ai_enabled,
        classes=row.ai_classes,
        read_plates=row.ai_read_plates,
        zones=[Zone.model_validate(zone) for zone in row.zones],
    )


def camera_of(row: CameraRow) -> Camera:
    return Camera(
        id=row.id,
        draft=CameraDraft(
            name=row.name,
            source_url=row.source_url,
            enabled=row.enabled,
            group_id=row.group_id,
            recording=recording_of(row),
            ai=ai_of(row),
        ),
        revision=row.revision,
    )


def columns_of(camera: Camera) -> dict[str, object]:
    draft = camera.draft
    return {
        "name": draft.name,
        "source_url": draft.source_url,
        "source_address": without_credentials(draft.source_url),
        "enabled": draft.enabled,
        "group_id": draft.group_id,
        "recording_mode": draft.recording.mode,
        "retention_days": draft.recording.retention_days,
        "ai_enabled": draft.ai.enabled,
        "ai_classes": draft.ai.classes,
        "ai_read_plates": draft.ai.read_plates,
        "zones": [zone.model_dump(mode="json") for zone in draft.ai.zones],
        "revision": camera.revision,
    }


class DatabaseCameraStore:
    """Adapter of `CameraStore`."""

    def take_revision(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO cameras_camerarevision AS r (id, value) VALUES (1, 1) "
                "ON CONFLICT (id) DO UPDATE SET value = r.value + 1 RETURNING value"
            )
            return int(cursor.fetchone()[0])

    def locked(self, camera_id: UUID) -> Camera | None:
        row = (
            CameraRow.objects.select_for_update()
            .filter(id=camera_id, deleted_at__isnull=True)
            .first()
        )
        return camera_of(row) if row else None

    def put(self, camera: Camera) -> None:
        CameraRow.objects.update_or_create(id=camera.id, defaults=columns_of(camera))

    def remove(self, camera_id: UUID, revision: int) -> None:
        CameraRow.objects.filter(id=camera_id).update(
            enabled=False,
            source_url="",
            source_address="",
            zones=[],
            revision=revision,
            deleted_at=timezone.now(),
        )
        StreamStateRow.objects.filter(camera_id=camera_id).delete()

    def group_exists(self, group_id: UUID) -> bool:
        return CameraGroup.objects.filter(id=group_id).exists()

"""The cameras' table behind the use cases' port."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from mosaic_backend.cameras.application.ports import Related
from mosaic_backend.cameras.domain.camera import Camera, CameraDraft, position_of
from mosaic_backend.cameras.infrastructure.models import (
    CameraGroup,
    CameraRow,
    CameraStatusRow,
    EventSubscription,
    OnvifRow,
    ProbeRow,
    ProbeSnapshot,
    PtzLock,
    Schedule,
    Site,
    StreamStateRow,
)
from mosaic_contracts.internal_api import AiSettings, LiveSettings, RecordingSettings, Zone
from mosaic_contracts.redaction import without_credentials

_MODELS: dict[Related, type[Model]] = {"group": CameraGroup, "site": Site, "schedule": Schedule}


def recording_of(row: CameraRow) -> RecordingSettings:
    return RecordingSettings.model_validate(
        {
            "mode": row.recording_mode,
            "otherwise": row.recording_otherwise,
            "retention_days": row.retention_days,
            "events": row.recording_events,
        }
    )


def ai_of(row: CameraRow) -> AiSettings:
    return AiSettings(
        enabled=row.ai_enabled,
        classes=row.ai_classes,
        read_plates=row.ai_read_plates,
        zones=[Zone.model_validate(zone) for zone in row.zones],
        capture=row.ai_capture,
    )


def live_of(row: CameraRow) -> LiveSettings:
    return LiveSettings.model_validate({"transcode": row.transcode})


def camera_of(row: CameraRow) -> Camera:
    return Camera(
        id=row.id,
        draft=CameraDraft(
            name=row.name,
            source_url=row.source_url,
            sub_url=row.sub_url,
            key=row.key,
            enabled=row.enabled,
            group_id=row.group_id,
            site_id=row.site_id,
            tags=tuple(row.tags),
            position=position_of(row.position) if row.position else None,
            recording=recording_of(row),
            recording_schedule_id=row.recording_schedule_id,
            ai=ai_of(row),
            ai_schedule_id=row.ai_schedule_id,
            live=live_of(row),
            offline_alarm=row.offline_alarm,
        ),
        revision=row.revision,
    )


def columns_of(camera: Camera) -> dict[str, object]:
    draft = camera.draft
    return {
        "name": draft.name,
        "source_url": draft.source_url,
        "source_address": without_credentials(draft.source_url),
        "sub_url": draft.sub_url,
        "sub_address": without_credentials(draft.sub_url),
        "key": draft.key or str(camera.id),
        "enabled": draft.enabled,
        "group_id": draft.group_id,
        "site_id": draft.site_id,
        "tags": list(draft.tags),
        "position": draft.position.model_dump(mode="json") if draft.position else None,
        "transcode": draft.live.transcode,
        "offline_alarm": draft.offline_alarm,
        "recording_mode": draft.recording.mode,
        "recording_otherwise": draft.recording.otherwise,
        "recording_events": draft.recording.events.model_dump(mode="json"),
        "retention_days": draft.recording.retention_days,
        "recording_schedule_id": draft.recording_schedule_id,
        "ai_enabled": draft.ai.enabled,
        "ai_classes": draft.ai.classes,
        "ai_read_plates": draft.ai.read_plates,
        "ai_capture": draft.ai.capture,
        "ai_schedule_id": draft.ai_schedule_id,
        "zones": [zone.model_dump(mode="json") for zone in draft.ai.zones],
        "revision": camera.revision,
    }


class DatabaseCameraStore:
    """Adapter of `CameraStore`."""

    def take_turn(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO cameras_camerarevision AS r (id, value) VALUES (1, 0) "
                "ON CONFLICT (id) DO UPDATE SET value = r.value"
            )

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

    def locked_many(self, ids: Collection[UUID]) -> dict[UUID, Camera]:
        rows = CameraRow.objects.select_for_update().filter(id__in=ids, deleted_at__isnull=True)
        return {row.id: camera_of(row) for row in rows.order_by("id")}

    def put(self, camera: Camera) -> None:
        CameraRow.objects.update_or_create(id=camera.id, defaults=columns_of(camera))

    def put_many(self, cameras: Sequence[Camera]) -> None:
        rows = [CameraRow(id=camera.id, **columns_of(camera)) for camera in cameras]
        now = timezone.now()
        for row in rows:
            row.changed_at = now
        columns = [*columns_of(cameras[0]), "changed_at"] if cameras else []
        CameraRow.objects.bulk_update(rows, columns, batch_size=500)

    def remove(self, camera_id: UUID, revision: int) -> None:
        CameraRow.objects.filter(id=camera_id).update(
            enabled=False,
            source_url="",
            source_address="",
            sub_url="",
            sub_address="",
            site_id=None,
            recording_schedule_id=None,
            ai_schedule_id=None,
            zones=[],
            revision=revision,
            deleted_at=timezone.now(),
        )
        StreamStateRow.objects.filter(camera_id=camera_id).delete()
        CameraStatusRow.objects.filter(camera_id=camera_id).delete()
        ProbeRow.objects.filter(camera_id=camera_id).delete()
        ProbeSnapshot.objects.filter(camera_id=camera_id).delete()
        OnvifRow.objects.filter(camera_id=camera_id).delete()
        EventSubscription.objects.filter(camera_id=camera_id).delete()
        PtzLock.objects.filter(camera_id=camera_id).delete()

    def exists(self, kind: Related, identifier: UUID) -> bool:
        return _MODELS[kind]._default_manager.filter(pk=identifier).exists()

    def key_is_free(self, key: str, camera_id: UUID) -> bool:
        taken = CameraRow.objects.filter(key=key, deleted_at__isnull=True).exclude(id=camera_id)
        return not taken.exists()

"""Internal HTTP: the cameras as they should be."""

from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from rest_framework.request import Request

from mosaic_backend.cameras.infrastructure.camera_store import ai_of, recording_of
from mosaic_backend.cameras.infrastructure.models import CameraRevision, CameraRow
from mosaic_backend.cameras.infrastructure.schedule_times import ScheduleTimes, time_zone_of
from mosaic_backend.shared.http.internal import InternalView
from mosaic_backend.shared.http.preconditions import etag_of
from mosaic_contracts.internal_api import DesiredCamera, DesiredCameras


class DesiredCamerasView(InternalView):
    def get(self, request: Request) -> HttpResponse:
        """All cameras with their credentials; 304 while nothing has changed."""
        with transaction.atomic():
            revision = CameraRevision.objects.values_list("value", flat=True).first() or 0
            times = ScheduleTimes(timezone.now())
            fingerprint = times.fingerprint()
            etag = f'"{revision}-{fingerprint}"' if fingerprint else etag_of(revision)
            if request.headers.get("If-None-Match") == etag:
                return HttpResponse(status=304, headers={"ETag": etag})
            rows = list(
                CameraRow.objects.filter(deleted_at__isnull=True)
                .select_related("site", "group__site")
                .order_by("id")
            )
        wanted = DesiredCameras(
            items=[_desired(row, times) for row in rows],
            revision=revision,
        )
        return HttpResponse(
            wanted.model_dump_json(),
            content_type="application/json",
            headers={"ETag": etag, "Cache-Control": "no-store"},
        )


def _desired(row: CameraRow, times: ScheduleTimes) -> DesiredCamera:
    zone = time_zone_of(row)
    recording, ai = recording_of(row), ai_of(row)
    if not times.in_force(row.recording_schedule_id, zone):
        recording = recording.model_copy(update={"mode": "off"})
    if not times.in_force(row.ai_schedule_id, zone):
        ai = ai.model_copy(update={"enabled": False})
    return DesiredCamera(
        id=row.id,
        name=row.name,
        source_url=row.source_url,
        sub_url=row.sub_url or None,
        enabled=row.enabled,
        group_id=row.group_id,
        recording=recording,
        ai=ai,
        revision=row.revision,
    )

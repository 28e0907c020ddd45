"""Internal HTTP: the cameras as they should be."""

from django.db import transaction
from django.http import HttpResponse
from rest_framework.request import Request

from mosaic_backend.cameras.infrastructure.camera_store import ai_of, recording_of
from mosaic_backend.cameras.infrastructure.models import CameraRevision, CameraRow
from mosaic_backend.shared.http.internal import InternalView
from mosaic_backend.shared.http.preconditions import etag_of
from mosaic_contracts.internal_api import DesiredCamera, DesiredCameras


class DesiredCamerasView(InternalView):
    def get(self, request: Request) -> HttpResponse:
        """All cameras with their credentials; 304 while nothing has changed."""
        with transaction.atomic():
            revision = CameraRevision.objects.values_list("value", flat=True).first() or 0
            etag = etag_of(revision)
            if request.headers.get("If-None-Match") == etag:
                return HttpResponse(status=304, headers={"ETag": etag})
            rows = list(CameraRow.objects.filter(deleted_at__isnull=True).order_by("id"))
        wanted = DesiredCameras(
            items=[
                DesiredCamera(
                    id=row.id,
                    name=row.name,
                    source_url=row.source_url,
                    enabled=row.enabled,
                    group_id=row.group_id,
                    recording=recording_of(row),
                    ai=ai_of(row),
                    revision=row.revision,
                )
                for row in rows
            ],
            revision=revision,
        )
        return HttpResponse(
            wanted.model_dump_json(),
            content_type="application/json",
            headers={"ETag": etag, "Cache-Control": "no-store"},
        )

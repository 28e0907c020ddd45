"""REST: what the other services know about a camera right now."""

from datetime import UTC, datetime
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mosaic_backend.cameras.infrastructure import parts
from mosaic_backend.cameras.interfaces.selection import visible_row
from mosaic_backend.cameras.interfaces.serializers import ProbeSerializer
from mosaic_backend.shared.http.permissions import principal_of_request
from mosaic_contracts.errors import ConflictError
from mosaic_contracts.permissions import Verb


class ProbeView(APIView):
    required_verb = {"POST": Verb.CONFIGURE}

    @extend_schema(operation_id="probe_camera", request=None, responses=ProbeSerializer)
    def post(self, request: Request, camera_id: UUID) -> Response:
        """Opens the camera once and tells what it sends, or why it cannot be opened."""
        row = visible_row(principal_of_request(request), camera_id)
        return Response(parts.probe(row.source_url))


class SnapshotView(APIView):
    required_verb = {"GET": Verb.LIVE}

    @extend_schema(
        operation_id="get_snapshot",
        responses={
            (200, "image/jpeg"): OpenApiResponse(
                OpenApiTypes.BINARY, description="The newest sampled picture; X-Captured-At, Age"
            )
        },
    )
    def get(self, request: Request, camera_id: UUID) -> HttpResponse:
        """The newest picture that the AI looked at."""
        row = visible_row(principal_of_request(request), camera_id)
        if not row.enabled:
            raise ConflictError("The camera is switched off.")
        picture = parts.latest_picture(camera_id)
        headers = {"Cache-Control": "no-store", "X-Captured-At": picture.captured_at}
        if (age_s := _age_s(picture.captured_at)) is not None:
            headers["Age"] = str(age_s)
        return HttpResponse(picture.jpeg, content_type="image/jpeg", headers=headers)


def _age_s(captured_at: str) -> int | None:
    try:
        return max(
            0, int((datetime.now(UTC) - datetime.fromisoformat(captured_at)).total_seconds())
        )
    except (ValueError, TypeError):
        return None

"""REST: what the other services know about a camera right now."""

from datetime import UTC, datetime
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mosaic_backend.cameras.infrastructure import parts, probes
from mosaic_backend.cameras.interfaces.selection import visible_row
from mosaic_backend.cameras.interfaces.serializers import ProbeSerializer
from mosaic_backend.shared.http.filters import refuse_unknown_parameters
from mosaic_backend.shared.http.permissions import principal_of_request
from mosaic_backend.shared.http.query_values import text_from
from mosaic_contracts.errors import ConflictError, InvalidInputError
from mosaic_contracts.permissions import Verb


class ProbeView(APIView):
    required_verb = {"POST": Verb.CONFIGURE}

    @extend_schema(
        operation_id="probe_camera",
        request=None,
        parameters=[OpenApiParameter("stream", str, enum=["main", "sub"], default="main")],
        responses=ProbeSerializer,
    )
    def post(self, request: Request, camera_id: UUID) -> Response:
        """Opens the camera once and tells what it sends, or why it cannot be opened; kept for the main stream."""
        refuse_unknown_parameters(request, {"stream"}, paginated=False)
        stream = text_from(request, "stream") or "main"
        if stream not in {"main", "sub"}:
            raise InvalidInputError("stream is main or sub", pointer="stream")
        row = visible_row(principal_of_request(request), camera_id, Verb.CONFIGURE)
        if stream == "sub" and not row.sub_url:
            raise ConflictError("The camera has no second stream.")
        outcome = probes.probe(row.source_url if stream == "main" else row.sub_url)
        now = timezone.now()
        if stream == "main":
            probes.keep(camera_id, outcome, now)
        picture = outcome["ok"] and row.enabled and probes.has_picture(camera_id)
        snapshot_url = f"/api/v1/cameras/{camera_id}/snapshot.jpg" if picture else None
        told = outcome | {"probed_at": now, "snapshot_url": snapshot_url}
        return Response(ProbeSerializer(told).data)


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
        row = visible_row(principal_of_request(request), camera_id, Verb.LIVE)
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

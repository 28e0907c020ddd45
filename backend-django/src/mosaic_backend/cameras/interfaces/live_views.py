"""REST: what the other services know about a camera right now."""

from datetime import UTC, datetime
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mosaic_backend.cameras.infrastructure import parts, probes
from mosaic_backend.cameras.interfaces.selection import visible_row, visible_rows
from mosaic_backend.cameras.interfaces.state_serializers import PostersSerializer, ProbeSerializer
from mosaic_backend.shared.http.filters import refuse_unknown_parameters
from mosaic_backend.shared.http.permissions import principal_of_request
from mosaic_backend.shared.http.query_values import ids_from, text_from
from mosaic_contracts.errors import ConflictError, InvalidInputError, NotFoundError
from mosaic_contracts.internal_api import MOST_POSTERS
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
        probed = probes.probe(row.source_url if stream == "main" else row.sub_url)
        if stream == "main":
            probes.keep(row, probed)
        taken = stream == "main" and probed.snapshot is not None
        snapshot_url = f"/api/v1/cameras/{camera_id}/snapshot.jpg?of=probe" if taken else None
        told = probed.outcome | {"probed_at": probed.probed_at, "snapshot_url": snapshot_url}
        return Response(ProbeSerializer(told).data)


class SnapshotView(APIView):
    required_verb = {"GET": Verb.LIVE}

    @extend_schema(
        operation_id="get_snapshot",
        parameters=[OpenApiParameter("of", str, enum=["now", "probe"], default="now")],
        responses={
            (200, "image/jpeg"): OpenApiResponse(
                OpenApiTypes.BINARY, description="X-Captured-At, Age"
            )
        },
    )
    def get(self, request: Request, camera_id: UUID) -> HttpResponse:
        """The newest picture that the AI looked at, or what the last probe of the address saw."""
        refuse_unknown_parameters(request, {"of"}, paginated=False)
        of = text_from(request, "of") or "now"
        if of not in {"now", "probe"}:
            raise InvalidInputError("of is now or probe", pointer="of")
        row = visible_row(principal_of_request(request), camera_id, Verb.LIVE)
        if of == "now" and not row.enabled:
            raise ConflictError("The camera is switched off.")
        picture = probes.snapshot(row) if of == "probe" else parts.latest_picture(camera_id)
        headers = {"Cache-Control": "no-store", "X-Captured-At": picture.captured_at}
        if (age_s := _age_s(picture.captured_at)) is not None:
            headers["Age"] = str(age_s)
        return HttpResponse(picture.jpeg, content_type="image/jpeg", headers=headers)


class PostersView(APIView):
    required_verb = {"GET": Verb.LIVE}

    @extend_schema(
        operation_id="list_posters",
        parameters=[OpenApiParameter("camera", UUID, many=True, required=True)],
        responses=PostersSerializer,
    )
    def get(self, request: Request) -> Response:
        """The newest picture that the AI looked at of each camera, small, in one answer for a whole mosaic.

        Cameras without one are left out, as are those that one may not see; 404 where none is left to ask about.
        """
        refuse_unknown_parameters(request, {"camera"}, paginated=False, repeated={"camera"})
        asked = ids_from(request, "camera", most=MOST_POSTERS)
        principal = principal_of_request(request)
        rows = visible_rows(principal, Verb.LIVE).filter(id__in=asked, enabled=True)
        seen = list(rows.values_list("id", flat=True)) if asked else []
        if not seen:
            raise NotFoundError("There is no such camera.")
        told = parts.posters(seen)
        items = [item for item in told.items if item.camera_id in seen]
        answer = Response(PostersSerializer({"items": items}).data)
        answer["Cache-Control"] = "no-store"
        return answer


def _age_s(captured_at: str) -> int | None:
    try:
        return max(
            0, int((datetime.now(UTC) - datetime.fromisoformat(captured_at)).total_seconds())
        )
    except (ValueError, TypeError):
        return None

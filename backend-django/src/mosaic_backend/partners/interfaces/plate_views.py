"""/partner/v1/plates: search, one read, its pictures."""

from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mosaic_backend.audit.facade import check_search_reason
from mosaic_backend.detections.facade import (
    IMAGE_KINDS,
    MAX_QUERY_LENGTH,
    Hit,
    Match,
    PlateRecord,
)
from mosaic_backend.partners.application.source import Source, Wanted
from mosaic_backend.partners.domain.scopes import Scope
from mosaic_backend.partners.infrastructure.sources import source_of
from mosaic_backend.partners.interfaces import parameters, presentation
from mosaic_backend.partners.interfaces.authentication import client_of_request
from mosaic_backend.partners.interfaces.base import (
    PartnerView,
    record_done,
    record_look,
    record_search,
)
from mosaic_backend.partners.interfaces.serializers import PartnerPlateSerializer, PlatePage
from mosaic_backend.shared.http.filters import refuse_unknown_parameters
from mosaic_backend.shared.http.pagination import limit_of
from mosaic_backend.shared.http.query_values import (
    choice_from,
    id_from,
    share_from,
    span_from,
    text_from,
)
from mosaic_backend.shared.http.reason import HEADER, PARAMETER, reason_from
from mosaic_contracts.errors import InvalidInputError, NotFoundError

ASKED = ("text", "match", "camera", "from", "to", "min_confidence")


class PlatesView(PartnerView):
    required_scope = Scope.PLATES

    @extend_schema(
        operation_id="list_plates",
        parameters=[
            OpenApiParameter("text", str, description="What the plate says."),
            OpenApiParameter(
                "match",
                str,
                enum=[match.value for match in Match],
                description="Default: wildcard where the text holds ? or *, else fuzzy.",
            ),
            parameters.CAMERA,
            parameters.FROM,
            parameters.TO,
            parameters.MIN_CONFIDENCE,
            OpenApiParameter(
                PARAMETER,
                str,
                description="Why; some sites demand it for what is not just the newest (code reason-required).",
            ),
            OpenApiParameter(
                HEADER, str, OpenApiParameter.HEADER, description="The same as a header."
            ),
            *parameters.PAGE,
        ],
        responses=PlatePage,
    )
    def get(self, request: Request) -> Response:
        """Plate reads: by text the likeliest first, else the newest."""
        refuse_unknown_parameters(request, (*ASKED, PARAMETER))
        text = text_from(request, "text", max_length=MAX_QUERY_LENGTH)
        reason = reason_from(request)
        asked = {name: request.query_params[name] for name in ASKED if name in request.query_params}
        if asked:
            check_search_reason(reason)
        since, until = span_from(request)
        source = source_of(client_of_request(request))
        wanted = Wanted(
            camera=id_from(request, "camera"),
            since=since,
            until=until,
            min_confidence=share_from(request, "min_confidence"),
        )
        hits, following = source.plates(
            text,
            _match(request, text),
            wanted,
            limit_of(request),
            request.query_params.get("cursor"),
        )
        if text is not None:
            record_search(request, text, asked, reason=reason)
        elif asked:
            record_done(request, "plates.searched", "", asked, reason=reason)
        else:
            record_look(request, "plates.listed", "plates", reason=reason)
        names = source.names({hit.read.camera_id for hit in hits})
        items = [presentation.plate(hit, names) for hit in hits]
        return Response(PlatePage({"items": items, "next_cursor": following}).data)


class PlateView(PartnerView):
    required_scope = Scope.PLATES

    @extend_schema(
        operation_id="get_plate",
        parameters=[
            OpenApiParameter(PARAMETER, str, description="Why, for the audit log."),
            OpenApiParameter(
                HEADER, str, OpenApiParameter.HEADER, description="The same as a header."
            ),
        ],
        responses=PartnerPlateSerializer,
    )
    def get(self, request: Request, read_id: UUID) -> Response:
        refuse_unknown_parameters(request, (PARAMETER,), paginated=False)
        reason = reason_from(request)
        source = source_of(client_of_request(request))
        read = _visible(source, read_id)
        shown_camera = {"camera": read.camera_id}
        record_look(request, "plate.seen", f"plate:{read.id}", shown_camera, reason=reason)
        shown = presentation.plate(Hit(read, None, None), source.names({read.camera_id}))
        return Response(PartnerPlateSerializer(shown).data)


class PlateImageView(PartnerView):
    required_scope = Scope.PLATES

    @extend_schema(
        operation_id="get_plate_image",
        parameters=[OpenApiParameter("kind", str, "path", enum=IMAGE_KINDS)],
        responses={(200, "image/jpeg"): OpenApiResponse(OpenApiTypes.BINARY)},
    )
    def get(self, request: Request, read_id: UUID, kind: str) -> HttpResponse:
        """A crop as JPEG."""
        source = source_of(client_of_request(request))
        read = _visible(source, read_id)
        key = read.images.get(kind) if kind in IMAGE_KINDS else None
        if key is None:
            raise NotFoundError("there is no such picture of this read")
        return HttpResponse(
            source.picture(key),
            content_type="image/jpeg",
            headers={
                "Cache-Control": "private, max-age=60",
                "Vary": "Authorization, X-API-Key",
                "X-Content-Type-Options": "nosniff",
            },
        )


def _visible(source: Source, read_id: UUID) -> PlateRecord:
    read = source.plate(read_id)
    if read is None:
        raise NotFoundError
    return read


def _match(request: Request, text: str | None) -> Match | None:
    named = choice_from(request, "match", Match)
    if named is None:
        return None
    if text is None:
        raise InvalidInputError("match says nothing without text", pointer="match")
    return Match(named)

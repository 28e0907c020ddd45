"""/partner/v1/detections."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mosaic_backend.partners.application.source import Wanted
from mosaic_backend.partners.domain.scopes import Scope
from mosaic_backend.partners.infrastructure.sources import source_of
from mosaic_backend.partners.interfaces import parameters, presentation
from mosaic_backend.partners.interfaces.authentication import client_of_request
from mosaic_backend.partners.interfaces.base import PartnerView, record_done
from mosaic_backend.partners.interfaces.serializers import DetectionPage
from mosaic_backend.shared.http.filters import refuse_unknown_parameters
from mosaic_backend.shared.http.pagination import id_of, limit_of
from mosaic_backend.shared.http.query_values import id_from, share_from, span_from, text_from

FILTERS = ("camera", "label", "from", "to", "min_confidence", "zone")


class DetectionsView(PartnerView):
    required_scope = Scope.DETECTIONS

    @extend_schema(
        operation_id="list_detections",
        parameters=[
            parameters.CAMERA,
            OpenApiParameter("label", str),
            parameters.FROM,
            parameters.TO,
            parameters.MIN_CONFIDENCE,
            OpenApiParameter("zone", str, description="The name of a zone that holds the object."),
            *parameters.PAGE,
        ],
        responses=DetectionPage,
    )
    def get(self, request: Request) -> Response:
        """Objects seen, newest first."""
        refuse_unknown_parameters(request, FILTERS)
        limit, cursor = limit_of(request), request.query_params.get("cursor")
        since, until = span_from(request)
        source = source_of(client_of_request(request))
        wanted = Wanted(
            camera=id_from(request, "camera"),
            since=since,
            until=until,
            min_confidence=share_from(request, "min_confidence"),
            label=text_from(request, "label"),
            zone=text_from(request, "zone", max_length=200),
        )
        rows = source.detections(wanted, id_of(cursor) if cursor else None, limit + 1)
        shown, following = presentation.cut(rows, limit, lambda row: row.id)
        asked = {
            name: request.query_params[name] for name in FILTERS if name in request.query_params
        }
        if asked:
            record_done(request, "detections.searched", "", asked)
        names = source.names({row.camera_id for row in shown})
        items = [presentation.detection(row, names) for row in shown]
        return Response(DetectionPage({"items": items, "next_cursor": following}).data)

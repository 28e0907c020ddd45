"""/partner/v1/cameras."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mosaic_backend.partners.domain.scopes import Scope
from mosaic_backend.partners.infrastructure.sources import source_of
from mosaic_backend.partners.interfaces import parameters, presentation
from mosaic_backend.partners.interfaces.authentication import client_of_request
from mosaic_backend.partners.interfaces.base import PartnerView
from mosaic_backend.partners.interfaces.serializers import CameraPage, PartnerCameraSerializer
from mosaic_backend.shared.http.filters import refuse_unknown_parameters
from mosaic_backend.shared.http.pagination import id_of, limit_of
from mosaic_contracts.errors import NotFoundError


class CamerasView(PartnerView):
    required_scope = Scope.CAMERAS

    @extend_schema(operation_id="list_cameras", parameters=[*parameters.PAGE], responses=CameraPage)
    def get(self, request: Request) -> Response:
        """The cameras, oldest first."""
        refuse_unknown_parameters(request)
        limit = limit_of(request)
        cursor = request.query_params.get("cursor")
        source = source_of(client_of_request(request))
        rows = source.cameras(id_of(cursor) if cursor else None, limit + 1)
        shown, following = presentation.cut(rows, limit, lambda row: row.id)
        states = source.states([row.id for row in shown])
        items = [presentation.camera(row, states.get(row.id)) for row in shown]
        return Response(CameraPage({"items": items, "next_cursor": following}).data)


class CameraView(PartnerView):
    required_scope = Scope.CAMERAS

    @extend_schema(operation_id="get_camera", responses=PartnerCameraSerializer)
    def get(self, request: Request, camera_id: UUID) -> Response:
        refuse_unknown_parameters(request, paginated=False)
        source = source_of(client_of_request(request))
        found = source.camera(camera_id)
        if found is None:
            raise NotFoundError
        known = source.states([camera_id]).get(camera_id)
        return Response(PartnerCameraSerializer(presentation.camera(found, known)).data)

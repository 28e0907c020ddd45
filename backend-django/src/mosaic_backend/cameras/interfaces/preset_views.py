"""REST: presets and tours, and how the picture looks."""

from uuid import UUID

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mosaic_backend.audit import facade as audit
from mosaic_backend.cameras.bootstrap import camera_administration
from mosaic_backend.cameras.infrastructure import onvif_accounts as accounts
from mosaic_backend.cameras.interfaces.onvif_serializers import (
    ControlSerializer,
    ImagingInputSerializer,
    ImagingSerializer,
    PresetInputSerializer,
    PresetSerializer,
    PresetsSerializer,
    TokenSerializer,
    TourInputSerializer,
    ToursSerializer,
)
from mosaic_backend.cameras.interfaces.ptz_views import checked, controlled
from mosaic_backend.cameras.interfaces.selection import visible_row
from mosaic_backend.shared.http.permissions import principal_of_request
from mosaic_contracts.errors import InvalidInputError
from mosaic_contracts.permissions import Verb


class PresetsView(APIView):
    required_verb = {"GET": Verb.PTZ, "POST": Verb.PTZ}

    @extend_schema(operation_id="list_presets", responses=PresetsSerializer)
    def get(self, request: Request, camera_id: UUID) -> Response:
        """The positions that the camera keeps."""
        row = visible_row(principal_of_request(request), camera_id, Verb.PTZ)
        found = accounts.ask(camera_administration(), row, "presets")
        return Response(PresetsSerializer({"items": found}).data)

    @extend_schema(
        operation_id="save_preset", request=PresetInputSerializer, responses={201: PresetSerializer}
    )
    def post(self, request: Request, camera_id: UUID) -> Response:
        """Keeps where the camera looks now, as a new preset or in place of one."""
        wanted = checked(PresetInputSerializer, request)
        args = {"name": wanted["name"], "token": wanted["token"]}
        saved, _ = controlled(request, camera_id, "save_preset", "ptz_preset_saved", args)
        return Response(PresetSerializer(saved).data, status=201)


class PresetView(APIView):
    required_verb = {"DELETE": Verb.PTZ}

    @extend_schema(
        operation_id="delete_preset", responses={204: OpenApiResponse(description="Removed")}
    )
    def delete(self, request: Request, camera_id: UUID, token: str) -> Response:
        """Removes a preset from the camera."""
        controlled(request, camera_id, "remove_preset", "ptz_preset_removed", {"token": token})
        return Response(status=204)


class GotoView(APIView):
    required_verb = {"POST": Verb.PTZ}

    @extend_schema(operation_id="goto_preset", request=TokenSerializer, responses=ControlSerializer)
    def post(self, request: Request, camera_id: UUID) -> Response:
        """Turns the camera to a preset."""
        args = checked(TokenSerializer, request)
        return controlled(request, camera_id, "goto_preset", "ptz_preset_used", args)[1]


class ToursView(APIView):
    required_verb = {"GET": Verb.PTZ, "POST": Verb.PTZ}

    @extend_schema(operation_id="list_camera_tours", responses=ToursSerializer)
    def get(self, request: Request, camera_id: UUID) -> Response:
        """The tours that the camera keeps; none where it knows no tours."""
        row = visible_row(principal_of_request(request), camera_id, Verb.PTZ)
        found = accounts.ask(camera_administration(), row, "tours")
        return Response(ToursSerializer({"items": found}).data)

    @extend_schema(
        operation_id="operate_camera_tour",
        request=TourInputSerializer,
        responses=ControlSerializer,
    )
    def post(self, request: Request, camera_id: UUID) -> Response:
        """Starts or stops a tour."""
        args = checked(TourInputSerializer, request)
        return controlled(request, camera_id, "operate_tour", "ptz_tour_operated", args)[1]


class ImagingView(APIView):
    required_verb = {"GET": Verb.CONFIGURE, "PATCH": Verb.CONFIGURE}

    @extend_schema(operation_id="get_camera_imaging", responses=ImagingSerializer)
    def get(self, request: Request, camera_id: UUID) -> Response:
        """How the camera makes its picture, and what it can be set to."""
        row = visible_row(principal_of_request(request), camera_id, Verb.CONFIGURE)
        return Response(
            ImagingSerializer(accounts.ask(camera_administration(), row, "imaging")).data
        )

    @extend_schema(
        operation_id="change_camera_imaging",
        request=ImagingInputSerializer,
        responses=ImagingSerializer,
    )
    def patch(self, request: Request, camera_id: UUID) -> Response:
        """Changes what is named, in the camera itself."""
        principal = principal_of_request(request)
        row = visible_row(principal, camera_id, Verb.CONFIGURE)
        wanted = checked(ImagingInputSerializer, request)
        if not wanted:
            raise InvalidInputError("Nothing is named that could be changed.")
        told = accounts.ask(camera_administration(), row, "change_imaging", {"wanted": wanted})
        audit.record(
            principal,
            "camera.imaging_changed",
            f"camera:{row.id}",
            {"name": row.name, "wanted": wanted},
        )
        return Response(ImagingSerializer(told).data)

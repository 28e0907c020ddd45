"""REST: moving a camera. Each request is one's own turn at the camera, or a 409 with who has it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mosaic_backend.audit import facade as audit
from mosaic_backend.cameras.bootstrap import camera_administration
from mosaic_backend.cameras.infrastructure import onvif_accounts as accounts
from mosaic_backend.cameras.infrastructure import ptz_locks as locks
from mosaic_backend.cameras.infrastructure.models import CameraRow
from mosaic_backend.cameras.interfaces.onvif_serializers import (
    ControlSerializer,
    LockInputSerializer,
    PointSerializer,
    PtzPositionSerializer,
    PtzStatusSerializer,
    VelocitySerializer,
)
from mosaic_backend.cameras.interfaces.selection import visible_row
from mosaic_backend.shared.http.permissions import principal_of_request
from mosaic_contracts.errors import PermissionDeniedError
from mosaic_contracts.permissions import Verb


def controlled(
    request: Request,
    camera_id: UUID,
    call: str,
    action: str,
    args: Mapping[str, Any],
    *,
    holding: bool = False,
) -> tuple[Any, Response]:
    """Does something with the camera as the one who moves it; what it said, and the answer that tells the lock.

    In the audit log once it was done; of a button that is held only the beginning.
    """
    principal = principal_of_request(request)
    row = visible_row(principal, camera_id, Verb.PTZ)
    accounts.row_of(row)
    lock, begins = locks.take(camera_id, principal, holding=holding)
    extra = {"hold_s": locks.HOLD_S} if holding else {}
    said = accounts.ask(camera_administration(), row, call, dict(args) | extra)
    if begins and action:
        _record(request, row, action, {"asked": dict(args)})
    return said, Response(ControlSerializer({"hold_s": locks.HOLD_S, "lock": lock}).data)


def _record(request: Request, row: CameraRow, action: str, details: dict[str, Any]) -> None:
    audit.record(
        principal_of_request(request),
        f"camera.{action}",
        f"camera:{row.id}",
        {"name": row.name} | details,
    )


def checked(serializer: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    given = serializer(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


class PtzView(APIView):
    required_verb = {"GET": Verb.PTZ}

    @extend_schema(operation_id="get_ptz_status", responses=PtzStatusSerializer)
    def get(self, request: Request, camera_id: UUID) -> Response:
        """Where the camera looks, what it can do, and who moves it."""
        principal = principal_of_request(request)
        row = visible_row(principal, camera_id, Verb.PTZ)
        told = accounts.ask(camera_administration(), row, "status")
        lock = locks.lock_of(camera_id, principal)
        return Response(PtzStatusSerializer(told | {"hold_s": locks.HOLD_S, "lock": lock}).data)


class MoveView(APIView):
    required_verb = {"POST": Verb.PTZ}

    @extend_schema(
        operation_id="move_camera", request=VelocitySerializer, responses=ControlSerializer
    )
    def post(self, request: Request, camera_id: UUID) -> Response:
        """Moves for `hold_s`; sent again before that, it goes on. Whoever vanishes leaves the camera still."""
        wanted = checked(VelocitySerializer, request)
        return controlled(request, camera_id, "hold", "ptz_moved", wanted, holding=True)[1]


class StopView(APIView):
    required_verb = {"POST": Verb.PTZ}

    @extend_schema(operation_id="stop_camera", request=None, responses=ControlSerializer)
    def post(self, request: Request, camera_id: UUID) -> Response:
        """Stops what moves."""
        return controlled(request, camera_id, "stop", "", {})[1]


class StepView(APIView):
    required_verb = {"POST": Verb.PTZ}

    @extend_schema(
        operation_id="step_camera", request=VelocitySerializer, responses=ControlSerializer
    )
    def post(self, request: Request, camera_id: UUID) -> Response:
        """Moves by so much of the camera's range."""
        return controlled(
            request, camera_id, "step", "ptz_stepped", checked(VelocitySerializer, request)
        )[1]


class CentreView(APIView):
    required_verb = {"POST": Verb.PTZ}

    @extend_schema(
        operation_id="centre_camera", request=PointSerializer, responses=ControlSerializer
    )
    def post(self, request: Request, camera_id: UUID) -> Response:
        """Brings a point of the picture to its middle."""
        return controlled(
            request, camera_id, "centre", "ptz_centred", checked(PointSerializer, request)
        )[1]


class AbsoluteView(APIView):
    required_verb = {"POST": Verb.PTZ}

    @extend_schema(
        operation_id="turn_camera_to", request=PtzPositionSerializer, responses=ControlSerializer
    )
    def post(self, request: Request, camera_id: UUID) -> Response:
        """Turns to a position of the camera's range."""
        return controlled(
            request, camera_id, "absolute", "ptz_turned", checked(PtzPositionSerializer, request)
        )[1]


class LockView(APIView):
    required_verb = {"PUT": Verb.PTZ, "DELETE": Verb.PTZ}

    @extend_schema(
        operation_id="lock_ptz", request=LockInputSerializer, responses=ControlSerializer
    )
    def put(self, request: Request, camera_id: UUID) -> Response:
        """Takes the camera for some seconds; from somebody else only where one may configure it."""
        principal = principal_of_request(request)
        row = visible_row(principal, camera_id, Verb.PTZ)
        by_force = checked(LockInputSerializer, request)["take_over"]
        if by_force and not principal.may_on(Verb.CONFIGURE, row.group_id):
            raise PermissionDeniedError("Only who may configure the camera takes it from others.")
        accounts.row_of(row)
        before = locks.lock_of(camera_id, principal)
        lock, _ = locks.take(camera_id, principal, by_force=by_force)
        if before and not before.mine:
            _record(request, row, "ptz_taken", {"from": before.username})
        return Response(ControlSerializer({"hold_s": locks.HOLD_S, "lock": lock}).data)

    @extend_schema(
        operation_id="unlock_ptz", responses={204: OpenApiResponse(description="Released")}
    )
    def delete(self, request: Request, camera_id: UUID) -> Response:
        """Lets others move the camera at once."""
        principal = principal_of_request(request)
        visible_row(principal, camera_id, Verb.PTZ)
        locks.release(camera_id, principal)
        return Response(status=204)

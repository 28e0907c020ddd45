"""REST: a camera's ONVIF account, and what the camera says of itself."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit
from uuid import UUID

from django.db import transaction
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mosaic_backend.audit import facade as audit
from mosaic_backend.cameras.bootstrap import camera_administration
from mosaic_backend.cameras.domain.onvif_account import OnvifAccount
from mosaic_backend.cameras.infrastructure import onvif_accounts as accounts
from mosaic_backend.cameras.infrastructure.camera_store import camera_of
from mosaic_backend.cameras.infrastructure.models import CameraRow, EventSubscription, OnvifRow
from mosaic_backend.cameras.interfaces.audited import record_change
from mosaic_backend.cameras.interfaces.onvif_serializers import (
    DescriptionSerializer,
    OnvifInputSerializer,
    OnvifSerializer,
    StreamsSerializer,
)
from mosaic_backend.cameras.interfaces.presentation import told as told_of_camera
from mosaic_backend.cameras.interfaces.selection import visible_row
from mosaic_backend.cameras.interfaces.serializers import CameraSerializer
from mosaic_backend.shared.http.permissions import principal_of_request
from mosaic_contracts.errors import InvalidInputError
from mosaic_contracts.ids import new_id
from mosaic_contracts.permissions import TO_KNOW, Principal, Verb
from mosaic_contracts.redaction import without_credentials


class OnvifProbeView(APIView):
    required_verb = {"POST": Verb.CONFIGURE}

    @extend_schema(
        operation_id="probe_onvif", request=OnvifInputSerializer, responses=DescriptionSerializer
    )
    def post(self, request: Request) -> Response:
        """What a camera that is not added yet says of itself; nothing is kept."""
        given = OnvifInputSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        account = OnvifAccount(
            given.validated_data["service_url"],
            given.validated_data.get("username", ""),
            given.validated_data.get("password", ""),
        )
        return _described(accounts.ask_stranger(camera_administration(), new_id(), account))


class OnvifView(APIView):
    required_verb = {"GET": Verb.CONFIGURE, "PUT": Verb.CONFIGURE, "DELETE": Verb.CONFIGURE}

    @extend_schema(operation_id="get_camera_onvif", responses=OnvifSerializer)
    def get(self, request: Request, camera_id: UUID) -> Response:
        """The camera's ONVIF account without its password, and what the last look found."""
        row = visible_row(principal_of_request(request), camera_id, Verb.CONFIGURE)
        return _told(row)

    @extend_schema(
        operation_id="set_camera_onvif", request=OnvifInputSerializer, responses=OnvifSerializer
    )
    def put(self, request: Request, camera_id: UUID) -> Response:
        """Sets where the camera is asked by ONVIF, and as whom."""
        principal = principal_of_request(request)
        row = visible_row(principal, camera_id, Verb.CONFIGURE)
        given = OnvifInputSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        wanted = given.validated_data
        camera_administration().addresses_of(wanted["service_url"], "/service_url")
        with transaction.atomic():
            before, after = accounts.keep(
                row, wanted["service_url"], wanted.get("username"), wanted.get("password")
            )
            if before != after:
                _record(principal, row, before, after)
            if "events" in wanted and accounts.want_events(row, wanted=wanted["events"]):
                asked = "wanted" if wanted["events"] else "not wanted"
                _record(principal, row, after, after, {"events": asked})
        return _told(row)

    @extend_schema(
        operation_id="delete_camera_onvif", responses={204: OpenApiResponse(description="Removed")}
    )
    def delete(self, request: Request, camera_id: UUID) -> Response:
        """The camera is no longer asked by ONVIF."""
        principal = principal_of_request(request)
        row = visible_row(principal, camera_id, Verb.CONFIGURE)
        with transaction.atomic():
            if before := accounts.forget(row):
                _record(principal, row, before, None)
        return Response(status=204)


class CameraOnvifProbeView(APIView):
    required_verb = {"POST": Verb.CONFIGURE}

    @extend_schema(operation_id="probe_camera_onvif", request=None, responses=DescriptionSerializer)
    def post(self, request: Request, camera_id: UUID) -> Response:
        """Asks the camera what it is, and keeps the answer: profiles, whether it moves, how wrong its clock is."""
        row = visible_row(principal_of_request(request), camera_id, Verb.CONFIGURE)
        return _described(accounts.look(camera_administration(), row))


class OnvifStreamsView(APIView):
    required_verb = {"POST": Verb.CONFIGURE}

    @extend_schema(
        operation_id="choose_camera_streams", request=StreamsSerializer, responses=CameraSerializer
    )
    def post(self, request: Request, camera_id: UUID) -> Response:
        """Takes the streams of profiles as the camera's addresses, with the ONVIF account's user and password."""
        principal = principal_of_request(request)
        row = visible_row(principal, camera_id, Verb.CONFIGURE)
        given = StreamsSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        chosen = given.validated_data
        profiles = accounts.look(camera_administration(), row)["profiles"]
        account = accounts.account_of(row)
        main = _stream(profiles, chosen["main"], account, "/main")
        sub = _stream(profiles, chosen["sub"], account, "/sub") if chosen["sub"] else ""
        present = camera_of(row)
        with transaction.atomic():
            camera = camera_administration().change(
                camera_id,
                replace(present.draft, source_url=main, sub_url=sub),
                expected_revision=present.revision,
            )
            if camera.revision != present.revision:
                record_change(principal, present, camera)
        return Response(told_of_camera(visible_row(principal, camera_id, *TO_KNOW)))


def _stream(profiles: list[dict[str, Any]], token: str, account: OnvifAccount, pointer: str) -> str:
    for profile in profiles:
        if profile["token"] == token and profile["uri"]:
            return _with_account(profile["uri"], account)
    raise InvalidInputError(
        "The camera has no profile with this token and a stream.", pointer=pointer
    )


def _with_account(uri: str, account: OnvifAccount) -> str:
    """Only at the host that the account is for: a camera may name any other."""
    parts = urlsplit(without_credentials(uri))
    if not account.username or parts.hostname != urlsplit(account.service_url).hostname:
        return urlunsplit(parts)
    user = f"{quote(account.username, safe='')}:{quote(account.password, safe='')}"
    return urlunsplit(parts._replace(netloc=f"{user}@{parts.netloc}"))


def _described(told: dict[str, Any]) -> Response:
    return Response(DescriptionSerializer(_without_secrets(told)).data)


def _without_secrets(told: dict[str, Any]) -> dict[str, Any]:
    profiles = [
        profile | {"uri": without_credentials(profile["uri"]) if profile["uri"] else None}
        for profile in told["profiles"]
    ]
    return told | {"profiles": profiles}


def _told(camera: CameraRow) -> Response:
    row = OnvifRow.objects.filter(camera_id=camera.id).first()
    told = {
        "service_url": row.service_url if row else None,
        "username": row.username if row else "",
        "has_password": bool(row and row.password),
        "looked_at": row.looked_at if row else None,
        "told": _without_secrets(row.told) if row and row.told else None,
        "events": EventSubscription.objects.filter(camera_id=camera.id).first(),
    }
    return Response(OnvifSerializer(told).data)


def _record(
    principal: Principal,
    camera: CameraRow,
    before: OnvifAccount | None,
    after: OnvifAccount | None,
    more: Mapping[str, Any] = MappingProxyType({}),
) -> None:
    def plain(account: OnvifAccount | None) -> dict[str, Any] | None:
        return (
            {"service_url": account.service_url, "username": account.username} if account else None
        )

    details: dict[str, Any] = {"name": camera.name, **more}
    if before and after and before.password != after.password:
        details["credentials"] = "changed"
    audit.record(
        principal,
        "camera.onvif_changed",
        f"camera:{camera.id}",
        details,
        before=plain(before),
        after=plain(after),
    )

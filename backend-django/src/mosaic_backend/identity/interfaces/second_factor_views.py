"""REST: setting up and giving up a second factor."""

import base64
from uuid import UUID

import qrcode
from drf_spectacular.utils import OpenApiResponse, extend_schema
from qrcode.image.svg import SvgPathImage
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mosaic_backend.config.environment import environment
from mosaic_backend.identity.application.sign_in import Credentials
from mosaic_backend.identity.bootstrap import second_factor
from mosaic_backend.identity.infrastructure.passwords import has_password
from mosaic_backend.identity.infrastructure.second_factors import DatabaseSecondFactors
from mosaic_backend.identity.interfaces.serializers import (
    ConfirmSerializer,
    CredentialsSerializer,
    EnrolmentSerializer,
    RecoveryCodesSerializer,
    SecondFactorSerializer,
)
from mosaic_backend.identity.interfaces.views import PublicView, credentials_of
from mosaic_backend.shared.http.permissions import SignedIn, principal_of_request

_NO_STORE = {"Cache-Control": "no-store"}


def _given(serializer: type[CredentialsSerializer], request: Request) -> Credentials:
    given = serializer(data=request.data)
    given.is_valid(raise_exception=True)
    return credentials_of(request, given.validated_data)


class SecondFactorView(APIView):
    permission_classes = [SignedIn]

    @extend_schema(operation_id="get_second_factor", responses={200: SecondFactorSerializer})
    def get(self, request: Request) -> Response:
        """Whether the user has one."""
        principal = principal_of_request(request)
        factors, user_id = DatabaseSecondFactors(), UUID(principal.user_id)
        told = {
            "enabled": factors.enabled(user_id),
            "demanded": principal.role in environment().second_factor_roles,
            "recovery_codes_left": factors.recovery_codes_left(user_id),
            "password": has_password(user_id),
        }
        return Response(SecondFactorSerializer(told).data)


class EnrolView(PublicView):
    @extend_schema(
        operation_id="begin_second_factor",
        request=CredentialsSerializer,
        responses={201: EnrolmentSerializer},
        auth=[],
    )
    def post(self, request: Request) -> Response:
        """A secret for an authenticator app; by password, since a role may not get in without it."""
        begun = second_factor().begin(_given(CredentialsSerializer, request))
        told = {
            "secret": base64.b32encode(begun.secret).decode(),
            "address": begun.address,
            "qr_svg": qrcode.make(begun.address, image_factory=SvgPathImage).to_string(
                encoding="unicode"
            ),
        }
        return Response(EnrolmentSerializer(told).data, status=201, headers=_NO_STORE)


class ConfirmView(PublicView):
    @extend_schema(
        operation_id="confirm_second_factor",
        request=ConfirmSerializer,
        responses={200: RecoveryCodesSerializer},
        auth=[],
    )
    def post(self, request: Request) -> Response:
        """Puts it in force with a first code; tells the recovery codes, this once."""
        codes = second_factor().confirm(_given(ConfirmSerializer, request))
        told = RecoveryCodesSerializer({"recovery_codes": codes})
        return Response(told.data, headers=_NO_STORE)


class DisableView(PublicView):
    @extend_schema(
        operation_id="disable_second_factor",
        request=ConfirmSerializer,
        responses={204: OpenApiResponse(description="There is none any more")},
        auth=[],
    )
    def post(self, request: Request) -> Response:
        """Gives it up; needs password and code."""
        second_factor().disable(_given(ConfirmSerializer, request))
        return Response(status=204)

"""REST: signing in and out, and who one is."""

from django.contrib.auth import authenticate
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mosaic_backend.identity.application.sessions import TokenPair
from mosaic_backend.identity.bootstrap import sessions
from mosaic_backend.identity.infrastructure.models import User
from mosaic_backend.identity.interfaces.serializers import (
    CredentialsSerializer,
    MeSerializer,
    RefreshSerializer,
    TokenPairSerializer,
)
from mosaic_backend.shared.access_keys import public_keys
from mosaic_backend.shared.http.permissions import SignedIn, principal_of_request
from mosaic_contracts.errors import MosaicError, UnauthenticatedError


class LockedOutError(MosaicError):
    """Too many wrong attempts; try again later."""

    code = "rate-limited"
    wait = 15 * 60


class PublicView(APIView):
    """Open to everyone: whoever asks has no token yet."""

    authentication_classes = []
    permission_classes = [AllowAny]

    def get_authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="mosaic"'


def _pair(pair: TokenPair) -> Response:
    return Response(TokenPairSerializer(pair).data, headers={"Cache-Control": "no-store"})


class TokenView(PublicView):
    @extend_schema(
        operation_id="sign_in",
        request=CredentialsSerializer,
        responses={200: TokenPairSerializer},
        auth=[],
    )
    def post(self, request: Request) -> Response:
        """Signs in. Wrong name and wrong password get the same answer, after the same work."""
        given = CredentialsSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        django_request = request._request
        user = authenticate(
            django_request,
            username=given.validated_data["username"],
            password=given.validated_data["password"],
        )
        if getattr(django_request, "axes_locked_out", False):
            # Told by the problem: the middleware's own plain-text answer must not replace it.
            django_request.axes_locked_out = False  # type: ignore[attr-defined]
            raise LockedOutError
        if not isinstance(user, User):
            raise UnauthenticatedError("the user name or the password is wrong")
        return _pair(sessions().open(user.principal))


class RefreshView(PublicView):
    @extend_schema(
        operation_id="refresh_session",
        request=RefreshSerializer,
        responses={200: TokenPairSerializer},
        auth=[],
    )
    def post(self, request: Request) -> Response:
        """Exchanges a refresh token, once, for a new pair."""
        given = RefreshSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        return _pair(sessions().refresh(given.validated_data["refresh"]))


class LogoutView(PublicView):
    @extend_schema(
        operation_id="sign_out",
        request=RefreshSerializer,
        responses={204: OpenApiResponse(description="Signed out")},
        auth=[],
    )
    def post(self, request: Request) -> Response:
        """Ends the session of a refresh token; access tokens of it last at most ten minutes more."""
        given = RefreshSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        sessions().close(given.validated_data["refresh"])
        return Response(status=204)


class MeView(APIView):
    permission_classes = [SignedIn]

    @extend_schema(operation_id="me", responses={200: MeSerializer})
    def get(self, request: Request) -> Response:
        """Who the token stands for, and what that user may do."""
        return Response(MeSerializer(principal_of_request(request)).data)


class JwksView(PublicView):
    @extend_schema(
        operation_id="access_token_keys",
        responses={200: OpenApiResponse(response=dict, description="RFC 7517 key set")},
        auth=[],
    )
    def get(self, request: Request) -> Response:
        """The public keys with which access tokens can be checked."""
        return Response(public_keys(), headers={"Cache-Control": "public, max-age=300"})

"""REST: signing in and out, and who one is."""

from datetime import UTC, datetime
from typing import Any

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mosaic_backend.identity.application.sessions import TokenPair
from mosaic_backend.identity.application.sign_in import Credentials
from mosaic_backend.identity.bootstrap import sessions, sign_in
from mosaic_backend.identity.infrastructure.proofs import challenge
from mosaic_backend.identity.interfaces import refresh_cookie
from mosaic_backend.identity.interfaces.serializers import (
    ChallengeAnswerSerializer,
    MeSerializer,
    RefreshSerializer,
    SignInSerializer,
    TokenPairSerializer,
)
from mosaic_backend.shared.access_keys import public_keys
from mosaic_backend.shared.http.client_address import client_address
from mosaic_backend.shared.http.permissions import SignedIn, principal_of_request
from mosaic_backend.shared.http.query_values import text_from
from mosaic_contracts.errors import UnauthenticatedError


class PublicView(APIView):
    """Open to everyone: whoever asks has no token yet."""

    authentication_classes = []
    permission_classes = [AllowAny]

    def get_authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="mosaic"'


def _pair(request: Request, pair: TokenPair, *, cookie: bool) -> Response:
    told = {"access": pair.access, "expires_in": pair.expires_in}
    shown = told if cookie else told | {"refresh": pair.refresh}
    response = Response(TokenPairSerializer(shown).data, headers={"Cache-Control": "no-store"})
    if cookie:
        refresh_cookie.keep(response, request, pair.refresh)
    return response


def credentials_of(request: Request, fields: dict[str, Any]) -> Credentials:
    return Credentials(
        username=fields["username"],
        password=fields["password"],
        proof=fields["proof"],
        code=fields.get("code", ""),
        address=client_address(request),
    )


class TokenView(PublicView):
    @extend_schema(
        operation_id="sign_in",
        request=SignInSerializer,
        responses={200: TokenPairSerializer},
        auth=[],
    )
    def post(self, request: Request) -> Response:
        """Signs in. Wrong name and wrong password get the same answer, after the same work."""
        given = SignInSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        cookie = given.validated_data["cookie"]
        if cookie:
            refresh_cookie.check_own_page(request)
        principal = sign_in()(credentials_of(request, given.validated_data))
        return _pair(request, sessions().open(principal), cookie=cookie)


class ChallengeView(PublicView):
    @extend_schema(
        operation_id="sign_in_challenge",
        parameters=[OpenApiParameter("username", str, required=True)],
        responses={200: ChallengeAnswerSerializer},
        auth=[],
    )
    def get(self, request: Request) -> Response:
        """The work that signing in costs at present; the same for a name that nobody has."""
        username = text_from(request, "username", max_length=150) or ""
        work = sign_in().work(username, client_address(request))
        told = {"challenge": None if work is None else challenge(work, datetime.now(UTC))}
        return Response(told, headers={"Cache-Control": "no-store"})


def _refresh_token(request: Request) -> tuple[str | None, bool]:
    """The refresh token of body or cookie, and whether it was the cookie's."""
    given = RefreshSerializer(data=request.data)
    given.is_valid(raise_exception=True)
    if text := given.validated_data.get("refresh"):
        return text, False
    return refresh_cookie.cookie_of(request), True


class RefreshView(PublicView):
    @extend_schema(
        operation_id="refresh_session",
        request=RefreshSerializer,
        responses={200: TokenPairSerializer},
        auth=[],
    )
    def post(self, request: Request) -> Response:
        """Exchanges a refresh token, once, for a new pair; that of the cookie where the body has none."""
        text, by_cookie = _refresh_token(request)
        if text is None:
            raise UnauthenticatedError("the refresh token is not valid")
        return _pair(request, sessions().refresh(text), cookie=by_cookie)


class LogoutView(PublicView):
    @extend_schema(
        operation_id="sign_out",
        request=RefreshSerializer,
        responses={204: OpenApiResponse(description="Signed out")},
        auth=[],
    )
    def post(self, request: Request) -> Response:
        """Ends the session of a refresh token; access tokens of it last at most ten minutes more."""
        text, by_cookie = _refresh_token(request)
        if text is not None:
            sessions().close(text)
        response = Response(status=204)
        if by_cookie:
            refresh_cookie.drop(response)
        return response


class LogoutEverywhereView(APIView):
    permission_classes = [SignedIn]

    @extend_schema(
        operation_id="sign_out_everywhere",
        request=None,
        responses={204: OpenApiResponse(description="Signed out on every device")},
    )
    def post(self, request: Request) -> Response:
        """Ends all sessions of the user, those of the admin too; access tokens are void at once."""
        sessions().close_all(principal_of_request(request))
        response = Response(status=204)
        refresh_cookie.drop(response)
        return response


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

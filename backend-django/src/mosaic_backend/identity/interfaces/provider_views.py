"""REST: signing in by a provider of identities. Whatever goes wrong ends at the page where one signs in."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth import login
from django.http import HttpResponse, HttpResponseRedirect
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mosaic_backend.audit import facade as audit
from mosaic_backend.config.environment import environment
from mosaic_backend.identity.application.provider_ports import Answer
from mosaic_backend.identity.application.provider_sign_in import Arrival
from mosaic_backend.identity.bootstrap import provider_sign_in, request_rates, sessions
from mosaic_backend.identity.domain.errors import ProviderSignInError, Refusal
from mosaic_backend.identity.domain.own_paths import START, is_admin, own_path
from mosaic_backend.identity.infrastructure.external_accounts import DatabaseProviders
from mosaic_backend.identity.infrastructure.models import User
from mosaic_backend.identity.interfaces import journey_cookie, refresh_cookie
from mosaic_backend.identity.interfaces.provider_serializers import (
    CodeSerializer,
    ProvidersSerializer,
    SignedInSerializer,
)
from mosaic_backend.identity.interfaces.views import PublicView
from mosaic_backend.shared.http.client_address import client_address
from mosaic_contracts.errors import UnauthenticatedError
from mosaic_platform.logs import get_logger

MAX_VALUE = 4096
_NO_STORE = {"Cache-Control": "no-store"}
_SLUG = OpenApiParameter("slug", {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"}, "path")
_log = get_logger(__name__)


def start_path(slug: str, target: str = START) -> str:
    query = f"?{urlencode({'next': target})}" if target != START else ""
    return f"/api/v1/auth/oidc/{slug}/start{query}"


class ProvidersView(PublicView):
    @extend_schema(operation_id="sign_in_providers", responses={200: ProvidersSerializer}, auth=[])
    def get(self, request: Request) -> Response:
        """The providers by which one may sign in, for buttons."""
        items = [
            {"slug": provider.slug, "name": provider.name, "start": start_path(provider.slug)}
            for provider in DatabaseProviders().enabled()
        ]
        return Response({"items": items}, headers=_NO_STORE)


class StartView(PublicView):
    @extend_schema(
        operation_id="begin_provider_sign_in",
        parameters=[
            _SLUG,
            OpenApiParameter("next", str, description="Own path to be led to afterwards"),
        ],
        responses={302: OpenApiResponse(description="To the provider")},
        auth=[],
    )
    def get(self, request: Request, slug: str) -> HttpResponse:
        """Leads to the provider. A browser navigates here; scripts cannot follow."""
        target = own_path(request.query_params.get("next", ""))
        if elsewhere := _at_public_address(request, slug, target):
            return _to(elsewhere)
        try:
            _check_rate(request)
            departure = provider_sign_in().begin(slug, target)
        except ProviderSignInError as error:
            return _refused(slug, error, target)
        response = _to(departure.url)
        journey_cookie.keep_journey(response, request, departure.journey)
        return response


class CallbackView(PublicView):
    @extend_schema(
        operation_id="finish_provider_sign_in",
        parameters=[
            _SLUG,
            *(OpenApiParameter(name, str) for name in ("state", "code", "iss", "error")),
        ],
        responses={302: OpenApiResponse(description="To the console, signed in or told why not")},
        auth=[],
    )
    def get(self, request: Request, slug: str) -> HttpResponse:
        """Where the provider sends people back."""
        answer = _answer(request)
        journey = journey_cookie.journey_of(request)
        target = journey.target if journey else START
        try:
            _check_rate(request)
            arrival = provider_sign_in().arrive(slug, answer, journey, client_address(request))
            response = _let_in(request, arrival)
        except ProviderSignInError as error:
            response = _refused(slug, error, target)
            if journey and journey.state == answer.state:
                journey_cookie.drop(response)
        return response


class CodeView(PublicView):
    @extend_schema(
        operation_id="finish_provider_sign_in_by_code",
        request=CodeSerializer,
        responses={200: SignedInSerializer},
        auth=[],
    )
    def post(self, request: Request) -> Response:
        """The code of Mosaic's own second factor, where a provider's word is not enough."""
        given = CodeSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        refresh_cookie.check_own_page(request)
        waiting = journey_cookie.waiting_of(request)
        if waiting is None:
            raise UnauthenticatedError("begin to sign in anew")
        code, address = given.validated_data["code"], client_address(request)
        try:
            arrival = provider_sign_in().prove_code(
                waiting.user_id, waiting.slug, waiting.target, code, address
            )
        except ProviderSignInError as error:
            raise UnauthenticatedError("begin to sign in anew") from error
        if is_admin(arrival.target):
            _open_admin(request, arrival)
        pair = sessions().open(arrival.principal, {"provider": arrival.slug})
        told = {"access": pair.access, "expires_in": pair.expires_in, "next": arrival.target}
        response = Response(SignedInSerializer(told).data, headers=_NO_STORE)
        refresh_cookie.keep(response, request, pair.refresh)
        journey_cookie.drop(response)
        return response


def _let_in(request: Request, arrival: Arrival) -> HttpResponseRedirect:
    if arrival.needs_code:
        response = _to_console({"step": "code"}, arrival.target)
        user_id = UUID(arrival.principal.user_id)
        waiting = journey_cookie.Waiting(user_id, arrival.slug, arrival.target)
        journey_cookie.keep_waiting(response, request, waiting)
        return response
    if is_admin(arrival.target):
        _open_admin(request, arrival)
        response = _to(arrival.target)
    else:
        pair = sessions().open(arrival.principal, {"provider": arrival.slug})
        # The page asks for the access token itself: the cookie comes with it, an address would show it.
        response = _to_console({"step": "done"}, arrival.target)
        refresh_cookie.keep(response, request, pair.refresh)
    journey_cookie.drop(response)
    return response


def _open_admin(request: Request, arrival: Arrival) -> None:
    user = User.objects.get(id=arrival.principal.user_id)
    login(request._request, user, backend="django.contrib.auth.backends.ModelBackend")
    details = {"where": "admin", "provider": arrival.slug}
    audit.record(arrival.principal, "session.opened", f"user:{user.pk}", details)


def _refused(slug: str, error: ProviderSignInError, target: str) -> HttpResponseRedirect:
    _log.warning(
        "provider_sign_in_refused", provider=slug, refusal=error.refusal.value, why=error.why
    )
    failure = {"failure": error.refusal.value}
    if is_admin(target):
        return _to(f"/admin/login/?{urlencode({'next': target, **failure})}")
    return _to_console(failure, target)


def _to_console(said: dict[str, str], target: str) -> HttpResponseRedirect:
    whither = {"from": target} if target != START else {}
    return _to(f"/login?{urlencode({**said, **whither})}")


def _to(url: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(url, headers=_NO_STORE)


def _check_rate(request: Request) -> None:
    if not request_rates().take(client_address(request)):
        raise ProviderSignInError(Refusal.TOO_MANY, "too many requests from this address")


def _answer(request: Request) -> Answer:
    """The parameters that are used; one that comes twice or is too long is as if it had not come."""

    def one(name: str) -> str:
        values = request.query_params.getlist(name)
        return values[0] if len(values) == 1 and len(values[0]) <= MAX_VALUE else ""

    return Answer(state=one("state"), code=one("code"), issuer=one("iss"), error=one("error")[:80])


def _at_public_address(request: Request, slug: str, target: str) -> str | None:
    """The same at the address where the provider sends people back: the cookie must be of that host.

    Once only, or a proxy that changes the host would lead round in circles.
    """
    public = environment().public_url.rstrip("/")
    here = f"{request.scheme}://{request.get_host()}"
    if here == public or "moved" in request.query_params:
        return None
    return f"{public}/api/v1/auth/oidc/{slug}/start?{urlencode({'next': target, 'moved': '1'})}"

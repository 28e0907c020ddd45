"""Walks all routes: each has a verb, asks for a token, or is named here as open to everyone."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.permissions import AllowAny
from rest_framework.test import APIClient

from mosaic_backend.shared.http.permissions import HasVerb, IsService, SignedIn, verb_of

OPEN = {
    "api/v1/auth/token",
    "api/v1/auth/refresh",
    "api/v1/auth/logout",
    "api/v1/auth/jwks.json",
    "api/schema",
    "api/docs",
}
NOT_REST = ("admin", "health", "ready", "metrics")
METHODS = ("get", "post", "put", "patch", "delete")


def routes(patterns: Any = None, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        path = prefix + str(pattern.pattern)
        if path.startswith(NOT_REST):
            continue
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern):
            yield path, pattern.callback.view_class


def filled(path: str) -> str:
    import re

    return "/" + re.sub(r"<(\w+:)?\w+>", lambda match: "01a1fbaa-96df-7237-9d88-043ec1572257", path)


ROUTES = list(routes())


@pytest.mark.parametrize(("path", "view"), ROUTES, ids=[path for path, _ in ROUTES])
def test_route_when_looked_at_then_it_says_who_may(path, view):
    permissions = view.permission_classes
    if path in OPEN:
        assert permissions == [AllowAny]
    elif path.startswith("internal/"):
        assert permissions == [IsService]
    elif permissions != [SignedIn]:
        assert permissions == [HasVerb]
        methods = [method.upper() for method in METHODS if hasattr(view, method)]
        assert methods
        assert all(verb_of(view, method) for method in methods)


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "view"), ROUTES, ids=[path for path, _ in ROUTES])
def test_route_when_asked_without_token_then_401_with_challenge(path, view):
    if path in OPEN:
        return
    client = APIClient(raise_request_exception=False)
    for method in METHODS:
        if hasattr(view, method):
            answer = getattr(client, method)(filled(path))
            assert answer.status_code == 401, method
            assert answer["WWW-Authenticate"].startswith("Bearer")
            assert answer["Content-Type"] == "application/problem+json"


def test_view_when_it_names_no_verb_then_denied(client_of):
    from rest_framework.response import Response
    from rest_framework.test import APIRequestFactory
    from rest_framework.views import APIView

    class Forgotten(APIView):
        def get(self, request):
            return Response({})

    token = client_of("admin")._credentials["HTTP_AUTHORIZATION"]
    request = APIRequestFactory().get("/x", HTTP_AUTHORIZATION=token)
    assert Forgotten.as_view()(request).status_code == 403

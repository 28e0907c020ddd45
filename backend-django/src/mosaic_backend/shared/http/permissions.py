"""What a request may do: every view names its verb, or is refused."""

from typing import TYPE_CHECKING

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from mosaic_backend.shared.http.authentication import ServiceUser
from mosaic_contracts.errors import UnauthenticatedError
from mosaic_contracts.permissions import Principal, Verb

if TYPE_CHECKING:  # rest_framework.views imports this module
    from rest_framework.views import APIView


def principal_of_request(request: Request) -> Principal:
    """The user who asks. Raises UnauthenticatedError for a request without one."""
    principal = getattr(request.user, "principal", None)
    if not isinstance(principal, Principal):
        raise UnauthenticatedError
    return principal


def verbs_of(view: "APIView", method: str) -> frozenset[Verb]:
    """The verbs of which the view asks for one.

    They come from its `required_verb: Verb | frozenset[Verb] | dict[method, Verb | frozenset[Verb]]`.
    """
    required = getattr(view, "required_verb", None)
    if isinstance(required, dict):
        required = required.get("GET" if method == "HEAD" else method)
    if isinstance(required, Verb):
        return frozenset({required})
    return required if isinstance(required, frozenset) else frozenset()


class SignedIn(BasePermission):
    """Any user with a valid access token."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        return isinstance(getattr(request.user, "principal", None), Principal)


class HasVerb(SignedIn):
    """A user who may do what the view is for. A view that does not say is denied."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        if not super().has_permission(request, view):
            return False
        method = request.method or ""
        if method == "OPTIONS" or not hasattr(view, method.lower()):
            return True  # told what there is, or 405
        principal = principal_of_request(request)
        return any(principal.may(verb) for verb in verbs_of(view, method))


class IsService(BasePermission):
    """Another part of Mosaic."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        return isinstance(request.user, ServiceUser)

"""What a key may ask: every view names its scope, or is refused."""

from typing import TYPE_CHECKING

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from mosaic_backend.partners.domain.scopes import Scope
from mosaic_backend.partners.interfaces.authentication import client_of_request
from mosaic_contracts.errors import PermissionDeniedError

if TYPE_CHECKING:  # rest_framework.views imports this module
    from rest_framework.views import APIView

ANY_KEY = "any"


class ScopeMissingError(PermissionDeniedError):
    """The key has not the scope that this needs."""

    code = "scope-missing"


class HasScope(BasePermission):
    """A client with the view's `required_scope: Scope | ANY_KEY`. A view that does not say is denied."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        required = getattr(view, "required_scope", None)
        scopes = client_of_request(request).scopes
        if isinstance(required, Scope) and required not in scopes:
            raise ScopeMissingError(f"The key has not the scope {required}.")
        return isinstance(required, Scope) or required is ANY_KEY

"""Who asks the REST interface: a user whose access token was not voided since it was issued."""

from uuid import UUID

from rest_framework.request import Request

from mosaic_backend.identity.infrastructure.revocations import revoked
from mosaic_backend.shared.http.authentication import AccessTokenAuthentication, TokenUser
from mosaic_contracts.errors import UnauthenticatedError


class PresentUserAuthentication(AccessTokenAuthentication):
    """One query by primary key: a user who was changed, deleted or signed out everywhere is out at once."""

    def authenticate(self, request: Request) -> tuple[TokenUser, str] | None:
        found = super().authenticate(request)
        if found is None:
            return None
        user = found[0]
        try:
            user_id = UUID(user.principal.user_id)
        except ValueError as error:
            raise UnauthenticatedError("the access token is not valid") from error
        if revoked(user_id, user.issued_at):
            raise UnauthenticatedError("the access token was revoked")
        return found

"""Who asks, and whether they may."""

from typing import Annotated

from fastapi import Depends

from mosaic_ai.interfaces.services import ServicesDep
from mosaic_contracts.errors import PermissionDeniedError
from mosaic_contracts.permissions import Principal, Role
from mosaic_platform.access_tokens import CheckedToken
from mosaic_platform.web import BearerToken


async def _checked(token: BearerToken, services: ServicesDep) -> CheckedToken:
    return await services.access_tokens.checked(token)


async def _principal(token: Annotated[CheckedToken, Depends(_checked)]) -> Principal:
    return token.principal


async def _calling_service(token: BearerToken, services: ServicesDep) -> str:
    return services.service_tokens.service(token)


async def _administrator(principal: Annotated[Principal, Depends(_principal)]) -> Principal:
    """Raises PermissionDeniedError. What concerns all cameras is no matter of who may configure some."""
    if principal.role is not Role.ADMIN:
        raise PermissionDeniedError
    return principal


CheckedTokenDep = Annotated[CheckedToken, Depends(_checked)]
PrincipalDep = Annotated[Principal, Depends(_principal)]
AdministratorDep = Annotated[Principal, Depends(_administrator)]
CallingServiceDep = Annotated[str, Depends(_calling_service)]

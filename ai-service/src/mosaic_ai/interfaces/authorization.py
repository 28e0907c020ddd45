"""Who asks, and whether they may."""

from typing import Annotated

from fastapi import Depends

from mosaic_ai.interfaces.services import ServicesDep
from mosaic_contracts.permissions import Principal
from mosaic_platform.access_tokens import CheckedToken
from mosaic_platform.web import BearerToken


async def _checked(token: BearerToken, services: ServicesDep) -> CheckedToken:
    return await services.access_tokens.checked(token)


async def _principal(token: Annotated[CheckedToken, Depends(_checked)]) -> Principal:
    return token.principal


async def _calling_service(token: BearerToken, services: ServicesDep) -> str:
    return services.service_tokens.service(token)


CheckedTokenDep = Annotated[CheckedToken, Depends(_checked)]
PrincipalDep = Annotated[Principal, Depends(_principal)]
CallingServiceDep = Annotated[str, Depends(_calling_service)]

"""Who asks, and whether they may."""

from typing import Annotated

from fastapi import Depends

from mosaic_ai.interfaces.services import ServicesDep
from mosaic_contracts.permissions import Principal
from mosaic_platform.web import BearerToken


async def _principal(token: BearerToken, services: ServicesDep) -> Principal:
    return await services.access_tokens.principal(token)


async def _calling_service(token: BearerToken, services: ServicesDep) -> str:
    return services.service_tokens.service(token)


PrincipalDep = Annotated[Principal, Depends(_principal)]
CallingServiceDep = Annotated[str, Depends(_calling_service)]

"""/api/ai/v1/models: which models there are, and which are in use."""

import asyncio

from fastapi import APIRouter, Request
from structlog.contextvars import get_contextvars

from mosaic_ai.application.activate_model import Requester
from mosaic_ai.domain.engines import ROLES, Role
from mosaic_ai.interfaces.authorization import AdministratorDep, PrincipalDep
from mosaic_ai.interfaces.model_schemas import (
    ActivateModelRequest,
    ActiveModel,
    ModelsResponse,
    absent,
    described,
    now_active,
)
from mosaic_ai.interfaces.services import ServicesDep
from mosaic_contracts.permissions import Principal

router = APIRouter(prefix="/api/ai/v1/models", tags=["models"])


@router.get("")
async def models(_principal: PrincipalDep, services: ServicesDep) -> ModelsResponse:
    """All models that are known, those in use first in each role, and the roles for which none is in use."""
    rows = await asyncio.to_thread(services.models.overview)
    items = []
    for role in ROLES:
        of_role = [described(row) for row in rows if row.file.role == role]
        items += of_role if any(item.active for item in of_role) else [absent(role), *of_role]
    return ModelsResponse(items=items)


@router.post("/{role}/activate")
async def activate(
    role: Role,
    asked: ActivateModelRequest,
    request: Request,
    principal: AdministratorDep,
    services: ServicesDep,
) -> ActiveModel:
    """Tries the model and puts it into use; no picture is lost. Where it is refused, the one before goes on.

    Administrators only.
    """
    by = _requester(principal, request)
    return now_active(role, await services.models.activate(role, asked.name, asked.version, by))


@router.post("/{role}/roll-back")
async def roll_back(
    role: Role, request: Request, principal: AdministratorDep, services: ServicesDep
) -> ActiveModel:
    """Puts what was in use before into use again, which may be nothing. Administrators only."""
    file = await services.models.roll_back(role, _requester(principal, request))
    return now_active(role, file)


def _requester(principal: Principal, request: Request) -> Requester:
    # The last entry is the one that our own front door wrote.
    forwarded = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
    return Requester(
        principal.user_id,
        principal.username,
        address=forwarded or (request.client.host if request.client else ""),
        request_id=str(get_contextvars().get("request_id", "")),
    )

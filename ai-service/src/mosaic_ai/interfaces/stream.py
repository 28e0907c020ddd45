"""GET /api/ai/v1/stream: server-sent events of what is seen by one camera."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from fastapi.sse import EventSourceResponse, ServerSentEvent

from mosaic_ai.interfaces.authorization import CheckedTokenDep, PrincipalDep
from mosaic_ai.interfaces.elsewhere import predictions_elsewhere
from mosaic_ai.interfaces.schemas import StreamedPrediction, streamed
from mosaic_ai.interfaces.services import Services, ServicesDep
from mosaic_contracts.errors import NotFoundError
from mosaic_contracts.permissions import Verb
from mosaic_platform.access_tokens import CheckedToken

router = APIRouter(prefix="/api/ai/v1", tags=["stream"])

LONGEST_S = 600.0
MOVED_S = 1.0
"""How soon it is seen that another worker follows the camera."""


async def _visible_camera(
    principal: PrincipalDep, services: ServicesDep, camera: Annotated[UUID, Query()]
) -> UUID:
    """Raises NotFoundError for a camera that is not there or not to be seen, so that neither can be told apart."""
    known = services.reconciler.camera(camera)
    if known is None or not principal.may_on(Verb.LIVE, known.group_id):
        raise NotFoundError("there is no such camera")
    return camera


@router.get("/stream", response_class=EventSourceResponse)
async def stream(
    camera: Annotated[UUID, Depends(_visible_camera)],
    token: CheckedTokenDep,
    services: ServicesDep,
) -> AsyncIterator[ServerSentEvent]:
    """One event `prediction` for each picture; ends after ten minutes, the life of a token: connect again then.

    Ends sooner when the user is signed out everywhere, deactivated or given other rights.
    """
    async for event in _events(camera, token, services):
        yield event


async def _events(
    camera: UUID, token: CheckedToken, services: Services
) -> AsyncIterator[ServerSentEvent]:
    """From whichever worker follows the camera, also when that changes."""
    try:
        async with asyncio.timeout(LONGEST_S):
            while services.access_tokens.in_force(token):
                async for prediction in _until_it_moves(services, camera):
                    if not services.access_tokens.in_force(token):
                        return
                    yield ServerSentEvent(event="prediction", data=prediction)
                await asyncio.sleep(MOVED_S)
    except TimeoutError:
        return


async def _until_it_moves(services: Services, camera: UUID) -> AsyncIterator[StreamedPrediction]:
    if services.shared is None or services.shared.mine(camera):
        async for prediction in predictions_here(services, camera):
            yield prediction
    else:
        async for told in predictions_elsewhere(services, camera):
            yield StreamedPrediction.model_validate_json(told)


async def predictions_here(services: Services, camera: UUID) -> AsyncIterator[StreamedPrediction]:
    """Until the camera leaves this worker; for ever where it is the only one."""
    with services.predictions.listening(camera) as queue:
        while services.shared is None or services.shared.mine(camera):
            try:
                async with asyncio.timeout(MOVED_S):
                    prediction = await queue.get()
            except TimeoutError:
                continue
            yield streamed(prediction, services.interpreter)

"""GET /api/ai/v1/stream: server-sent events of what is seen by one camera, or in a file or webcam."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from fastapi.sse import EventSourceResponse, ServerSentEvent

from mosaic_ai.application.watch_source import (
    SourceEnded,
    SourceNews,
    SourceTrouble,
    WatchedSource,
)
from mosaic_ai.domain.interpretation import Interpreter
from mosaic_ai.interfaces.authorization import CheckedTokenDep, PrincipalDep
from mosaic_ai.interfaces.elsewhere import predictions_elsewhere
from mosaic_ai.interfaces.schemas import StreamedPrediction, streamed
from mosaic_ai.interfaces.services import Services, ServicesDep
from mosaic_ai.interfaces.source_schemas import ToldEnd, ToldTrouble, streamed_of_source
from mosaic_contracts.errors import InvalidInputError, NotFoundError
from mosaic_contracts.permissions import Verb
from mosaic_platform.access_tokens import CheckedToken

router = APIRouter(prefix="/api/ai/v1", tags=["stream"])

LONGEST_S = 600.0
MOVED_S = 1.0
"""How soon it is seen that another worker follows the camera."""


async def _visible(
    principal: PrincipalDep,
    services: ServicesDep,
    camera: Annotated[UUID | None, Query(description="A camera")] = None,
    source: Annotated[
        str | None, Query(description="A configured file or webcam, in place of a camera")
    ] = None,
) -> UUID | WatchedSource:
    """Raises NotFoundError for what is not there or not to be seen, so that neither can be told apart."""
    if (camera is None) == (source is None):
        raise InvalidInputError(
            "either `camera` or `source` is needed", pointer="camera", code="one-of"
        )
    if source is not None:
        watched = services.sources.named(source)
        # As a camera without a group.
        if watched is None or not principal.may_on(Verb.LIVE, None):
            raise NotFoundError("there is no such source")
        return watched
    known = services.reconciler.camera(camera) if camera else None
    if known is None or not principal.may_on(Verb.LIVE, known.group_id):
        raise NotFoundError("there is no such camera")
    return known.id


@router.get("/stream", response_class=EventSourceResponse)
async def stream(
    watched: Annotated[UUID | WatchedSource, Depends(_visible)],
    token: CheckedTokenDep,
    services: ServicesDep,
) -> AsyncIterator[ServerSentEvent]:
    """One event `prediction` for each picture; ends after ten minutes, the life of a token: connect again then.

    Ends sooner when the user is signed out everywhere, deactivated or given other rights. A source also tells
    `trouble` while it gives no picture, and `ended` when a file is over, which ends the stream.
    """
    events = (
        _of_file(watched, token, services)
        if isinstance(watched, WatchedSource)
        else _events(watched, token, services)
    )
    async for event in events:
        yield event


async def _of_file(
    watched: WatchedSource, token: CheckedToken, services: Services
) -> AsyncIterator[ServerSentEvent]:
    with watched.listening() as queue:
        try:
            async with asyncio.timeout(LONGEST_S):
                while True:
                    news = await queue.get()
                    if not services.access_tokens.in_force(token):
                        return
                    yield _of_source(watched.source.name, services.interpreter, news)
                    if isinstance(news, SourceEnded):
                        return
        except TimeoutError:
            return


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


def _of_source(name: str, interpreter: Interpreter, news: SourceNews) -> ServerSentEvent:
    match news:
        case SourceTrouble(reason):
            return ServerSentEvent(event="trouble", data=ToldTrouble(source=name, reason=reason))
        case SourceEnded():
            return ServerSentEvent(event="ended", data=ToldEnd(source=name))
        case look:
            return ServerSentEvent(
                event="prediction", data=streamed_of_source(name, look, interpreter)
            )

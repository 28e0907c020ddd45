"""GET /api/ai/v1/stream: server-sent events of what is seen by one camera, or in a file or webcam."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from fastapi.sse import EventSourceResponse, ServerSentEvent

from mosaic_ai.application.predictions import Prediction
from mosaic_ai.application.watch_source import (
    SourceEnded,
    SourceNews,
    SourceTrouble,
    WatchedSource,
)
from mosaic_ai.domain.interpretation import Interpreter
from mosaic_ai.interfaces.authorization import CheckedTokenDep, PrincipalDep
from mosaic_ai.interfaces.schemas import streamed
from mosaic_ai.interfaces.services import Services, ServicesDep
from mosaic_ai.interfaces.source_schemas import ToldEnd, ToldTrouble, streamed_of_source
from mosaic_contracts.errors import InvalidInputError, NotFoundError
from mosaic_contracts.permissions import Verb

router = APIRouter(prefix="/api/ai/v1", tags=["stream"])

LONGEST_S = 600.0


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
    with _listening(watched, services) as (queue, told):
        try:
            async with asyncio.timeout(LONGEST_S):
                while True:
                    news = await queue.get()
                    if not services.access_tokens.in_force(token):
                        return
                    yield told(news)
                    if isinstance(news, SourceEnded):
                        return
        except TimeoutError:
            return


@contextmanager
def _listening(
    watched: UUID | WatchedSource, services: Services
) -> Iterator[tuple[asyncio.Queue[Any], Callable[[Any], ServerSentEvent]]]:
    """A queue of what is seen, and how each piece of it is told."""
    if isinstance(watched, WatchedSource):
        with watched.listening() as news:
            yield news, partial(_of_source, watched.source.name, services.interpreter)
        return
    with services.predictions.listening(watched) as predictions:
        yield predictions, partial(_of_camera, services.interpreter)


def _of_camera(interpreter: Interpreter, prediction: Prediction) -> ServerSentEvent:
    return ServerSentEvent(event="prediction", data=streamed(prediction, interpreter))


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

"""POST /api/ai/v1/classify and /person."""

import time
from typing import Annotated

from fastapi import APIRouter, Query, Request

from mosaic_ai.interfaces.authorization import PrincipalDep
from mosaic_ai.interfaces.classify_schemas import (
    ClassifyResponse,
    PersonResponse,
    classify_response,
    person_response,
)
from mosaic_ai.interfaces.picture_body import PICTURE_BODY, in_time, picture_of
from mosaic_ai.interfaces.services import ServicesDep

router = APIRouter(prefix="/api/ai/v1", tags=["predict"])


@router.post("/classify", openapi_extra=PICTURE_BODY)
async def classify(
    request: Request,
    _principal: PrincipalDep,
    services: ServicesDep,
    top: Annotated[int, Query(ge=1, le=100)] = 5,
) -> ClassifyResponse:
    """What one picture shows as a whole, by the active classifier; `no-classifier` (404) where there is none."""
    with services.images.place():
        content = await in_time(picture_of(request))
        started = time.monotonic()
        told = await services.images.looked_at(
            content, lambda pixels: services.questions.classify(pixels, top)
        )
    return classify_response(told, (time.monotonic() - started) * 1000)


@router.post("/person", openapi_extra=PICTURE_BODY)
async def person(
    request: Request, _principal: PrincipalDep, services: ServicesDep
) -> PersonResponse:
    """Whether one picture shows a person, by the active detector; `no-detector` (404) where there is none."""
    with services.images.place():
        content = await in_time(picture_of(request))
        started = time.monotonic()
        told = await services.images.looked_at(content, services.questions.persons)
    return person_response(told, (time.monotonic() - started) * 1000)

"""POST /api/ai/v1/predict."""

import time

from fastapi import APIRouter, Request

from mosaic_ai.domain.engine_choice import choose
from mosaic_ai.domain.frames import Frame
from mosaic_ai.interfaces.authorization import PrincipalDep
from mosaic_ai.interfaces.picture_body import in_time
from mosaic_ai.interfaces.predict_input import BODY, EngineNames, picture_of, split
from mosaic_ai.interfaces.schemas import PredictResponse, predict_response
from mosaic_ai.interfaces.services import ServicesDep

router = APIRouter(prefix="/api/ai/v1", tags=["predict"])


@router.post("/predict", openapi_extra=BODY, response_model_exclude_none=True)
async def predict(
    request: Request,
    principal: PrincipalDep,
    services: ServicesDep,
    engines: EngineNames = [],  # noqa: B006 - FastAPI copies it
) -> PredictResponse:
    """Finds objects and reads plates in one picture.

    The picture is multipart field `image`, or the body itself, or the newest of a camera that the caller may see
    live: JSON `{"camera": id}` or `{"url": address of the camera}`. No address is ever fetched.
    """
    with services.engine_host.lease() as opened, services.images.place():
        chosen = choose(opened, split(engines))
        picture, named = await in_time(picture_of(request, principal, services))
        if named:
            chosen = choose(opened, split([*engines, *named]))
        started = time.monotonic()
        pixels, prediction = await services.images.predict(picture, chosen)
    height, width = pixels.shape[:2]
    return predict_response(
        prediction,
        services.interpreter,
        width=width,
        height=height,
        engine=chosen.title,
        took_ms=(time.monotonic() - started) * 1000,
        frame=picture if isinstance(picture, Frame) else None,
    )

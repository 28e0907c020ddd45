"""POST /api/ai/v1/predict."""

import time

from fastapi import APIRouter, Request

from mosaic_ai.interfaces.authorization import PrincipalDep
from mosaic_ai.interfaces.picture_body import PICTURE_BODY, picture_of
from mosaic_ai.interfaces.schemas import PredictResponse, predict_response
from mosaic_ai.interfaces.services import ServicesDep

router = APIRouter(prefix="/api/ai/v1", tags=["predict"])


@router.post("/predict", openapi_extra=PICTURE_BODY)
async def predict(
    request: Request, _principal: PrincipalDep, services: ServicesDep
) -> PredictResponse:
    """Finds objects and reads plates in one picture: multipart field `image`, or the picture as the body."""
    content = await picture_of(request)
    started = time.monotonic()
    pixels, prediction = await services.images.predict(content)
    height, width = pixels.shape[:2]
    return predict_response(
        prediction,
        services.interpreter,
        width=width,
        height=height,
        engine=prediction.engine,
        took_ms=(time.monotonic() - started) * 1000,
    )

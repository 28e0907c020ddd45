"""POST /api/ai/v1/predict."""

import asyncio
import time
from typing import Any

from fastapi import APIRouter, Request
from starlette.datastructures import UploadFile

from mosaic_ai.domain.errors import ImageTypeError, UploadTooSlowError
from mosaic_ai.interfaces.authorization import PrincipalDep
from mosaic_ai.interfaces.schemas import PredictResponse, predict_response
from mosaic_ai.interfaces.services import ServicesDep
from mosaic_contracts.errors import InvalidInputError

router = APIRouter(prefix="/api/ai/v1", tags=["predict"])

UPLOAD_WITHIN_S = 60.0
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["image"],
                    "properties": {"image": {"type": "string", "format": "binary"}},
                }
            },
            "image/jpeg": _BINARY,
            "image/png": _BINARY,
            "image/webp": _BINARY,
        },
    }
}


@router.post("/predict", openapi_extra=_BODY)
async def predict(
    request: Request, _principal: PrincipalDep, services: ServicesDep
) -> PredictResponse:
    """Finds objects and reads plates in one picture: multipart field `image`, or the picture as the body."""
    with services.images.place():
        content = await _sent(request)
        started = time.monotonic()
        pixels, prediction = await services.images.predict(content)
    height, width = pixels.shape[:2]
    engines = services.engines
    return predict_response(
        prediction,
        services.interpreter,
        width=width,
        height=height,
        engine="+".join(filter(None, [engines.detection_engine, engines.plate_engine])),
        took_ms=(time.monotonic() - started) * 1000,
    )


async def _sent(request: Request) -> bytes:
    """The picture, if it comes in time: who sends a byte now and then must not keep a place."""
    try:
        async with asyncio.timeout(UPLOAD_WITHIN_S):
            return await _image(request)
    except TimeoutError as error:
        raise UploadTooSlowError from error


async def _image(request: Request) -> bytes:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        async with request.form(max_files=1, max_fields=8) as form:
            field = form.get("image")
            if not isinstance(field, UploadFile):
                raise InvalidInputError("a file is needed", pointer="/image", code="missing")
            return await field.read()
    if kind.startswith("image/") or kind == "application/octet-stream":
        return await request.body()
    raise ImageTypeError

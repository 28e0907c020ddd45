"""A picture as the body of a request: multipart field `image`, or the picture itself."""

from typing import Any

from fastapi import Request
from starlette.datastructures import UploadFile

from mosaic_ai.domain.errors import ImageTypeError
from mosaic_contracts.errors import InvalidInputError

_BINARY = {"schema": {"type": "string", "format": "binary"}}
PICTURE_BODY: dict[str, Any] = {
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


async def picture_of(request: Request) -> bytes:
    """Not opened yet. Raises InvalidInputError, ImageTypeError."""
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

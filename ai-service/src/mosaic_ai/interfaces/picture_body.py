"""A picture as the body of a request: multipart field `image`, or the picture itself."""

import asyncio
from collections.abc import Awaitable
from typing import Any, TypeVar

from fastapi import Request
from starlette.datastructures import UploadFile

from mosaic_ai.domain.errors import ImageTypeError, UploadTooSlowError
from mosaic_contracts.errors import InvalidInputError

T = TypeVar("T")
UPLOAD_WITHIN_S = 60.0
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


async def in_time(picture: Awaitable[T]) -> T:
    """What is sent, if it comes in time: who sends a byte now and then must not keep a place."""
    try:
        async with asyncio.timeout(UPLOAD_WITHIN_S):
            return await picture
    except TimeoutError as error:
        raise UploadTooSlowError from error


def kind_of(request: Request) -> str:
    """Of its body, without parameters; empty where it tells none."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def picture_of(request: Request) -> bytes:
    """Not opened yet. Raises InvalidInputError, ImageTypeError."""
    return (await picture_and_engines(request))[0]


async def picture_and_engines(request: Request) -> tuple[bytes, list[str]]:
    """The same, and the engines that a form asks for."""
    kind = kind_of(request)
    if kind == "multipart/form-data":
        async with request.form(max_files=1, max_fields=8) as form:
            field = form.get("image")
            if not isinstance(field, UploadFile):
                raise InvalidInputError("a file is needed", pointer="/image", code="missing")
            named = [each for each in form.getlist("engines") if isinstance(each, str)]
            return await field.read(), named
    if kind.startswith("image/") or kind == "application/octet-stream":
        return await request.body(), []
    raise ImageTypeError

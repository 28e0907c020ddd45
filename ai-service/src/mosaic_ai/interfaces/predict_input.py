"""What a request to predict may bring: a picture, or the name of a camera; and which engines it asks for."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field, ValidationError, WithJsonSchema

from mosaic_ai.application.find_camera import cameras_at
from mosaic_ai.domain.engine_choice import NAMES
from mosaic_ai.domain.errors import AddressNotAllowedError
from mosaic_ai.domain.frames import Frame
from mosaic_ai.interfaces.picture_body import PICTURE_BODY, kind_of, picture_and_engines
from mosaic_ai.interfaces.services import Services
from mosaic_contracts.errors import InvalidInputError, NotFoundError
from mosaic_contracts.internal_api import DesiredCamera
from mosaic_contracts.permissions import Principal, Verb

MAX_JSON_BYTES = 8192
MAX_URL = 2048

_NAME = "(?:" + "|".join(NAMES) + ")"
EngineNames = Annotated[
    list[Annotated[str, WithJsonSchema({"type": "string", "pattern": f"^{_NAME}(?:,{_NAME})*$"})]],
    Query(
        description="Which engines look: `detector`, `plates`, and who reads those: `fused`,"
        " `plate_recogniser` or `text_recogniser`; repeated or with commas between. Without it: all."
    ),
]

_PICTURE = PICTURE_BODY["requestBody"]["content"]
_FORM = {
    "type": "object",
    "required": ["image"],
    "properties": {
        "image": {"type": "string", "format": "binary"},
        "engines": {"type": "string"},
    },
}
BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            **_PICTURE,
            "multipart/form-data": {"schema": _FORM},
            "application/json": {
                "schema": {
                    "oneOf": [
                        {
                            "type": "object",
                            "required": ["camera"],
                            "properties": {"camera": {"type": "string", "format": "uuid"}},
                            "additionalProperties": False,
                        },
                        {
                            "type": "object",
                            "required": ["url"],
                            "properties": {
                                "url": {"type": "string", "minLength": 1, "maxLength": MAX_URL}
                            },
                            "additionalProperties": False,
                        },
                    ]
                }
            },
        },
    }
}


class _CameraAsked(BaseModel):
    model_config = ConfigDict(extra="forbid")

    camera: UUID | None = None
    url: str | None = Field(default=None, min_length=1, max_length=MAX_URL)


async def picture_of(
    request: Request, principal: Principal, services: Services
) -> tuple[bytes | Frame, list[str]]:
    """The picture, as a file or a camera's newest, and the engines that a form asks for.

    Raises NotFoundError for a camera that is not there or not to be seen, AddressNotAllowedError for any address
    but that of a camera that is, and what NewestPictures raises.
    """
    if kind_of(request) == "application/json":
        camera = _camera(_asked(await request.body()), request, principal, services)
        return await services.newest.of(camera.id), []
    return await picture_and_engines(request)


def split(names: list[str]) -> list[str]:
    """Each of them may hold several, with commas between."""
    return [part.strip() for name in names for part in name.split(",")]


def _asked(body: bytes) -> _CameraAsked:
    if len(body) > MAX_JSON_BYTES:
        raise InvalidInputError(f"at most {MAX_JSON_BYTES} bytes of JSON are accepted")
    try:
        asked = _CameraAsked.model_validate_json(body)
    except ValidationError as error:
        wrong = [{**each, "loc": ("body", *each["loc"])} for each in error.errors()]
        raise RequestValidationError(wrong) from error
    if len(asked.model_fields_set) != 1 or not asked.model_dump(exclude_none=True):
        raise InvalidInputError("either `camera` or `url` is needed", code="one-of")
    return asked


def _camera(
    asked: _CameraAsked, request: Request, principal: Principal, services: Services
) -> DesiredCamera:
    seen = [
        camera
        for camera in services.reconciler.cameras()
        if principal.may_on(Verb.LIVE, camera.group_id)
    ]
    if asked.url is None:
        found = [camera for camera in seen if camera.id == asked.camera]
        if not found:
            raise NotFoundError("there is no such camera")
        return found[0]
    host = request.headers.get("x-forwarded-host") or request.headers.get("host", "")
    found = cameras_at(asked.url, seen, own_host=host)
    if not found:
        raise AddressNotAllowedError
    # Of several cameras with one address, that of which there are pictures.
    return min(found, key=lambda camera: services.reconciler.follower(camera.id) is None)

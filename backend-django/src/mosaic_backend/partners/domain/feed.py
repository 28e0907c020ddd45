"""The replayable feed: what goes into it, who may hear it, and where a reader stands."""

import base64
import binascii
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from mosaic_backend.partners.domain.scopes import Scope
from mosaic_contracts.errors import ConflictError, InvalidInputError
from mosaic_contracts.events import CloudEvent

SCOPE_OF_TYPE: Mapping[str, Scope] = {
    "mosaic.stream.state.v1": Scope.EVENTS,
    "mosaic.camera.status.v1": Scope.EVENTS,
    "mosaic.detection.recorded.v1": Scope.DETECTIONS,
    "mosaic.plate.read.v1": Scope.PLATES,
    "mosaic.clip.ready.v1": Scope.CLIPS,
    "mosaic.alert.raised.v1": Scope.EVENTS,
}
"""The types of the feed, and the scope that each needs beside `events`."""
LATEST = "latest"
_CURSOR = struct.Struct(">BQ")
_LIVE_FORM, _SANDBOX_FORM = 1, 2
_IMAGE_KINDS = ("plate", "vehicle", "scene")
_INSIDE = frozenset({"audience", "candidates", "engine", "images", "interpretations"})


class CursorExpiredError(ConflictError):
    """What followed this cursor is no longer kept; read the lists, then go on from `latest`."""

    code = "cursor-expired"


@dataclass(frozen=True)
class FeedEvent:
    """One event as partners get it. position: strictly increasing in the order in which events were stored."""

    position: int
    type: str
    content: Mapping[str, Any]
    sandbox: bool = False

    @property
    def cursor(self) -> str:
        return cursor_of(self.position, sandbox=self.sandbox)

    def told(self) -> dict[str, Any]:
        """The same in the list, in the stream and in webhooks."""
        return {"cursor": self.cursor, **self.content}


@dataclass(frozen=True)
class FeedPage:
    """position: where to go on. has_more: there is more already."""

    events: list[FeedEvent]
    position: int
    has_more: bool
    sandbox: bool = False

    @property
    def cursor(self) -> str:
        return cursor_of(self.position, sandbox=self.sandbox)


def cursor_of(position: int, *, sandbox: bool = False) -> str:
    """A cursor of the live feed means nothing in the sandbox, and the other way round."""
    form = _SANDBOX_FORM if sandbox else _LIVE_FORM
    return base64.urlsafe_b64encode(_CURSOR.pack(form, position)).decode()


def position_of(cursor: str, *, sandbox: bool = False) -> int:
    """Raises InvalidInputError for what `cursor_of` did not make."""
    try:
        form, position = _CURSOR.unpack(base64.urlsafe_b64decode(cursor.encode("ascii")))
    except (ValueError, struct.error, binascii.Error) as error:
        raise InvalidInputError("the cursor is not one of ours", pointer="after") from error
    wanted = _SANDBOX_FORM if sandbox else _LIVE_FORM
    if form != wanted or position >= 1 << 63 or cursor_of(position, sandbox=sandbox) != cursor:
        raise InvalidInputError("the cursor is not one of ours", pointer="after")
    return int(position)


def scope_of(type_: str, data: Mapping[str, Any]) -> Scope | None:
    """None: not for partners. Of a plate only its first read and its final one are told."""
    if data.get("audience") == "administrators":
        return None
    if type_ == "mosaic.plate.read.v1" and not (data.get("final") or data.get("revision") == 1):
        return None
    if type_ == "mosaic.alert.raised.v1" and data.get("plate_read_id"):
        return Scope.PLATES
    return SCOPE_OF_TYPE.get(type_)


def camera_of(data: Mapping[str, Any]) -> UUID | None:
    camera = data.get("camera_id")
    return UUID(str(camera)) if camera else None


def public_event(event: CloudEvent) -> dict[str, Any]:
    """The event as JSON, as partners get it."""
    shown = event.model_copy(update={"data": public_data(event.type, event.data)})
    return shown.model_dump(mode="json", exclude_none=True, exclude={"traceparent"})


def public_data(type_: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """The data without what is the parts' own; crops as addresses of the partner API."""
    shown = {name: value for name, value in data.items() if name not in _INSIDE}
    if type_ == "mosaic.plate.read.v1":
        kept = data.get("images") or {}
        shown["images"] = {
            kind: f"/partner/v1/plates/{data['read_id']}/images/{kind}.jpg"
            if kept.get(kind)
            else None
            for kind in _IMAGE_KINDS
        }
    return shown

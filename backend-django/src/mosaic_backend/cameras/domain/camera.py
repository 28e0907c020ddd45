"""A camera as the administrator wants it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from mosaic_contracts.errors import InvalidInputError
from mosaic_contracts.internal_api import AiSettings, LiveSettings, RecordingSettings

MAX_TAGS = 32
MAX_TAG_LENGTH = 64
KEY_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}\Z"
TAG_PATTERN = r"^[^\s;,\x00-\x1f\x7f]([^;,\x00-\x1f\x7f]*[^\s;,\x00-\x1f\x7f])?\Z"

Share = Annotated[float, Field(ge=0.0, le=1.0, allow_inf_nan=False)]


class MapPosition(BaseModel):
    """Degrees, WGS 84."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    lat: float = Field(ge=-90.0, le=90.0, allow_inf_nan=False)
    lon: float = Field(ge=-180.0, le=180.0, allow_inf_nan=False)


class PlanPosition(BaseModel):
    """A place on a floor plan, which is known by its name; shares of it, origin top left."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    plan: str = Field(min_length=1, max_length=100)
    x: Share
    y: Share


Position = MapPosition | PlanPosition
_POSITION: TypeAdapter[Position] = TypeAdapter(Position)


def position_of(given: object) -> Position:
    """JSON as a position. Raises pydantic.ValidationError."""
    return _POSITION.validate_python(given)


@dataclass(frozen=True, kw_only=True)
class CameraDraft:
    """What an administrator decides about a camera.

    key: how configuration files know the camera, unique; empty: its id. source_url, sub_url: the main stream and
    a smaller one of the same picture (empty: none); they carry credentials: never log or return them.
    offline_alarm: whether an alert is raised when it goes offline.
    """

    name: str
    source_url: str = field(repr=False)
    sub_url: str = field(default="", repr=False)
    key: str = ""
    enabled: bool = True
    group_id: UUID | None = None
    site_id: UUID | None = None
    tags: tuple[str, ...] = ()
    position: Position | None = None
    recording: RecordingSettings = field(default_factory=RecordingSettings)
    recording_schedule_id: UUID | None = None
    ai: AiSettings = field(default_factory=AiSettings)
    ai_schedule_id: UUID | None = None
    live: LiveSettings = field(default_factory=LiveSettings)
    offline_alarm: bool = True


@dataclass(frozen=True, kw_only=True)
class Camera:
    """A draft that was accepted. revision is global: it grows with every change of any camera."""

    id: UUID
    draft: CameraDraft
    revision: int


def tags_of(given: Iterable[str]) -> tuple[str, ...]:
    """Tags in order, each once. Raises InvalidInputError."""
    tags = tuple(sorted(set(given)))
    if len(tags) > MAX_TAGS:
        raise InvalidInputError(f"A camera has at most {MAX_TAGS} tags.", pointer="/tags")
    for tag in tags:
        if len(tag) > MAX_TAG_LENGTH or not re.match(TAG_PATTERN, tag):
            raise InvalidInputError(
                f"A tag has 1 to {MAX_TAG_LENGTH} characters, none of them a comma or semicolon, and no "
                "space at its ends.",
                pointer="/tags",
            )
    return tags

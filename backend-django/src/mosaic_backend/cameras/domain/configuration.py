"""The whole configuration as a document: what a file may say, and what of a plan is told."""

import re
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from mosaic_backend.cameras.domain.camera import (
    KEY_PATTERN,
    MapPosition,
    PlanPosition,
    tags_of,
)
from mosaic_backend.cameras.domain.schedule import Interval, Intervals, is_time_zone
from mosaic_backend.cameras.domain.zones import polygon_fault
from mosaic_contracts.errors import InvalidInputError, MosaicError
from mosaic_contracts.internal_api import RecordingMode

VERSION = 1
LINES_TOLD = 1000
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def _plain(text: str) -> str:
    if _CONTROL.search(text):
        raise ValueError("has control characters")
    return text


def _key(text: str) -> str:
    if not re.match(KEY_PATTERN, text):
        raise ValueError("a key has 1 to 100 letters, digits, and _ . : - after the first")
    return text


def _zone_name(text: str) -> str:
    if not is_time_zone(text):
        raise ValueError("there is no such time zone")
    return text


def _tags(given: list[str]) -> list[str]:
    try:
        return list(tags_of(given))
    except InvalidInputError as error:
        raise ValueError(error.detail) from error


def _polygon(corners: list[tuple[float, float]]) -> list[tuple[float, float]]:
    if fault := polygon_fault(corners):
        raise ValueError(fault)
    return corners


Name = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_plain)]
Url = Annotated[str, Field(max_length=2048), AfterValidator(_plain)]
# YAML 1.1 reads `off` as false, and people write it so.
Mode = Annotated[RecordingMode, BeforeValidator(lambda given: "off" if given is False else given)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SiteEntry(_Entry):
    name: Name
    time_zone: Annotated[str, AfterValidator(_zone_name)] = "UTC"


class GroupEntry(_Entry):
    name: Name
    site: Name | None = None


class ScheduleEntry(_Entry):
    name: Name
    intervals: Intervals = Field(default_factory=list[Interval])


class ZoneEntry(_Entry):
    name: Annotated[str, Field(min_length=1, max_length=64), AfterValidator(_plain)]
    kind: Literal["include", "exclude", "plate"]
    polygon: Annotated[list[tuple[float, float]], AfterValidator(_polygon)]


Words = list[Annotated[str, Field(min_length=1, max_length=64), AfterValidator(_plain)]]


class EventsEntry(_Entry):
    before_s: int = Field(default=10, ge=5, le=60)
    after_s: int = Field(default=10, ge=5, le=60)
    detections: bool = True
    labels: Words = Field(default=[], max_length=64)
    zones: Words = Field(default=[], max_length=32)
    plates: bool = True
    watch_lists: bool = True
    camera_events: bool = False


_NO_EVENTS = EventsEntry()


class RecordingEntry(_Entry):
    mode: Mode = "off"
    retention_days: int = Field(default=7, ge=1, le=3650)
    schedule: Name | None = None
    otherwise: Mode = "off"
    events: EventsEntry = Field(default_factory=lambda: _NO_EVENTS)


class AiEntry(_Entry):
    enabled: bool = True
    classes: Words = Field(default=[], max_length=80)
    read_plates: bool = True
    capture: bool = False
    schedule: Name | None = None
    zones: list[ZoneEntry] = Field(default=[], max_length=32)


class LiveEntry(_Entry):
    transcode: Literal["never", "when_needed"] = "never"


# One for all cameras that say nothing: they are frozen, and a copy for each is what 100,000 rows pay for.
_NO_RECORDING = RecordingEntry()
_NO_AI = AiEntry()
_NO_LIVE = LiveEntry()


class CameraEntry(_Entry):
    """What is not said stays as it is, or has its default in a camera that is new."""

    key: Annotated[str, AfterValidator(_key)]
    name: Name = ""
    source_url: Url = ""
    sub_url: Url | None = None
    enabled: bool = True
    site: Name | None = None
    group: Name | None = None
    tags: Annotated[list[str], AfterValidator(_tags)] = []
    position: MapPosition | PlanPosition | None = None
    offline_alarm: bool = True
    recording: RecordingEntry = Field(default_factory=lambda: _NO_RECORDING)
    ai: AiEntry = Field(default_factory=lambda: _NO_AI)
    live: LiveEntry = Field(default_factory=lambda: _NO_LIVE)


@dataclass(frozen=True)
class Fault:
    """pointer: JSON pointer into the document, or /rows/<line of the file>/<column>."""

    pointer: str
    detail: str


class ConfigurationError(MosaicError):
    """The configuration is not acceptable; nothing of it was applied."""

    code = "invalid-input"

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(f"{len(faults)} places of the configuration are not acceptable.")
        self.faults = faults


@dataclass(frozen=True)
class Line:
    """One thing that is made, changed or removed; of before and after only what differs, no credentials."""

    kind: Literal["site", "group", "schedule", "camera"]
    key: str
    action: Literal["create", "change", "delete"]
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None


@dataclass
class Plan:
    """counts are of everything; lines are the first of it. digest: of all lines."""

    counts: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("create", "change", "delete", "unchanged"), 0)
    )
    lines: list[Line] = field(default_factory=list)
    digest: str = ""

    @property
    def nothing_to_do(self) -> bool:
        return not any(self.counts[name] for name in ("create", "change", "delete"))

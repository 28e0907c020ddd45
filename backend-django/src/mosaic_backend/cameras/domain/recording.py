"""How a camera is recorded when, and whether anything could tell the events that it asks for."""

from collections.abc import Mapping
from typing import Any

from mosaic_backend.cameras.domain.camera import CameraDraft
from mosaic_contracts.errors import InvalidInputError
from mosaic_contracts.internal_api import (
    AiSettings,
    EventSettings,
    RecordingMode,
    RecordingSettings,
)


def mode_in(recording: RecordingSettings, *, scheduled: bool) -> RecordingMode:
    """scheduled: whether it is one of the schedule's times; always so without a schedule."""
    return recording.mode if scheduled else recording.otherwise


def recording_over(base: RecordingSettings, given: Mapping[str, Any]) -> RecordingSettings:
    """The settings with what is given over them; of `events`, too, what is left out stays."""
    events = base.events.model_dump() | given.get("events", {})
    return RecordingSettings.model_validate({**base.model_dump(), **given, "events": events})


def is_on_events(recording: RecordingSettings) -> bool:
    """Whether at any time."""
    return "event" in (recording.mode, recording.otherwise)


def needs_ai(events: EventSettings) -> bool:
    """Whether the AI tells any of the events that are asked for."""
    return events.detections or events.plates or events.watch_lists


def event_fault(recording: RecordingSettings, ai: AiSettings) -> str | None:
    """Why nothing could tell the events that a camera is recorded on."""
    if not is_on_events(recording):
        return None
    events = recording.events
    if not (needs_ai(events) or events.camera_events):
        return "Recording on events needs a kind of event that keeps footage."
    if needs_ai(events) and not ai.enabled:
        return "The AI does not look at this camera: nothing would tell events."
    unknown = set(events.zones) - {zone.name for zone in ai.zones}
    return f"The camera has no zone {min(unknown)!r}." if unknown else None


def check_recording(draft: CameraDraft, present: CameraDraft | None = None) -> None:
    """Raises InvalidInputError; what is wrong already may stay so while something else is changed."""
    fault = event_fault(draft.recording, draft.ai)
    if fault and (present is None or fault != event_fault(present.recording, present.ai)):
        raise InvalidInputError(fault, pointer="/recording/mode", code="no-events")

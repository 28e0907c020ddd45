"""What an API client may ask for, and what that means on cameras."""

from enum import StrEnum

from mosaic_contracts.permissions import Verb


class Scope(StrEnum):
    CAMERAS = "cameras"
    DETECTIONS = "detections"
    PLATES = "plates"
    CLIPS = "clips"
    EVENTS = "events"
    WEBHOOKS = "webhooks"


VERB = {
    Scope.CAMERAS: Verb.LIVE,
    Scope.DETECTIONS: Verb.SEARCH,
    Scope.PLATES: Verb.SEARCH,
    Scope.CLIPS: Verb.EXPORT,
    Scope.EVENTS: Verb.ALERTS,
}
"""The verb by which other contexts are asked for the cameras of a scope."""

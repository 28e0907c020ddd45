"""The fields of a camera's admin form that say what keeps footage when it is recorded on events."""

from typing import Any

from django import forms
from django.contrib.postgres.forms import SimpleArrayField
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from mosaic_contracts.internal_api import EventSettings

PREFIX = "event_"


def _seconds(label: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=5, max_value=60, initial=10, widget=UnfoldAdminIntegerFieldWidget
    )


def _words(label: str, help_text: str, most: int) -> SimpleArrayField:
    return SimpleArrayField(
        forms.CharField(max_length=64),
        label=label,
        required=False,
        max_length=most,
        help_text=help_text,
        widget=UnfoldAdminTextInputWidget,
    )


def _switch(label: str, help_text: str = "", *, initial: bool = True) -> forms.BooleanField:
    return forms.BooleanField(
        label=label,
        required=False,
        initial=initial,
        help_text=help_text,
        widget=UnfoldBooleanSwitchWidget,
    )


class EventFields(forms.Form):
    """Named as EventSettings, behind a prefix."""

    event_before_s = _seconds("Seconds before an event")
    event_after_s = _seconds("Seconds after an event")
    event_detections = _switch("Detections")
    event_labels = _words("Labels", "Detections that count, such as car,person; empty: all.", 64)
    event_zones = _words("Zones", "Detections count only in these zones; empty: everywhere.", 32)
    event_plates = _switch("Plates", "Every passage of a plate.")
    event_watch_lists = _switch("Watch lists", "Plates that a watch list asks for.")
    event_camera_events = _switch(
        "The camera's events", "What it tells of by itself (ONVIF).", initial=False
    )


EVENT_FIELDS = tuple(EventFields.base_fields)


def initial_of(events: dict[str, Any]) -> dict[str, Any]:
    """Of what is stored; what is not there has its default."""
    told = EventSettings.model_validate(events).model_dump()
    return {name: told[name.removeprefix(PREFIX)] for name in EVENT_FIELDS}


def events_of(cleaned: dict[str, Any], present: EventSettings) -> EventSettings:
    given = {name.removeprefix(PREFIX): cleaned[name] for name in EVENT_FIELDS}
    return EventSettings.model_validate(present.model_dump() | given)

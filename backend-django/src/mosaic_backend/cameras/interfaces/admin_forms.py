"""The admin's form of a camera."""

import re
from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from mosaic_backend.cameras.bootstrap import camera_administration
from mosaic_backend.cameras.domain.camera import (
    KEY_PATTERN,
    CameraDraft,
    position_of,
    tags_of,
)
from mosaic_backend.cameras.domain.recording import check_recording
from mosaic_backend.cameras.infrastructure.camera_store import camera_of
from mosaic_backend.cameras.infrastructure.models import CameraRow, Schedule
from mosaic_backend.cameras.interfaces.admin_event_fields import (
    EventFields,
    events_of,
    initial_of,
)
from mosaic_backend.cameras.interfaces.zones import ZoneSerializer
from mosaic_contracts.errors import InvalidInputError
from mosaic_contracts.internal_api import AiSettings, LiveSettings, RecordingSettings, Zone


class PositionField(forms.CharField):
    """A place as people write it: `52.5, 13.4`, or `ground floor: 0.2, 0.7`; empty where it has none."""

    def __init__(self) -> None:
        super().__init__(
            required=False,
            max_length=200,
            widget=UnfoldAdminTextInputWidget,
            help_text="On the map, “latitude, longitude” as in 52.5, 13.4; or on a plan, “its name: x, y” "
            "with x and y from 0 to 1, as in ground floor: 0.2, 0.7",
        )

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, dict):
            return value or ""
        if "plan" in value:
            return f"{value['plan']}: {value['x']}, {value['y']}"
        return f"{value['lat']}, {value['lon']}"

    def clean(self, value: Any) -> dict[str, Any] | None:
        text = super().clean(value).strip()
        if not text:
            return None
        plan, colon, place = text.rpartition(":")
        parts = [part.strip() for part in place.split(",")]
        names = ("x", "y") if colon else ("lat", "lon")
        try:
            given = dict(zip(names, parts, strict=True)) | ({"plan": plan.strip()} if colon else {})
            return position_of(given).model_dump(mode="json")
        except ValueError as error:
            raise ValidationError(
                "Write “52.5, 13.4” (latitude, longitude), or “ground floor: 0.2, 0.7”."
            ) from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class ZonesWidget(UnfoldAdminTextareaWidget):  # type: ignore[misc]
    """Zones as JSON, which a script lets people draw on the camera's picture."""

    class Media:
        css = {"all": ["cameras/zone-editor.css"]}
        js = [forms.Script("cameras/zone-editor.js", type="module")]

    def draws_on(self, camera_id: UUID) -> None:
        """Where the picture of that camera is, and how a new one is taken."""
        for what in ("picture", "probe"):
            address = reverse(f"admin:cameras_camerarow_{what}_now", args=[camera_id])
            self.attrs[f"data-{what}"] = address


class CameraForm(EventFields, forms.ModelForm):  # type: ignore[type-arg]
    """The source URL can be written and is never shown: left empty, it stays."""

    source_url = forms.CharField(
        label="Source URL",
        max_length=2048,
        strip=False,
        required=False,
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text="With user and password, as in rtsp://user:password@10.0.0.7/stream. "
        "Never shown again; leave empty to keep it.",
    )

    sub_url = forms.CharField(
        label="Second stream",
        max_length=2048,
        strip=False,
        required=False,
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text="A smaller one of the same picture. Empty keeps it; a single - takes it away.",
    )

    position = PositionField()

    class Meta:
        model = CameraRow
        fields = (
            "name",
            "key",
            "enabled",
            "group",
            "site",
            "tags",
            "position",
            "transcode",
            "offline_alarm",
            "recording_mode",
            "retention_days",
            "recording_schedule",
            "recording_otherwise",
            "ai_enabled",
            "ai_schedule",
            "ai_read_plates",
            "ai_capture",
            "ai_classes",
            "zones",
        )
        widgets = {
            "zones": ZonesWidget(attrs={"data-zone-editor": ""}),
            "tags": UnfoldAdminTextInputWidget,
            "ai_classes": UnfoldAdminTextInputWidget,
        }
        labels = {"ai_classes": "Classes"}
        help_texts = {
            "tags": "With commas between",
            "ai_classes": "What is told of, with commas between; none: nothing but plates",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._is_new = self.instance._state.adding
        self.initial.pop("source_url", None)
        self.initial.pop("sub_url", None)
        self.initial = {**initial_of(self.instance.recording_events), **self.initial}
        if not self._is_new:
            self.fields["zones"].widget.draws_on(self.instance.pk)

    def clean_source_url(self) -> str:
        given: str = self.cleaned_data["source_url"]
        if not given:
            if self._is_new:
                raise ValidationError("An address is needed.")
            return ""
        return _checked(given)

    def clean_sub_url(self) -> str:
        given: str = self.cleaned_data["sub_url"]
        return given if given in {"", "-"} else _checked(given)

    def clean_key(self) -> str:
        given: str = self.cleaned_data["key"]
        if given and not re.match(KEY_PATTERN, given):
            raise ValidationError("Letters, digits, and _ . : - after the first.")
        taken = CameraRow.objects.filter(key=given, deleted_at__isnull=True)
        if given and taken.exclude(pk=self.instance.pk).exists():
            raise ValidationError("Another camera has this key.")
        return given

    def clean_tags(self) -> tuple[str, ...]:
        try:
            return tags_of(self.cleaned_data["tags"] or ())
        except InvalidInputError as error:
            raise ValidationError(error.detail) from error

    def clean_zones(self) -> list[dict[str, Any]]:
        given = self.cleaned_data["zones"] or []
        zones = ZoneSerializer(data=given, many=True, max_length=32)  # type: ignore[call-arg]
        if not zones.is_valid():
            raise ValidationError(
                'Write [{"name": …, "kind": "include" | "exclude" | "plate", '
                '"polygon": [[x, y], …]}] with x and y from 0 to 1, and sides that do not cross.'
            )
        return [dict(zone) for zone in zones.validated_data]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            rows = CameraRow.objects.filter(pk=self.instance.pk)
            present = None if self._is_new else camera_of(rows.get()).draft
            try:
                check_recording(self.draft(present), present)
            except InvalidInputError as error:
                self.add_error("recording_mode", error.detail)
        return given

    def draft(self, present: CameraDraft | None = None) -> CameraDraft:
        """The cleaned form; an empty source URL stands for the present one."""
        given = self.cleaned_data
        base = present or CameraDraft(name="", source_url="")
        sub = given["sub_url"]
        return replace(
            base,
            name=given["name"],
            source_url=given["source_url"] or base.source_url,
            sub_url="" if sub == "-" else sub or base.sub_url,
            key=given["key"],
            enabled=given["enabled"],
            group_id=given["group"].id if given["group"] else None,
            site_id=given["site"].id if given["site"] else None,
            tags=given["tags"],
            position=position_of(given["position"]) if given["position"] else None,
            live=LiveSettings(transcode=given["transcode"]),
            offline_alarm=given["offline_alarm"],
            recording=RecordingSettings(
                mode=given["recording_mode"],
                otherwise=given["recording_otherwise"],
                retention_days=given["retention_days"],
                events=events_of(given, base.recording.events),
            ),
            recording_schedule_id=_id_of(given["recording_schedule"]),
            ai=AiSettings(
                enabled=given["ai_enabled"],
                classes=given["ai_classes"],
                read_plates=given["ai_read_plates"],
                zones=[Zone.model_validate(zone) for zone in given["zones"]],
                capture=given["ai_capture"],
            ),
            ai_schedule_id=_id_of(given["ai_schedule"]),
        )


def _id_of(schedule: Schedule | None) -> UUID | None:
    return schedule.id if schedule else None


def _checked(source_url: str) -> str:
    try:
        camera_administration().check_source(source_url)
    except InvalidInputError as error:
        raise ValidationError(error.detail, code=error.code) from error
    return source_url

"""The admin's forms of watch lists and detection rules."""

from typing import Any
from uuid import UUID

from django import forms
from unfold.widgets import (
    UnfoldAdminSelectMultipleWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
)

from mosaic_backend.alerts.domain.detection_rules import SHAPE, faults
from mosaic_backend.alerts.infrastructure.detection_rule_index import zone_names
from mosaic_backend.alerts.infrastructure.models import DetectionRule, WatchList
from mosaic_backend.cameras.facade import (
    CameraScope,
    cameras,
    intervals_from,
    intervals_of,
    lines_of,
)


class WeekField(forms.CharField):
    """One line an interval, as in `mon-fri 08:00-18:00`."""

    def __init__(self, without: str, **more: Any) -> None:
        super().__init__(
            required=False,
            max_length=10_000,
            widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
            help_text="One line for each, as in mon-fri, sun 08:00-18:00 or daily 22:00-06:00, by the clock of"
            f" the camera's site. No line: {without}.",
            **more,
        )

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) else lines_of(intervals_of(value or []))

    def clean(self, value: Any) -> list[dict[str, Any]]:
        try:
            found = intervals_from(super().clean(value))
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
        return [interval.model_dump(mode="json") for interval in found]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


def _camera_choices() -> list[tuple[UUID, str]]:
    everyone = CameraScope(all=True, ids=frozenset())
    return sorted(((each.id, each.name) for each in cameras(everyone)), key=lambda one: one[1])


class TermsForm(forms.ModelForm):  # type: ignore[type-arg]
    """When something watches and of when nobody is told."""

    schedule = WeekField("always", label="Watches at")
    quiet_hours = WeekField("never")

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        since, until = given.get("valid_from"), given.get("valid_until")
        if since and until and since >= until:
            self.add_error("valid_until", "It is after the beginning.")
        return given


class WatchListForm(TermsForm):
    cameras = forms.TypedMultipleChoiceField(
        choices=_camera_choices,
        coerce=UUID,
        required=False,
        widget=UnfoldAdminSelectMultipleWidget,
        help_text="Where not all cameras are meant",
    )

    class Meta:
        model = WatchList
        fields = (
            "name",
            "reason",
            "note",
            "severity",
            "enabled",
            "armed",
            "valid_from",
            "valid_until",
            "all_cameras",
            "cameras",
            "schedule",
            "min_likelihood",
            "cooldown_s",
            "quiet_hours",
            "critical_ignores_quiet_hours",
            "snoozed_until",
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if not given.get("all_cameras") and not given.get("cameras"):
            self.add_error("cameras", "Name a camera, or watch all of them.")
        return given


class DetectionRuleForm(TermsForm):
    """Camera and kind are chosen when the rule is made, and stay."""

    camera_id = forms.TypedChoiceField(
        choices=_camera_choices, coerce=UUID, label="Camera", widget=UnfoldAdminSelectWidget
    )

    class Meta:
        model = DetectionRule
        fields = (
            "name",
            "camera_id",
            "kind",
            "labels",
            "min_confidence",
            "zone",
            "anchor",
            "line",
            "direction",
            "seconds",
            "above",
            "severity",
            "enabled",
            "armed",
            "reason",
            "note",
            "valid_from",
            "valid_until",
            "schedule",
            "cooldown_s",
            "quiet_hours",
            "critical_ignores_quiet_hours",
            "snoozed_until",
        )

    def clean_line(self) -> list[float] | None:
        return self.cleaned_data["line"] or None

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if self.errors:
            return given
        camera_id = given.get("camera_id", self.instance.camera_id)
        others = DetectionRule.objects.filter(camera_id=camera_id, name=given["name"])
        if others.exclude(pk=self.instance.pk).exists():
            self.add_error("name", "Another rule of the camera has this name.")
        if self.instance._state.adding or set(SHAPE) & set(self.changed_data):
            rule = {
                name: given.get(name, getattr(self.instance, name)) for name in ("kind", *SHAPE)
            }
            for name, fault in faults(rule, zone_names(camera_id)).items():
                self.add_error(name, fault)
        return given

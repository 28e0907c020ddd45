"""Admin: cameras of which only what lies around events is kept."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin
from django.utils import timezone
from unfold.widgets import UnfoldAdminSelectWidget

from mosaic_backend.cameras.facade import CameraScope, cameras
from mosaic_backend.clips.infrastructure.recording.event_models import EventRule
from mosaic_backend.clips.interfaces.recording_admin import OfACamera
from mosaic_backend.shared.admin_pages import AuditedAdmin


class EventRuleForm(forms.ModelForm):  # type: ignore[type-arg]
    of_camera = forms.ChoiceField(label="Camera", widget=UnfoldAdminSelectWidget)

    class Meta:
        model = EventRule
        fields = ("before_s", "after_s", "labels", "plates")
        labels = {"before_s": "Seconds before an event", "after_s": "Seconds after an event"}
        help_texts = {
            "labels": "Detections that count, such as car,person; empty: all.",
            "plates": "Whether passages of plates count.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = cameras(CameraScope(all=True, ids=frozenset()))
        looked_at = [(str(one.id), one.name) for one in there if one.ai.enabled]
        self.is_new = self.instance._state.adding
        if not self.is_new:
            known = str(self.instance.camera_id)
            self.initial["of_camera"] = known
            self.fields["of_camera"].disabled = True
            looked_at = [(str(one.id), one.name) for one in there if str(one.id) == known]
            looked_at = looked_at or [(known, "(gone)")]
        self.fields["of_camera"].choices = looked_at  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        camera = given.get("of_camera")
        if camera and self.is_new:
            if EventRule.objects.filter(camera_id=camera).exists():
                raise forms.ValidationError("That camera has a rule already.")
            self.instance.camera_id = UUID(camera)
            self.instance.judged_until = timezone.now()
        return given


@admin.register(EventRule)
class EventRuleAdmin(OfACamera, AuditedAdmin):
    audit_noun = "recording-events"
    form = EventRuleForm
    fields = ("of_camera", "before_s", "after_s", "labels", "plates")
    list_display = ("camera", "before_s", "after_s", "labels", "plates")
    list_filter = ("plates",)
    ordering = ("camera_id",)

"""Admin: limits of the recordings to edit, legal holds to read."""

from typing import Any

from django import forms
from django.contrib import admin
from unfold.contrib.filters.admin import RangeDateTimeFilter
from unfold.widgets import UnfoldAdminDecimalFieldWidget, UnfoldAdminSelectWidget

from mosaic_backend.cameras.facade import CameraScope, camera_names, cameras
from mosaic_backend.clips.infrastructure.models import LegalHold, RecordingLimit
from mosaic_backend.shared.admin_pages import AuditedAdmin, CappedPaginator, ReadOnlyAdmin

GB = 1_000_000_000
ALL = "All cameras together"


class OfACamera:
    """Names the cameras of rows; without one it is about all."""

    def name_rows(self, rows: list[Any]) -> None:
        names = camera_names({row.camera_id for row in rows if row.camera_id})
        for row in rows:
            row.camera_name = names.get(row.camera_id, "(gone)") if row.camera_id else ALL

    @admin.display(description="Camera")
    def camera(self, row: Any) -> str:
        return str(row.camera_name)


class LimitForm(forms.ModelForm):  # type: ignore[type-arg]
    """In gigabytes of 10⁹ bytes."""

    of_camera = forms.ChoiceField(label="Camera", required=False, widget=UnfoldAdminSelectWidget)
    gigabytes = forms.FloatField(
        label="At most, in gigabytes",
        min_value=0.001,
        max_value=1e9,
        widget=UnfoldAdminDecimalFieldWidget,
        help_text="What is too much goes within a minute, the oldest first.",
    )

    class Meta:
        model = RecordingLimit
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = cameras(CameraScope(all=True, ids=frozenset()))
        choices = [("", ALL), *((str(one.id), one.name) for one in there)]
        self.fields["of_camera"].choices = choices  # type: ignore[attr-defined]
        if self.instance.max_bytes:
            self.initial["gigabytes"] = self.instance.max_bytes / GB
            self.initial["of_camera"] = str(self.instance.camera_id or "")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        camera = given.get("of_camera") or None
        others = RecordingLimit.objects.exclude(pk=self.instance.pk).filter(camera_id=camera)
        if others.exists():
            raise forms.ValidationError("That camera has a limit already.")
        self.instance.camera_id = camera
        if "gigabytes" in given:
            self.instance.max_bytes = round(given["gigabytes"] * GB)
        return given


@admin.register(RecordingLimit)
class RecordingLimitAdmin(OfACamera, AuditedAdmin):
    audit_noun = "recording-limit"
    form = LimitForm
    fields = ("of_camera", "gigabytes")
    list_display = ("camera", "limit")
    ordering = ("-max_bytes",)

    @admin.display(description="At most", ordering="max_bytes")
    def limit(self, row: RecordingLimit) -> str:
        return f"{row.max_bytes / GB:g} GB"


@admin.register(LegalHold)
class LegalHoldAdmin(OfACamera, ReadOnlyAdmin):
    paginator = CappedPaginator
    list_display = ("camera", "starts_at", "ends_at", "reason", "placed_by", "released_at")
    list_filter = (
        ("released_at", admin.EmptyFieldListFilter),
        ("starts_at", RangeDateTimeFilter),
    )
    list_filter_submit = True
    search_fields = ("reason", "placed_by")
    ordering = ("-id",)
    readonly_fields = ("camera",)
    exclude = ("camera_id",)

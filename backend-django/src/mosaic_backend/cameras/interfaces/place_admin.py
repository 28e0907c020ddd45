"""Admin: sites, groups and schedules, which cameras have in common."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminTextareaWidget

from mosaic_backend.audit import facade as audit
from mosaic_backend.cameras.bootstrap import camera_administration
from mosaic_backend.cameras.domain.schedule import intervals_of
from mosaic_backend.cameras.domain.schedule_words import intervals_from, lines_of
from mosaic_backend.cameras.infrastructure.models import CameraGroup, Schedule, Site

_PRESENT = Q(cameras__deleted_at=None)


class _OfManyCameras(ModelAdmin):  # type: ignore[misc]
    """Things by which cameras record and look: when one changes, the parts look again."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            camera_administration().look_again()
            self._record(request, "changed" if change else "created", obj, form.changed_data)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        with transaction.atomic():
            self._record(request, "deleted", obj, [])
            super().delete_model(request, obj)

    def _record(self, request: HttpRequest, change: str, obj: Any, fields: list[str]) -> None:
        kind = {"cameragroup": "camera_group"}.get(obj._meta.model_name, obj._meta.model_name)
        audit.record(
            request.user.get_username(),
            f"{kind}.{change}",
            f"{kind}:{obj.pk}",
            {"name": str(obj), "fields": sorted(fields)},
        )


@admin.register(Site)
class SiteAdmin(_OfManyCameras):
    list_display = ("name", "time_zone", "own_cameras", "its_groups")
    search_fields = ("name", "time_zone")
    search_help_text = "A name or a time zone"
    ordering = ("name",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Site]:
        rows: QuerySet[Site] = super().get_queryset(request)
        return rows.annotate(
            camera_count=Count("cameras", filter=_PRESENT, distinct=True),
            group_count=Count("groups", distinct=True),
        )

    @admin.display(description="Cameras of its own", ordering="camera_count")
    def own_cameras(self, row: Any) -> int:
        return int(row.camera_count)

    @admin.display(description="Groups", ordering="group_count")
    def its_groups(self, row: Any) -> int:
        return int(row.group_count)


@admin.register(CameraGroup)
class GroupAdmin(_OfManyCameras):
    list_display = ("name", "site", "its_cameras")
    list_filter = ("site",)
    list_select_related = ("site",)
    search_fields = ("name", "site__name")
    search_help_text = "The name of a group or of its site"
    ordering = ("name",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[CameraGroup]:
        rows: QuerySet[CameraGroup] = super().get_queryset(request)
        return rows.annotate(camera_count=Count("cameras", filter=_PRESENT))

    @admin.display(description="Cameras", ordering="camera_count")
    def its_cameras(self, row: Any) -> int:
        return int(row.camera_count)


class IntervalsField(forms.CharField):
    """One line an interval, as in `mon-fri 08:00-18:00`."""

    def __init__(self) -> None:
        super().__init__(
            required=False,
            max_length=10_000,
            label="Times",
            widget=UnfoldAdminTextareaWidget(attrs={"rows": 6}),
            help_text="One line for each, as in mon-fri, sun 08:00-18:00 or daily 22:00-06:00, by the clock of "
            "the camera's site. An end that is not after the start lies on the next day; no line: never.",
        )

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) else lines_of(intervals_of(value or []))

    def clean(self, value: Any) -> list[dict[str, Any]]:
        try:
            found = intervals_from(super().clean(value))
        except ValueError as error:
            raise ValidationError(str(error)) from error
        return [interval.model_dump(mode="json") for interval in found]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class ScheduleForm(forms.ModelForm):  # type: ignore[type-arg]
    intervals = IntervalsField()

    class Meta:
        model = Schedule
        fields = ("name", "intervals")


@admin.register(Schedule)
class ScheduleAdmin(_OfManyCameras):
    form = ScheduleForm
    list_display = ("name", "times")
    search_fields = ("name",)
    search_help_text = "A name"
    ordering = ("name",)

    @admin.display(description="Times")
    def times(self, row: Schedule) -> str:
        return lines_of(intervals_of(row.intervals)).replace("\n", "; ") or "never"

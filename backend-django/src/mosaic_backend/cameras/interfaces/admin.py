"""Admin: sites, groups and cameras. Every change of a camera goes through the use cases, as in REST."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from unfold.admin import ModelAdmin
from unfold.decorators import action, display

from mosaic_backend.audit import facade as audit
from mosaic_backend.cameras.bootstrap import camera_administration
from mosaic_backend.cameras.infrastructure import probes
from mosaic_backend.cameras.infrastructure.camera_store import camera_of
from mosaic_backend.cameras.infrastructure.models import CameraGroup, CameraRow, Schedule, Site
from mosaic_backend.cameras.interfaces import config_admin  # noqa: F401 - registers its page
from mosaic_backend.cameras.interfaces.admin_forms import CameraForm
from mosaic_backend.cameras.interfaces.audited import record_change
from mosaic_contracts.errors import UnavailableError


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
    list_display = ("name", "time_zone")
    search_fields = ("name",)
    ordering = ("name",)


@admin.register(CameraGroup)
class GroupAdmin(_OfManyCameras):
    list_display = ("name", "site")
    list_select_related = ("site",)
    search_fields = ("name",)
    ordering = ("name",)


@admin.register(Schedule)
class ScheduleAdmin(_OfManyCameras):
    list_display = ("name",)
    search_fields = ("name",)
    ordering = ("name",)


@admin.register(CameraRow)
class CameraAdmin(ModelAdmin):  # type: ignore[misc]
    form = CameraForm
    list_display = ("name", "source_address", "group", "enabled", "shown_state")
    list_filter = ("enabled", "site", "group", "ai_enabled", "recording_mode")
    list_select_related = ("group", "stream_state")
    search_fields = ("name", "key", "source_address", "tags")
    ordering = ("name",)
    readonly_fields = ("source_address", "sub_address", "shown_state", "state_detail", "revision")
    actions_detail = ("probe",)
    fieldsets = (
        (None, {"fields": ("name", "key", "source_url", "source_address", "enabled")}),
        ("Second stream", {"fields": ("sub_url", "sub_address")}),
        ("Place", {"fields": ("group", "site", "tags", "position")}),
        ("State", {"fields": ("shown_state", "state_detail", "offline_alarm", "revision")}),
        ("Recording", {"fields": ("recording_mode", "retention_days", "recording_schedule")}),
        ("AI", {"fields": ("ai_enabled", "ai_read_plates", "ai_schedule", "ai_classes", "zones")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[CameraRow]:
        rows: QuerySet[CameraRow] = super().get_queryset(request)
        return rows.filter(deleted_at__isnull=True).select_related("stream_state")

    @display(  # type: ignore[untyped-decorator]
        description="Stream",
        label={"online": "success", "error": "danger", "connecting": "warning", "idle": "info"},
    )
    def shown_state(self, row: CameraRow) -> str:
        if not row.enabled:
            return "disabled"
        known = getattr(row, "stream_state", None)
        return known.state if known else "unknown"

    @admin.display(description="Why")
    def state_detail(self, row: CameraRow) -> str:
        known = getattr(row, "stream_state", None)
        return known.detail or "–" if known else "–"

    def save_model(self, request: HttpRequest, obj: CameraRow, form: Any, change: bool) -> None:
        with transaction.atomic():
            present = camera_of(CameraRow.objects.get(id=obj.id)) if change else None
            if present:
                camera = camera_administration().change(obj.id, form.draft(present.draft))
            else:
                camera = camera_administration().add(form.draft())
            obj.id, obj.revision = camera.id, camera.revision
            record_change(request.user.get_username(), present, camera)

    def delete_model(self, request: HttpRequest, obj: CameraRow) -> None:
        with transaction.atomic():
            present = camera_of(CameraRow.objects.get(id=obj.id))
            camera_administration().remove(obj.id)
            record_change(request.user.get_username(), present, None)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[CameraRow]) -> None:
        for row in queryset:
            self.delete_model(request, row)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Nothing else goes with a camera: what was recorded of it stays."""
        return [str(row) for row in objs], {"camera": len(objs)}, set(), []

    @action(description="Try the address", url_path="probe")  # type: ignore[untyped-decorator]
    def probe(self, request: HttpRequest, object_id: str) -> HttpResponse:
        row = self.get_object(request, object_id)
        if row is not None:
            self._probe(request, row)
        return redirect(reverse("admin:cameras_camerarow_change", args=[UUID(object_id)]))

    @staticmethod
    def _probe(request: HttpRequest, row: CameraRow) -> None:
        try:
            outcome = probes.probe(row.source_url)
            probes.keep(row.id, outcome, timezone.now())
        except UnavailableError as error:
            messages.error(request, str(error))
            return
        if outcome.get("ok"):
            codecs = ", ".join(str(track.get("codec")) for track in outcome.get("tracks", []))
            messages.success(request, f"It answers: {codecs}.")
            for warning in outcome["warnings"]:
                messages.warning(request, warning["detail"])
        else:
            messages.warning(request, str(outcome.get("detail") or outcome.get("reason")))

"""Admin: cameras. Every change of one goes through the use cases, as in REST."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.formats import localize
from django.utils.timezone import localtime
from unfold.admin import ModelAdmin
from unfold.decorators import action, display

from mosaic_backend.cameras.bootstrap import camera_administration
from mosaic_backend.cameras.domain.recording import is_on_events
from mosaic_backend.cameras.infrastructure import probes
from mosaic_backend.cameras.infrastructure.camera_store import camera_of, recording_of
from mosaic_backend.cameras.infrastructure.models import CameraRow
from mosaic_backend.cameras.interfaces import config_admin, place_admin  # noqa: F401 - register their pages
from mosaic_backend.cameras.interfaces.admin_event_fields import EVENT_FIELDS
from mosaic_backend.cameras.interfaces.admin_forms import CameraForm
from mosaic_backend.cameras.interfaces.audited import record_change
from mosaic_backend.cameras.interfaces.camera_actions import CameraActions
from mosaic_backend.cameras.interfaces.probe_words import in_words
from mosaic_contracts.errors import NotFoundError, UnavailableError


class StateFilter(admin.SimpleListFilter):
    title = "stream"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, name) for name in ("online", "idle", "connecting", "error", "unknown")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[CameraRow]) -> QuerySet[CameraRow]:
        if self.value() is None:
            return queryset
        if self.value() == "unknown":
            return queryset.filter(enabled=True, stream_state=None)
        return queryset.filter(enabled=True, stream_state__state=self.value())


@admin.register(CameraRow)
class CameraAdmin(CameraActions, ModelAdmin):  # type: ignore[misc]
    form = CameraForm
    list_display = (
        "name",
        "shown_state",
        "group",
        "site",
        "source_address",
        "shown_recording",
        "shown_ai",
        "shown_tags",
    )
    list_filter = (
        StateFilter,
        "enabled",
        "site",
        "group",
        "recording_mode",
        "ai_enabled",
        "ai_read_plates",
        "offline_alarm",
        "transcode",
    )
    list_select_related = ("group", "site", "stream_state")
    search_fields = ("name", "key", "source_address", "tags")
    search_help_text = "A name, key, address or tag"
    ordering = ("name",)
    readonly_fields = (
        "source_address",
        "sub_address",
        "shown_state",
        "state_detail",
        "sub_state",
        "last_look",
        "revision",
    )
    actions_detail = ("probe",)
    fieldsets = (
        (None, {"fields": ("name", "key", "source_url", "source_address", "enabled")}),
        ("Second stream", {"fields": ("sub_url", "sub_address", "sub_state")}),
        ("Live view", {"fields": ("transcode",)}),
        ("Place", {"fields": ("group", "site", "tags", "position")}),
        (
            "State",
            {"fields": ("shown_state", "state_detail", "last_look", "offline_alarm", "revision")},
        ),
        (
            "Recording",
            {
                "fields": (
                    *("recording_mode", "recording_schedule", "recording_otherwise"),
                    "retention_days",
                )
            },
        ),
        ("Recording on events", {"fields": EVENT_FIELDS}),
        (
            "AI",
            {"fields": ("ai_enabled", "ai_read_plates", "ai_schedule", "ai_classes", "ai_capture")},
        ),
        ("Zones", {"fields": ("zones",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[CameraRow]:
        rows: QuerySet[CameraRow] = super().get_queryset(request)
        return rows.filter(deleted_at__isnull=True).select_related("stream_state", "last_probe")

    @display(  # type: ignore[untyped-decorator]
        description="Stream",
        label={"online": "success", "error": "danger", "connecting": "warning", "idle": "info"},
    )
    def shown_state(self, row: CameraRow) -> str:
        if not row.enabled:
            return "disabled"
        known = getattr(row, "stream_state", None)
        return known.state if known else "unknown"

    @admin.display(description="Recording", ordering="recording_mode")
    def shown_recording(self, row: CameraRow) -> str:
        recording = recording_of(row)
        if {recording.mode, recording.otherwise} == {"off"}:
            return "off"
        on_events = ", on events" if is_on_events(recording) else ""
        return f"{row.retention_days} days{on_events}"

    @admin.display(description="AI", ordering="ai_enabled")
    def shown_ai(self, row: CameraRow) -> str:
        if not row.ai_enabled:
            return "off"
        return "with plates" if row.ai_read_plates else "without plates"

    @admin.display(description="Tags")
    def shown_tags(self, row: CameraRow) -> str:
        return ", ".join(row.tags)

    @admin.display(description="Why")
    def state_detail(self, row: CameraRow) -> str:
        known = getattr(row, "stream_state", None)
        return known.detail or "–" if known else "–"

    @admin.display(description="Stream")
    def sub_state(self, row: CameraRow) -> str:
        known = getattr(row, "stream_state", None)
        sub = known.sub if known and row.sub_address else None
        if not sub:
            return "–"
        return f"{sub['state']}: {sub['detail']}" if sub["detail"] else str(sub["state"])

    @admin.display(description="Last look at the address")
    def last_look(self, row: CameraRow) -> str:
        known = getattr(row, "last_probe", None)
        if known is None:
            return "never; “Try the address” above takes one"
        warned = " ".join(warning["detail"] for warning in known.outcome["warnings"])
        told = f"{in_words(known.outcome)} {warned}".strip()
        return f"{localize(localtime(known.probed_at))}: {told}"

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
            probed = probes.probe(row.source_url)
        except UnavailableError as error:
            messages.error(request, str(error))
            return
        probes.keep(row, probed)
        said = messages.success if probed.outcome["ok"] else messages.warning
        said(request, in_words(probed.outcome))
        for warning in probed.outcome["warnings"]:
            messages.warning(request, warning["detail"])

    def get_urls(self) -> list[URLPattern]:
        routes = {"picture": self._picture, "probe": self._probe_now}
        return [
            *(
                path(
                    f"<uuid:camera_id>/{what}-now/",
                    self.admin_site.admin_view(view),
                    name=f"cameras_camerarow_{what}_now",
                )
                for what, view in routes.items()
            ),
            *super().get_urls(),
        ]

    def _picture(self, request: HttpRequest, camera_id: UUID) -> HttpResponse:
        """What zones are drawn on: the newest picture that there is of the camera's address."""
        try:
            picture = probes.newest_picture(self._row(request, camera_id))
        except NotFoundError as error:
            raise Http404 from error
        headers = {"Cache-Control": "no-store", "X-Captured-At": picture.captured_at}
        return HttpResponse(picture.jpeg, content_type="image/jpeg", headers=headers)

    def _probe_now(self, request: HttpRequest, camera_id: UUID) -> HttpResponse:
        """Tries the address, and tells it to the script of the page."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        row = self._row(request, camera_id)
        try:
            probed = probes.probe(row.source_url)
        except UnavailableError as error:
            return JsonResponse({"snapshot": False, "detail": str(error)})
        probes.keep(row, probed)
        detail = in_words(probed.outcome)
        if probed.outcome["ok"] and not probed.snapshot:
            detail += " No picture came in time."
        return JsonResponse({"snapshot": probed.snapshot is not None, "detail": detail})

    def _row(self, request: HttpRequest, camera_id: UUID) -> CameraRow:
        if not self.has_view_permission(request):
            raise Http404
        return get_object_or_404(self.get_queryset(request), id=camera_id)

"""Admin: what was seen, to read; plate reads with their crops."""

from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from mosaic_backend.audit.facade import (
    plate_search_reason_demanded,
    record_look,
    record_search,
)
from mosaic_backend.cameras.facade import camera_names
from mosaic_backend.detections import bootstrap
from mosaic_backend.detections.application.plates import PlateFilters
from mosaic_backend.detections.application.shown import IMAGE_KINDS
from mosaic_backend.detections.domain.folding import fold
from mosaic_backend.detections.domain.instants import first_id_at
from mosaic_backend.detections.infrastructure.models import Detection, PlateRead
from mosaic_backend.shared.admin_pages import CappedPaginator, ReadOnlyAdmin, admin_principal
from mosaic_backend.shared.distinct_values import distinct_values
from mosaic_backend.shared.plate_protection.state import Forms, forms_here
from mosaic_contracts.errors import MosaicError

MOST_FOUND = 1000
VEHICLE = ("vehicle_label", "vehicle_confidence", "vehicle_box", "vehicle_colour")
"""Shown as one."""


class WhenFilter(admin.SimpleListFilter):
    """By the instant in the key, so that only the newest part of the table is read."""

    title = "when"
    parameter_name = "when"
    SPANS: ClassVar = {
        "hour": ("Last hour", timedelta(hours=1)),
        "day": ("Last 24 hours", timedelta(days=1)),
        "week": ("Last 7 days", timedelta(days=7)),
        "month": ("Last 30 days", timedelta(days=30)),
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, title) for name, (title, _) in self.SPANS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        wanted = self.SPANS.get(self.value() or "")
        if wanted is None:
            return queryset
        return queryset.filter(id__gte=first_id_at(timezone.now() - wanted[1]))


class LabelFilter(admin.SimpleListFilter):
    title = "label"
    parameter_name = "label"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, name) for name in distinct_values("detections_detection", "label")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Detection]) -> QuerySet[Detection]:
        return queryset.filter(label=self.value()) if self.value() else queryset


class SeenAdmin(ReadOnlyAdmin):
    paginator = CappedPaginator
    ordering = ("-id",)

    def name_rows(self, rows: list[Any]) -> None:
        names = camera_names({row.camera_id for row in rows})
        for row in rows:
            row.camera_name = names.get(row.camera_id, "(gone)")

    @admin.display(description="camera")
    def camera(self, row: Any) -> SafeString:
        """A link to what else this camera saw."""
        here = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        return format_html(
            '<a href="{}?camera_id__exact={}">{}</a>', here, row.camera_id, row.camera_name
        )


@admin.register(Detection)
class DetectionAdmin(SeenAdmin):
    list_display = ("captured_at", "label", "confidence", "camera", "zones", "engine")
    list_filter = (WhenFilter, LabelFilter)
    search_fields = ("label",)
    search_help_text = "A label, or the id of a camera or a track"
    readonly_fields = ("camera",)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Detection], search_term: str
    ) -> tuple[QuerySet[Detection], bool]:
        wanted = search_term.strip()
        if not wanted:
            return queryset, False
        try:
            identifier = UUID(wanted)
        except ValueError:
            return queryset.filter(label=wanted.lower()), False
        return queryset.filter(Q(camera_id=identifier) | Q(track_id=identifier)), False


@admin.register(PlateRead)
class PlateReadAdmin(SeenAdmin):
    list_display = ("seen_at", "text", "confidence", "final", "votes", "direction", "camera")
    list_filter = (WhenFilter, "final", "direction")
    search_fields = ("folded",)
    search_help_text = "The beginning of a plate"
    exclude = ("glyphs", "keys", "image_keys", "engine_number", *VEHICLE)
    readonly_fields = ("vehicle", "engine", "camera", "crops")

    def get_queryset(self, request: HttpRequest) -> QuerySet[PlateRead]:
        """Nothing where a reason is demanded, which this page has no place for."""
        rows: QuerySet[PlateRead] = super().get_queryset(request)
        return rows.none() if plate_search_reason_demanded() else rows

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        principal = admin_principal(request)
        if plate_search_reason_demanded():
            messages.error(
                request,
                "This site demands a reason for looks at plates: use the console, which asks for it.",
            )
        else:
            record_look(principal, "plates.listed", "admin")
        answer: HttpResponse = super().changelist_view(request, extra_context)
        return answer

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        row = super().get_object(request, object_id, from_field)
        if row is not None:
            shown = {"camera": row.camera_id}
            record_look(admin_principal(request), "plate.seen", f"plate:{row.pk}", shown)
        return row

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[PlateRead], search_term: str
    ) -> tuple[QuerySet[PlateRead], bool]:
        folded = fold(search_term)
        if not folded or plate_search_reason_demanded():
            return queryset, False
        record_search(
            admin_principal(request), "plates.searched", search_term, folded, {}, reason=""
        )
        if forms_here() is Forms.PLAIN:
            return queryset.filter(folded__startswith=folded), False
        found = bootstrap.plate_index().like(f"{folded}%", PlateFilters(None), None, MOST_FOUND)
        return queryset.filter(pk__in=[read.id for read in found.reads]), False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self._picture)
        route = path("<uuid:read_id>/<slug:kind>.jpg", view, name="detections_plateread_picture")
        return [route, *super().get_urls()]

    @admin.display(description="crops")
    def crops(self, row: PlateRead) -> SafeString:
        shown = [
            (reverse("admin:detections_plateread_picture", args=[row.pk, kind]), kind)
            for kind in IMAGE_KINDS
            if kind in row.images
        ]
        return format_html_join(" ", '<img src="{}" alt="{}" style="max-height:16rem">', shown)

    def _picture(self, request: HttpRequest, read_id: UUID, kind: str) -> HttpResponse:
        row = self.get_object(request, str(read_id))
        if row is None or not self.has_view_permission(request, row) or kind not in row.images:
            raise Http404
        try:
            content = bootstrap.evidence().picture(row.images[kind])
        except MosaicError as error:
            raise Http404 from error
        return HttpResponse(
            content, content_type="image/jpeg", headers={"Cache-Control": "private"}
        )

"""Admin: what was seen, to read; plate reads with their crops."""

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from mosaic_backend.cameras.facade import camera_names
from mosaic_backend.detections import bootstrap
from mosaic_backend.detections.domain.folding import fold
from mosaic_backend.detections.infrastructure.models import Detection, PlateRead
from mosaic_backend.detections.interfaces.presentation import IMAGE_KINDS
from mosaic_backend.shared.admin_pages import ReadOnlyAdmin
from mosaic_contracts.errors import MosaicError

MOST_COUNTED = 5000


class CappedPaginator(Paginator):  # type: ignore[type-arg]
    """Counts no further than MOST_COUNTED: an exact count would read the whole table."""

    @cached_property
    def count(self) -> int:
        rows: QuerySet[Any] = self.object_list  # type: ignore[assignment]
        return rows[:MOST_COUNTED].count()


class SeenAdmin(ReadOnlyAdmin):
    paginator = CappedPaginator
    show_full_result_count = False
    list_per_page = 50
    ordering = ("-id",)

    @admin.display(description="camera")
    def camera(self, row: Any) -> str:
        return camera_names({row.camera_id}).get(row.camera_id, str(row.camera_id))


@admin.register(Detection)
class DetectionAdmin(SeenAdmin):
    list_display = ("captured_at", "label", "confidence", "camera_id", "engine")
    list_filter = ("label",)
    readonly_fields = ("camera",)


@admin.register(PlateRead)
class PlateReadAdmin(SeenAdmin):
    list_display = ("seen_at", "text", "confidence", "final", "votes", "camera_id")
    search_fields = ("folded",)
    search_help_text = "The beginning of a plate"
    exclude = ("glyphs", "keys", "images")
    readonly_fields = ("camera", "crops")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[PlateRead], search_term: str
    ) -> tuple[QuerySet[PlateRead], bool]:
        if folded := fold(search_term):
            queryset = queryset.filter(folded__startswith=folded)
        return queryset, False

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

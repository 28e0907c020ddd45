"""Admin: mosaics. Tiles are arranged in the console; here one renames, shares and removes."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.contrib.filters.admin import RangeDateTimeFilter

from mosaic_backend.cameras import facade as cameras
from mosaic_backend.identity import facade as identity
from mosaic_backend.mosaics.infrastructure.models import MosaicRow
from mosaic_backend.mosaics.infrastructure.mosaic_store import tiles_of
from mosaic_backend.shared.admin_pages import AuditedAdmin


@admin.register(MosaicRow)
class MosaicAdmin(AuditedAdmin):
    audit_noun = "mosaic"
    list_display = ("name", "layout", "tiles_used", "shared", "owner", "changed_at")
    list_filter = ("layout", "shared", ("changed_at", RangeDateTimeFilter))
    list_filter_submit = True
    search_fields = ("name",)
    fields = ("name", "shared", "layout", "cameras_shown", "owner", "version")
    readonly_fields = ("layout", "cameras_shown", "owner", "version")
    ordering = ("name", "pk")
    actions = ("share", "share_no_more")

    def name_rows(self, rows: list[Any]) -> None:
        owners = identity.usernames({row.owner_id for row in rows})
        for row in rows:
            row.owner_name = owners.get(row.owner_id, "(gone)")

    @admin.display(description="Owner")
    def owner(self, row: Any) -> str:
        return str(row.owner_name)

    @admin.display(description="Tiles")
    def tiles_used(self, row: MosaicRow) -> str:
        return "–" if row.untouched else str(len(row.tiles))

    @admin.display(description="Cameras")
    def cameras_shown(self, row: MosaicRow) -> str:
        if row.untouched:
            return "the first ones there are"
        tiles = tiles_of(row)
        names = cameras.camera_names(tile.camera_id for tile in tiles)
        return ", ".join(names.get(tile.camera_id, "(gone)") for tile in tiles) or "–"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: MosaicRow, form: Any, change: Any) -> None:
        obj.version += 1
        super().save_model(request, obj, form, change)

    @admin.action(description="Share with everybody")
    def share(self, request: HttpRequest, rows: QuerySet[MosaicRow]) -> None:
        self.change_all(request, rows, shared=True)

    @admin.action(description="Share no more")
    def share_no_more(self, request: HttpRequest, rows: QuerySet[MosaicRow]) -> None:
        self.change_all(request, rows, shared=False)

    def change_row(self, row: Any, **changes: Any) -> None:
        row.version += 1
        super().change_row(row, **changes)

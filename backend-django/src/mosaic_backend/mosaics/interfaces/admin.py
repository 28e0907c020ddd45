"""Admin: mosaics. Tiles are arranged in the console; here one renames, shares and removes."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from mosaic_backend.cameras import facade as cameras
from mosaic_backend.identity import facade as identity
from mosaic_backend.mosaics.infrastructure.models import MosaicRow
from mosaic_backend.mosaics.infrastructure.mosaic_store import tiles_of


@admin.register(MosaicRow)
class MosaicAdmin(ModelAdmin):  # type: ignore[misc]
    list_display = ("name", "layout", "shared", "owner", "changed_at")
    list_filter = ("layout", "shared")
    search_fields = ("name",)
    fields = ("name", "shared", "layout", "cameras_shown", "owner", "version")
    readonly_fields = ("layout", "cameras_shown", "owner", "version")
    ordering = ("name",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[MosaicRow]:
        rows: QuerySet[MosaicRow] = super().get_queryset(request)
        self._owners = identity.usernames(rows.values_list("owner_id", flat=True).distinct())
        return rows

    @admin.display(description="Owner")
    def owner(self, row: MosaicRow) -> str:
        return self._owners.get(row.owner_id, "(gone)")

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

"""Admin: clips, to read."""

from django.contrib import admin

from mosaic_backend.clips.infrastructure.models import Clip
from mosaic_backend.shared.admin_pages import ReadOnlyAdmin


@admin.register(Clip)
class ClipAdmin(ReadOnlyAdmin):
    list_display = ("requested_at", "state", "starts_at", "ends_at", "size_bytes", "requested_by")
    list_filter = ("state",)
    search_fields = ("requested_by",)
    ordering = ("-id",)

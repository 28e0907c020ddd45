"""Admin: clips, to read."""

from typing import Any

from django.contrib import admin
from django.template.defaultfilters import filesizeformat
from unfold.contrib.filters.admin import RangeDateTimeFilter
from unfold.decorators import display

from mosaic_backend.cameras.facade import camera_names
from mosaic_backend.clips.infrastructure.models import Clip
from mosaic_backend.clips.interfaces.encryption_admin import RecordingKeyUseAdmin
from mosaic_backend.clips.interfaces.event_admin import EventWatchAdmin
from mosaic_backend.clips.interfaces.recording_admin import LegalHoldAdmin, RecordingLimitAdmin
from mosaic_backend.shared.admin_pages import CappedPaginator, ReadOnlyAdmin

__all__ = [
    "ClipAdmin",
    "EventWatchAdmin",
    "LegalHoldAdmin",
    "RecordingKeyUseAdmin",
    "RecordingLimitAdmin",
]


@admin.register(Clip)
class ClipAdmin(ReadOnlyAdmin):
    paginator = CappedPaginator
    list_display = (
        "requested_at",
        "shown_state",
        "camera",
        "starts_at",
        "length",
        "size",
        "requested_by",
    )
    list_filter = (
        "state",
        ("requested_at", RangeDateTimeFilter),
        ("starts_at", RangeDateTimeFilter),
    )
    list_filter_submit = True
    search_fields = ("requested_by", "=sha256", "detail")
    search_help_text = "Who asked for it, its SHA-256, why it failed"
    ordering = ("-id",)
    readonly_fields = ("camera", "length", "size")

    def name_rows(self, rows: list[Any]) -> None:
        names = camera_names({row.camera_id for row in rows})
        for row in rows:
            row.camera_name = names.get(row.camera_id, "(gone)")

    @admin.display(description="Camera")
    def camera(self, row: Any) -> str:
        return str(row.camera_name)

    @admin.display(description="Length")
    def length(self, row: Clip) -> str:
        return f"{(row.ends_at - row.starts_at).total_seconds():g} s"

    @admin.display(description="Size", ordering="size_bytes")
    def size(self, row: Clip) -> str:
        return "–" if row.size_bytes is None else filesizeformat(row.size_bytes)

    @display(  # type: ignore[untyped-decorator]
        description="State",
        ordering="state",
        label={"queued": "info", "running": "warning", "ready": "success", "failed": "danger"},
    )
    def shown_state(self, row: Clip) -> str:
        return row.state

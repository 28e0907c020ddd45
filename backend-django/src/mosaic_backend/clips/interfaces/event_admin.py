"""Admin: how far footage of cameras that are recorded on events was judged, and why it stays."""

from typing import Any

from django.contrib import admin

from mosaic_backend.clips.infrastructure.recording.event_models import EventWatch
from mosaic_backend.clips.interfaces.recording_admin import OfACamera
from mosaic_backend.shared.admin_pages import ReadOnlyAdmin


@admin.register(EventWatch)
class EventWatchAdmin(OfACamera, ReadOnlyAdmin):
    list_display = ("camera", "around", "shown_doubt", "doubt_since", "judged_until")
    list_filter = ("doubt",)
    ordering = ("camera_id",)

    @admin.display(description="Before and after")
    def around(self, row: EventWatch) -> str:
        return f"{row.settings['before_s']} s, {row.settings['after_s']} s"

    @admin.display(description="Everything stays because of", ordering="doubt")
    def shown_doubt(self, row: EventWatch) -> Any:
        return row.doubt or "–"

"""Admin: which keys recordings are encrypted with, and how many are plain."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse

from mosaic_backend.clips.infrastructure.encryption.key_use_models import PLAIN, RecordingKeyUse
from mosaic_backend.clips.infrastructure.encryption.recording_keys import (
    NoRecordingKeysError,
    key_ring,
)
from mosaic_backend.clips.interfaces.recording_admin import GB
from mosaic_backend.config.environment import environment
from mosaic_backend.shared.admin_pages import ReadOnlyAdmin

ON = "New recordings are encrypted, and what is plain becomes so in the background."
OFF = "Recordings are not encrypted (MOSAIC_RECORDING_ENCRYPTION is 0)."


@admin.register(RecordingKeyUse)
class RecordingKeyUseAdmin(ReadOnlyAdmin):
    list_display = ("key", "state", "files", "size", "starts_at", "ends_at")
    ordering = ("-ends_at",)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        messages.info(request, ON if environment().recording_encryption else OFF)
        try:
            key_ring()
        except NoRecordingKeysError as error:
            messages.error(request, error.detail)
        answer: HttpResponse = super().changelist_view(request, extra_context)
        return answer

    def name_rows(self, rows: list[Any]) -> None:
        try:
            ids = [key.id.hex() for key in key_ring().keys]
        except NoRecordingKeysError:
            ids = []
        for row in rows:
            known = row.key in ids or row.key == PLAIN
            row.told = "missing" if not known else "newest" if row.key in ids[:1] else "older"

    @admin.display(description="State")
    def state(self, row: Any) -> str:
        return PLAIN if row.key == PLAIN else str(row.told)

    @admin.display(description="On the disk", ordering="bytes")
    def size(self, row: RecordingKeyUse) -> str:
        return f"{row.bytes / GB:.1f} GB"

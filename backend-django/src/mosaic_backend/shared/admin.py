"""Admin: events that wait to be published."""

from django.contrib import admin

from mosaic_backend.shared.admin_pages import ReadOnlyAdmin
from mosaic_backend.shared.outbox.models import OutboxRow


@admin.register(OutboxRow)
class OutboxAdmin(ReadOnlyAdmin):
    """The number at the top is the depth of the outbox: long means that RabbitMQ or the relay is down."""

    list_display = ("position", "event_id", "added_at")
    fields = ("position", "event_id", "event", "added_at")
    ordering = ("position",)

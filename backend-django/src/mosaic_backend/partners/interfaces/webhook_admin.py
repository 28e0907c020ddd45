"""Admin: webhooks of partners, and what they did not take."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from unfold.decorators import display

from mosaic_backend.audit import facade as audit
from mosaic_backend.partners.infrastructure import feeds, webhook_store
from mosaic_backend.partners.infrastructure.models import DeadLetter, Webhook
from mosaic_backend.shared.admin_pages import ReadOnlyAdmin


def _replay(request: HttpRequest, webhook: Webhook, position: int) -> bool:
    """False where what followed that position is no longer kept."""
    if position < feeds.oldest(webhook.client_id, sandbox=webhook.client.sandbox):
        return False
    webhook_store.replay(webhook.id, position)
    audit.record(
        request.user.get_username(),
        "partner.webhook_replayed",
        f"webhook:{webhook.id}",
        {"url": webhook.url, "position": position},
    )
    return True


def _say(request: HttpRequest, done: int, gone: int) -> None:
    if done:
        messages.success(request, f"{done} will be delivered again, in order.")
    if gone:
        messages.error(request, f"{gone} lie before what is kept.")


@admin.register(Webhook)
class WebhookAdmin(ReadOnlyAdmin):
    list_display = ("url", "client", "state", "dead", "last_delivered_at", "last_problem")
    list_filter = ("enabled", "client")
    list_select_related = ("client",)
    search_fields = ("url", "client__name")
    ordering = ("client__name", "url")
    exclude = ("secret", "old_secret")
    actions = ("resume", "replay_everything")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Webhook]:
        rows: QuerySet[Webhook] = super().get_queryset(request)
        return rows.annotate(letters=Count("dead_letters"))

    @display(  # type: ignore[untyped-decorator]
        description="State", label={"delivers": "success", "fails": "warning", "off": "danger"}
    )
    def state(self, row: Webhook) -> str:
        if not row.enabled:
            return "off"
        return "fails" if row.failing_since else "delivers"

    @admin.display(description="Dead letters", ordering="letters")
    def dead(self, row: Any) -> int:
        return int(row.letters)

    @admin.action(description="Go on where it stopped, now", permissions=["view"])
    def resume(self, request: HttpRequest, rows: QuerySet[Webhook]) -> None:
        done = [_replay(request, row, row.position) for row in rows.select_related("client")]
        _say(request, done.count(True), done.count(False))

    @admin.action(description="Replay all that is kept", permissions=["view"])
    def replay_everything(self, request: HttpRequest, rows: QuerySet[Webhook]) -> None:
        done = [
            _replay(request, row, feeds.oldest(row.client_id, sandbox=row.client.sandbox))
            for row in rows.select_related("client")
        ]
        _say(request, done.count(True), done.count(False))


@admin.register(DeadLetter)
class DeadLetterAdmin(ReadOnlyAdmin):
    list_display = ("buried_at", "webhook", "problem", "attempts")
    list_filter = ("webhook",)
    list_select_related = ("webhook",)
    ordering = ("-buried_at",)
    actions = ("replay",)

    @admin.action(description="Replay from here", permissions=["view"])
    def replay(self, request: HttpRequest, rows: QuerySet[DeadLetter]) -> None:
        """Of several letters of one webhook, from the oldest."""
        oldest: dict[Any, DeadLetter] = {}
        for letter in rows.select_related("webhook__client").order_by("-position"):
            oldest[letter.webhook_id] = letter
        done = [_replay(request, letter.webhook, letter.position - 1) for letter in oldest.values()]
        _say(request, done.count(True), done.count(False))

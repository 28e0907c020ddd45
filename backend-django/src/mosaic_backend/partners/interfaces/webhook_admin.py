"""Admin: webhooks of partners, and what they did not take."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import action, display

from mosaic_backend.audit import facade as audit
from mosaic_backend.config.environment import environment
from mosaic_backend.partners.domain.feed import cursor_of
from mosaic_backend.partners.infrastructure import feeds, trial, webhook_store
from mosaic_backend.partners.infrastructure.models import DeadLetter, Webhook
from mosaic_backend.partners.interfaces.admin_forms import ReplayForm
from mosaic_backend.partners.interfaces.admin_question import asked
from mosaic_backend.shared.admin_pages import ReadOnlyAdmin
from mosaic_contracts.errors import ConflictError, InvalidInputError
from mosaic_contracts.events import WebhookTested


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
    list_display = (
        "url",
        "client",
        "state",
        "dead",
        "last_delivered_at",
        "last_problem",
        "disabled_at",
    )
    list_filter = ("enabled", "client")
    list_select_related = ("client",)
    search_fields = ("url", "client__name")
    ordering = ("client__name", "url")
    exclude = ("secret", "old_secret")
    readonly_fields = ("cursor",)
    actions = ("resume", "replay_everything")
    actions_detail = ("try_out", "replay_from")

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

    @admin.display(description="Cursor")
    def cursor(self, row: Webhook) -> str:
        """The last event that was taken or passed over."""
        return cursor_of(row.position, sandbox=row.client.sandbox)

    @action(description="Send a test event", url_path="test")  # type: ignore[untyped-decorator]
    def try_out(self, request: HttpRequest, object_id: str) -> HttpResponse:
        row = self._row(object_id)
        back = reverse("admin:partners_webhook_change", args=[row.id])
        if request.method != "POST":
            what = f"Sends {row.url} an event of type {WebhookTested.TYPE}, signed as every other, once."
            return asked(request, "Send a test event", what=what, back=back)
        answer = trial.try_out(row, environment().webhook_networks, timezone.now())
        audit.record(
            request.user.get_username(),
            "partner.webhook_tested",
            f"webhook:{row.id}",
            {"url": row.url, "status": answer.status, "problem": answer.problem},
        )
        if answer.problem:
            messages.error(request, f"The receiver did not take it: {answer.problem}.")
        else:
            messages.success(request, f"The receiver took it: it answered {answer.status}.")
        return redirect(back)

    @action(description="Replay from a cursor", url_path="replay")  # type: ignore[untyped-decorator]
    def replay_from(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The cursor may stand in the address (`?after=`), so that a link to any event is one click away."""
        row = self._row(object_id)
        back = reverse("admin:partners_webhook_change", args=[row.id])
        posted = request.method == "POST"
        form = ReplayForm(request.POST if posted else None, initial=request.GET.dict())
        if posted and form.is_valid():
            after = form.cleaned_data["after"]
            try:
                position = feeds.start(row.client_id, after, sandbox=row.client.sandbox)
            except (InvalidInputError, ConflictError) as error:
                form.add_error("after", str(error) or "what followed is no longer kept")
            else:
                _replay(request, row, position)
                messages.success(request, "What follows will be delivered again, in order.")
                return redirect(back)
        what = f"Delivers to {row.url} what follows a cursor, in order, and goes on from there."
        return asked(request, "Replay", form, what=what, back=back)

    @staticmethod
    def _row(object_id: str) -> Webhook:
        row = Webhook.objects.select_related("client").filter(id=UUID(object_id)).first()
        if row is None:
            raise Http404
        return row

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
    list_display = ("buried_at", "webhook", "problem", "attempts", "replay_link")
    list_filter = ("webhook",)
    list_select_related = ("webhook__client",)
    ordering = ("-buried_at",)
    actions = ("replay",)

    @admin.display(description="Cursor")
    def replay_link(self, row: DeadLetter) -> str:
        """To the page that replays from just before it."""
        cursor = cursor_of(row.position - 1, sandbox=row.webhook.client.sandbox)
        page = reverse("admin:partners_webhook_replay_from", args=[row.webhook_id])
        return format_html('<a href="{}?after={}">{}</a>', page, cursor, row.event.get("cursor"))

    @admin.action(description="Replay from here", permissions=["view"])
    def replay(self, request: HttpRequest, rows: QuerySet[DeadLetter]) -> None:
        """Of several letters of one webhook, from the oldest."""
        oldest: dict[Any, DeadLetter] = {}
        for letter in rows.select_related("webhook__client").order_by("-position"):
            oldest[letter.webhook_id] = letter
        done = [_replay(request, letter.webhook, letter.position - 1) for letter in oldest.values()]
        _say(request, done.count(True), done.count(False))

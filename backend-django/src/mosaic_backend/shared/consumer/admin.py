"""Admin: what consumers could not handle, from RabbitMQ, with replay and discard."""

from dataclasses import asdict
from typing import Any

from asgiref.sync import async_to_sync
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from mosaic_backend.audit.facade import record
from mosaic_backend.config.environment import environment
from mosaic_backend.shared.admin_pages import ReadOnlyAdmin, admin_principal
from mosaic_backend.shared.consumer.models import DeadLetterRow
from mosaic_contracts.errors import UnavailableError
from mosaic_platform.messaging import QUEUES, DeadLetter, DeadLetters

SHOWN = 100
FATES = ("replayed", "discarded")


@admin.register(DeadLetterRow)
class DeadLetterAdmin(ReadOnlyAdmin):
    """One page: the letters of a queue. Nothing of it is in the database."""

    # Said for those who look at all pages alike; the page has its own list.
    list_filter = ()
    search_fields = ()

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        queue = request.GET.get("queue", "")
        if queue not in QUEUES:
            queue = next(iter(QUEUES))
        if request.method == "POST":
            self._settle(request, queue)
            here = reverse("admin:consumer_deadletterrow_changelist")
            return redirect(f"{here}?queue={queue}")
        depths, letters = _looked(request, queue)
        context = {
            **self.admin_site.each_context(request),
            "title": "Dead letters",
            "opts": self.opts,
            "queue": queue,
            "depths": depths,
            "shown": SHOWN,
            "letters": [asdict(each) | {"text": _text(each)} for each in letters],
        }
        return TemplateResponse(request, "consumer/dead_letters.html", context)

    def _settle(self, request: HttpRequest, queue: str) -> None:
        fate, keys = request.POST.get("fate"), request.POST.getlist("key")
        if fate not in FATES or not keys:
            messages.warning(request, "Nothing was chosen.")
            return
        # Before it is done: what is thrown away must not go without a trace, whatever dies in between.
        for key in keys[:SHOWN]:
            record(
                admin_principal(request),
                f"dead_letter.{fate}",
                f"dead_letter:{key[:64]}",
                {"queue": queue},
            )
        try:
            settled = async_to_sync(_dead_letters().settle)(
                queue, keys[:SHOWN], "replayed" if fate == "replayed" else "discarded"
            )
        except UnavailableError as error:
            messages.error(request, f"RabbitMQ: {error}. What was chosen may be there still.")
            return
        messages.success(request, f"{len(settled)} {fate}.")
        if len(settled) < len(keys):
            messages.warning(request, f"{len(keys) - len(settled)} were no longer there.")


def _looked(request: HttpRequest, queue: str) -> tuple[dict[str, int], list[DeadLetter]]:
    letters = _dead_letters()
    try:
        return async_to_sync(letters.depths)(), async_to_sync(letters.letters)(queue, SHOWN)
    except UnavailableError as error:
        messages.error(request, f"RabbitMQ: {error}.")
        return dict.fromkeys(QUEUES, 0), []


def _dead_letters() -> DeadLetters:
    return DeadLetters(environment().amqp_url.get_secret_value())


def _text(letter: DeadLetter) -> str:
    return letter.body.decode(errors="replace")

"""A webhook's way along the feed, each step in one short transaction."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from mosaic_backend.alerts.facade import NewAlert, raise_for_administrators
from mosaic_backend.audit.facade import record
from mosaic_backend.partners.domain.client import Client
from mosaic_backend.partners.domain.feed import FeedEvent, FeedPage
from mosaic_backend.partners.domain.retrying import Off, Verdict, pause_s, verdict, why_off
from mosaic_backend.partners.domain.scopes import Scope
from mosaic_backend.partners.infrastructure import feed_reader, feeds
from mosaic_backend.partners.infrastructure.models import ApiClient, DeadLetter, Webhook
from mosaic_platform.logs import get_logger

BATCH = 50
_log = get_logger(__name__)


@dataclass(frozen=True)
class Work:
    """What is to be delivered now; secrets: to sign with, newest first."""

    webhook_id: UUID
    url: str
    secrets: tuple[str, ...]
    position: int
    page: FeedPage


def due(now: datetime) -> list[UUID]:
    """The webhooks that have something before them."""
    rows = Webhook.objects.filter(
        Q(next_attempt_at=None) | Q(next_attempt_at__lte=now), enabled=True, client__is_active=True
    )
    live = rows.filter(client__sandbox=False, position__lt=feed_reader.head())
    replayed = rows.filter(client__sandbox=True).values_list("id", "client_id", "position")
    found = list(live.values_list("id", flat=True))
    if sandboxed := list(replayed):
        heads = feeds.sandbox_heads(now)
        found += [each for each, client, position in sandboxed if position < heads.get(client, 0)]
    return found


def work_of(webhook_id: UUID, now: datetime) -> Work | None:
    """None: nothing to be done for it now."""
    row = Webhook.objects.select_related("client__plan").filter(id=webhook_id, enabled=True).first()
    if row is None or not row.client.is_active:
        return None
    if row.next_attempt_at is not None and row.next_attempt_at > now:
        return None
    client = _heard_by(row.client)
    if Scope.WEBHOOKS not in client.scopes:
        return None
    page = feeds.page(client, row.position, row.types, BATCH)
    if page.position == row.position:
        return None
    return Work(row.id, row.url, secrets_of(row, now), row.position, page)


def secrets_of(row: Webhook, now: datetime) -> tuple[str, ...]:
    """To sign with now, newest first."""
    old = row.old_secret if row.old_secret_until and row.old_secret_until > now else None
    return (row.secret, old) if old else (row.secret,)


def _heard_by(row: ApiClient) -> Client:
    return Client(
        id=row.id,
        name=row.name,
        key_id=row.id,
        scopes=frozenset(Scope(scope) for scope in row.scopes),
        all_cameras=row.all_cameras,
        group_ids=frozenset(row.camera_group_ids),
        sandbox=row.sandbox,
        limits=row.plan.limits,
    )


def advance(webhook_id: UUID, from_position: int, to: int, delivered_at: datetime | None) -> bool:
    """False when somebody moved it meanwhile (a replay), or it is gone."""
    changes: dict[str, object] = {"position": to}
    if delivered_at is not None:
        changes |= {
            "last_delivered_at": delivered_at,
            "failures": 0,
            "failing_since": None,
            "next_attempt_at": None,
            "last_problem": "",
        }
    rows = Webhook.objects.filter(id=webhook_id, position=from_position, enabled=True)
    return bool(rows.update(**changes))


@dataclass(frozen=True)
class Failure:
    """status: of the answer; None: there was none."""

    event: FeedEvent
    status: int | None
    problem: str


def fail(webhook_id: UUID, from_position: int, failure: Failure, now: datetime) -> Verdict:
    """Keeps that a delivery failed, and decides what becomes of event and webhook."""
    with transaction.atomic():
        row = Webhook.objects.select_for_update().filter(id=webhook_id, enabled=True).first()
        if row is None or row.position != from_position:
            return Verdict.AGAIN
        row.failures += 1
        row.failing_since = row.failing_since or now
        row.last_problem = failure.problem[:200]
        decided = verdict(failure.status, row.failures, row.failing_since, now)
        if decided is Verdict.AGAIN:
            wait = timedelta(seconds=pause_s(row.failures, random.random()))  # noqa: S311 - jitter
            row.next_attempt_at = now + wait
        else:
            _bury(row, failure.event, now)
        if decided is Verdict.STOP:
            _switch_off(row, why_off(failure.status), now)
        row.save()
    if decided is Verdict.STOP:
        _log.warning("webhook_disabled", webhook_id=str(webhook_id), problem=failure.problem)
    return decided


def _bury(row: Webhook, event: FeedEvent, now: datetime) -> None:
    DeadLetter.objects.create(
        webhook=row,
        position=event.position,
        event=event.told(),
        problem=row.last_problem,
        attempts=row.failures,
        buried_at=now,
    )
    details = {"url": row.url, "event": str(event.content.get("id")), "problem": row.last_problem}
    record("system", "partner.webhook_gave_up", f"webhook:{row.id}", details)
    row.position = event.position
    row.failures, row.failing_since, row.next_attempt_at = 0, None, None


def _switch_off(row: Webhook, reason: Off, now: datetime) -> None:
    """Tells the client by its API, the audit log, and the administrators."""
    row.enabled, row.disabled_at, row.disabled_reason = False, now, reason
    client = row.client
    record(
        "system",
        "partner.webhook_disabled",
        f"webhook:{row.id}",
        {"url": row.url, "client": client.name, "reason": reason, "problem": row.last_problem},
        before={"enabled": True},
        after={"enabled": False},
    )
    host = urlsplit(row.url).hostname
    raise_for_administrators(
        NewAlert(
            key=f"webhook-disabled:{row.id}:{now.isoformat()}",
            kind="webhook-disabled",
            severity="warning",
            title=f"Webhook of {client.name} at {host} was switched off ({row.last_problem})",
        ),
        now,
    )


def replay(webhook_id: UUID, position: int) -> bool:
    """Delivers again what follows the position, in order, before anything newer; False: no such webhook."""
    return bool(
        Webhook.objects.filter(id=webhook_id).update(
            position=position,
            enabled=True,
            disabled_at=None,
            disabled_reason="",
            failures=0,
            failing_since=None,
            next_attempt_at=None,
            last_problem="",
        )
    )

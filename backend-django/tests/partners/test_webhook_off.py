"""A webhook that is switched off: told to its client, to the audit log, and to administrators alone."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from consumer.conftest import eventually, parts  # noqa: F401 - a fixture
from django.db import transaction
from event_factories import detection
from rest_framework.test import APIClient

from mosaic_backend.audit.infrastructure.models import AuditEntry
from mosaic_backend.config.environment import environment
from mosaic_backend.partners.domain import retrying
from mosaic_backend.partners.infrastructure import feed_writer, webhook_store
from mosaic_backend.partners.infrastructure.models import Webhook
from mosaic_backend.shared.fanout.admission import Hearing
from mosaic_backend.shared.fanout.entries import entry_of, fields_of
from mosaic_backend.shared.outbox.models import OutboxRow
from mosaic_contracts.events import AlertRaised, CloudEvent, new_event
from mosaic_contracts.ids import new_id
from mosaic_contracts.permissions import Principal, Role, Verb
from partners.receivers import Receiver
from partners.test_webhooks import (
    EVENTS,
    HOOKS,
    LOOPBACK,
    Delivering,
    add,
    append,
    delivering,  # noqa: F401 - a fixture
    due_now,
)

Partner = Callable[..., APIClient]
Roles = Callable[..., APIClient]
ALERTS = "/api/v1/alerts"


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    monkeypatch.setitem(environment().__dict__, "webhook_networks", LOOPBACK)
    receiver = Receiver()
    yield receiver
    receiver.close()


def gone(partner: Partner, receiver: Receiver, status: int | None = 410, **row: Any) -> str:
    """The id of a webhook that was switched off after such an answer."""
    made = add(partner(**row), receiver)
    append(detection())
    since = datetime.now(UTC) - retrying.GIVEN_UP_AFTER
    Webhook.objects.filter(id=made["id"]).update(failing_since=since)
    hook = Webhook.objects.get(id=made["id"])
    work = webhook_store.work_of(hook.id, datetime.now(UTC))
    assert work is not None
    failure = webhook_store.Failure(work.page.events[0], status, f"answered {status}")
    webhook_store.fail(hook.id, work.position, failure, datetime.now(UTC))
    return str(hook.id)


def told_alert() -> CloudEvent:
    (row,) = OutboxRow.objects.all()
    return CloudEvent.from_json(row.event.encode())


def test_webhook_when_it_fails_for_a_day_then_its_client_is_told_when_and_why(
    delivering: Callable[..., Delivering],  # noqa: F811
    partner: Partner,
    receiver: Receiver,
) -> None:
    client = partner(name="Gate Ltd")
    path = f"{HOOKS}/{add(client, receiver)['id']}"
    assert client.get(path).json()["disabled_at"] is None
    receiver.answer = lambda _: 500
    append(detection())
    with delivering():
        eventually(lambda: Webhook.objects.get().failures == 1)
        Webhook.objects.update(failing_since=datetime.now(UTC) - retrying.GIVEN_UP_AFTER)
        due_now()
        eventually(lambda: not Webhook.objects.get().enabled)
    shown = client.get(path).json()
    assert (shown["enabled"], shown["disabled_reason"]) == (False, "gave-up")
    off_at = datetime.fromisoformat(shown["disabled_at"])
    assert abs(datetime.now(UTC) - off_at) < timedelta(minutes=4)
    assert shown["last_problem"] == "answered 500"
    entry = AuditEntry.objects.get(action="partner.webhook_disabled")
    assert (entry.actor_kind, entry.before, entry.after) == (
        "system",
        {"enabled": True},
        {"enabled": False},
    )
    assert (entry.details["client"], entry.details["reason"]) == ("Gate Ltd", "gave-up")
    on = client.patch(path, {"enabled": True}).json()
    assert (on["enabled"], on["disabled_at"], on["disabled_reason"]) == (True, None, "")


@pytest.mark.parametrize(("status", "reason"), [(410, "gone"), (500, "gave-up"), (None, "gave-up")])
def test_webhook_when_switched_off_then_the_reason_follows_from_the_answer(
    partner: Partner, receiver: Receiver, status: int | None, reason: str
) -> None:
    hook_id = gone(partner, receiver, status)
    row = Webhook.objects.get(id=hook_id)
    assert (row.enabled, row.disabled_reason) == (False, reason)
    webhook_store.replay(row.id, 0)
    row.refresh_from_db()
    assert (row.enabled, row.disabled_at, row.disabled_reason) == (True, None, "")


def test_webhook_when_its_owner_switches_it_off_then_shown_and_told_with_before_and_after(
    partner: Partner, receiver: Receiver
) -> None:
    client = partner()
    path = f"{HOOKS}/{add(client, receiver)['id']}"
    off = client.patch(path, {"enabled": False}).json()
    assert (off["disabled_reason"], bool(off["disabled_at"])) == ("owner", True)
    again = client.patch(path, {"enabled": False, "types": ["mosaic.plate.read.v1"]}).json()
    assert again["disabled_at"] == off["disabled_at"]
    first, second = AuditEntry.objects.filter(action="partner.webhook_changed").order_by("id")
    assert (first.before, first.after) == ({"enabled": True}, {"enabled": False})
    assert (second.before, second.after) == ({"types": []}, {"types": ["mosaic.plate.read.v1"]})
    made = client.post(HOOKS, {"url": f"{receiver.url}/2", "enabled": False}).json()
    assert (made["disabled_reason"], bool(made["disabled_at"])) == ("owner", True)


def test_alert_when_a_webhook_is_off_then_for_administrators_alone(
    partner: Partner, receiver: Receiver, admin: APIClient, client_of: Roles
) -> None:
    gone(partner, receiver, name="Gate Ltd")
    (shown,) = admin.get(ALERTS).json()["items"]
    assert (shown["kind"], shown["severity"]) == ("webhook-disabled", "warning")
    assert shown["title"] == "Webhook of Gate Ltd at 127.0.0.1 was switched off (answered 410)"
    assert admin.get("/api/v1/dashboard").json()["alerts_unacknowledged"] == 1
    for role in ("operator", "reviewer"):
        other = client_of(role)
        assert other.get(ALERTS).json()["items"] == []
        assert other.get("/api/v1/dashboard").json()["alerts_unacknowledged"] == 0
        assert other.post(f"{ALERTS}/{shown['id']}/acknowledge", {}).status_code == 404
    assert admin.post(f"{ALERTS}/{shown['id']}/acknowledge", {}).status_code == 200
    assert admin.get("/api/v1/dashboard").json()["alerts_unacknowledged"] == 0


def test_alert_when_told_live_then_no_other_role_and_no_partner_hears_it(
    partner: Partner, receiver: Receiver
) -> None:
    gone(partner, receiver)
    event = told_alert()
    entry = entry_of("1-0", fields_of(event))
    everywhere = dict.fromkeys(Verb)

    def hears(role: Role) -> bool:
        principal = Principal(
            user_id=str(new_id()),
            username="x",
            role=role,
            all_cameras=True,
            group_ids=frozenset(),
        )
        return Hearing(principal, everywhere).allows(entry)

    assert [role for role in Role if hears(role)] == [Role.ADMIN]
    with transaction.atomic():
        assert feed_writer.append([event], datetime.now(UTC)) == 0
    other = partner(name="Someone else")
    types = {item["type"] for item in other.get(EVENTS).json()["items"]}
    assert "mosaic.alert.raised.v1" not in types


def test_alert_when_for_everyone_then_partners_are_not_told_of_the_audience(
    partner: Partner,
) -> None:
    alert = AlertRaised(
        alert_id=new_id(), kind="x", severity="info", title="x", raised_at=datetime.now(UTC)
    )
    with transaction.atomic():
        feed_writer.append([new_event(alert, source="mosaic/test")], datetime.now(UTC))
    (item,) = partner().get(EVENTS).json()["items"]
    assert "audience" not in item["data"]

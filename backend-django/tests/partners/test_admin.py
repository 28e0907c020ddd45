"""Admin: API clients, keys."""

import re
from collections.abc import Callable
from ipaddress import ip_network

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from mosaic_backend.audit.infrastructure.models import AuditEntry
from mosaic_backend.cameras.infrastructure.models import CameraGroup
from mosaic_backend.config.environment import environment
from mosaic_backend.identity.infrastructure.models import User
from mosaic_backend.partners.domain.feed import cursor_of
from mosaic_backend.partners.domain.signature import new_secret
from mosaic_backend.partners.infrastructure import keys
from mosaic_backend.partners.infrastructure.models import (
    ApiClient,
    ApiKey,
    DeadLetter,
    FeedState,
    Plan,
    Webhook,
)
from partners.receivers import Receiver, check_signature

Make = Callable[..., ApiClient]
MOST_QUERIES = 15
MINTED = re.compile(r'<code id="minted"[^>]*>(mk_[^<]+)</code>')


@pytest.fixture
def browser(db: None) -> Client:
    client = Client()
    client.force_login(
        User.objects.create_user("root", "correct horse battery", role="admin"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return client


def path(name: str, *args: object) -> str:
    return reverse(f"admin:partners_{name}", args=args)


def test_client_when_added_then_kept_with_groups_by_id_and_told(browser: Client, plan: Plan):
    group = CameraGroup.objects.create(name="Yard")
    answer = browser.post(
        path("apiclient_add"),
        {
            "name": "Gate Ltd",
            "plan": plan.id,
            "is_active": "on",
            "scopes": ["plates", "events"],
            "camera_group_ids": [str(group.id)],
            "keys-TOTAL_FORMS": "0",
            "keys-INITIAL_FORMS": "0",
        },
    )
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    row = ApiClient.objects.get()
    assert (row.scopes, row.camera_group_ids) == (["plates", "events"], [group.id])
    assert AuditEntry.objects.filter(action="partner.client_created", actor="root").exists()
    assert "Yard" in browser.get(path("apiclient_change", row.id)).content.decode()


def client_form(row: ApiClient, **changes: object) -> dict[str, object]:
    return {
        "name": row.name,
        "plan": row.plan_id,
        "is_active": "on",
        "scopes": row.scopes,
        "all_cameras": "on",
        "keys-TOTAL_FORMS": "0",
        "keys-INITIAL_FORMS": "0",
        **changes,
    }


def test_client_when_changed_then_told_with_before_and_after(browser: Client, api_client: Make):
    row = api_client(name="Gate Ltd")
    page = path("apiclient_change", row.id)
    answer = browser.post(page, client_form(row, scopes=["events"], contact="desk@example.org"))
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    told = AuditEntry.objects.get(action="partner.client_changed")
    assert told.subject == f"api-client:{row.id}"
    assert told.before == {"contact": "", "scopes": row.scopes}
    assert told.after == {"contact": "desk@example.org", "scopes": ["events"]}


def test_client_when_deleted_then_its_keys_and_webhooks_go_too_and_told(
    browser: Client, api_client: Make
):
    row = api_client(name="Gate Ltd")
    key = keys.issue(row, "root").text
    Webhook.objects.create(client=row, url="https://example.org/x", secret="s", position=0)
    assert "Gate Ltd" in browser.get(path("apiclient_delete", row.id)).content.decode()
    assert browser.post(path("apiclient_delete", row.id), {"post": "yes"}).status_code == 302
    assert not ApiClient.objects.exists()
    asked = APIClient(headers={"X-API-Key": key}).get("/partner/v1/cameras")
    assert asked.status_code == 401
    assert AuditEntry.objects.filter(action="partner.client_deleted").exists()


def test_plan_when_made_changed_and_removed_then_told_with_before_and_after(browser: Client):
    browser.post(path("plan_add"), {"name": "Small", "per_second": 5, "per_minute": 50})
    row = Plan.objects.get()
    made = AuditEntry.objects.get(action="partner.plan_created")
    assert (made.before, made.after) == (None, {"name": "Small", "per_second": 5, "per_minute": 50})
    browser.post(
        path("plan_change", row.id),
        {"name": "Small", "per_second": 5, "per_minute": 60, "per_month": 1000},
    )
    changed = AuditEntry.objects.get(action="partner.plan_changed")
    assert changed.before == {"per_minute": 50, "per_month": None}
    assert changed.after == {"per_minute": 60, "per_month": 1000}
    browser.post(path("plan_delete", row.id), {"post": "yes"})
    assert AuditEntry.objects.filter(action="partner.plan_deleted").exists()


def test_client_when_added_as_a_sandbox_then_stays_one_and_its_day_is_set(
    browser: Client, plan: Plan
):
    added = client_form(ApiClient(name="Trial", plan=plan, scopes=["events"]), sandbox="on")
    assert browser.post(path("apiclient_add"), added).status_code == 302
    row = ApiClient.objects.get()
    assert row.sandbox
    page = path("apiclient_change", row.id)
    assert "Speed of the recorded day" in browser.get(page).content.decode()
    wish = {"replay_speed": "45", "replay_start": "09:30"}
    assert browser.post(page, client_form(row, **wish)).status_code == 302
    row.refresh_from_db()
    assert row.sandbox  # the unticked box changes nothing
    shown = APIClient(headers={"X-API-Key": keys.issue(row, "root").text}).get(
        "/partner/v1/sandbox"
    )
    assert (shown.json()["speed"], shown.json()["start"]) == (45, "09:30:00")
    told = AuditEntry.objects.get(action="partner.client_changed")
    assert told.after["replay_speed"] == 45
    assert browser.post(page, client_form(row, replay_speed="61")).status_code == 200


def test_client_when_of_production_then_has_no_recorded_day(browser: Client, api_client: Make):
    row = api_client()
    assert (
        "Speed of the recorded day"
        not in browser.get(path("apiclient_change", row.id)).content.decode()
    )
    browser.post(path("apiclient_change", row.id), client_form(row, sandbox="on"))
    row.refresh_from_db()
    assert not row.sandbox


def test_key_when_issued_then_shown_once_and_told_without_itself(browser: Client, api_client: Make):
    row = api_client()
    page = path("apiclient_issue", row.id)
    assert browser.get(page).status_code == 200
    assert not ApiKey.objects.exists()
    answer = browser.post(page, {"days": "30"})
    (text,) = MINTED.findall(answer.content.decode())
    assert "no-store" in answer["Cache-Control"]
    assert ApiKey.objects.get().expires_at is not None
    told = AuditEntry.objects.get(action="partner.key_issued")
    assert ApiKey.objects.get().prefix in str(told.details)
    secret = text[21:]
    assert secret not in str(told.details)
    for again in (page, path("apiclient_change", row.id), path("apikey_changelist")):
        assert secret not in browser.get(again).content.decode()


def test_key_when_changed_or_revoked_then_only_by_post(browser: Client, api_client: Make):
    keys.issue(api_client(), "root")
    row = ApiKey.objects.get()
    for name in ("rotate", "revoke"):
        assert browser.get(path(f"apikey_{name}", row.id)).status_code == 200
    assert ApiKey.objects.filter(revoked_at=None, expires_at=None).count() == 1
    answer = browser.post(path("apikey_rotate", row.id), {"hours": "2"})
    assert MINTED.search(answer.content.decode())
    assert ApiKey.objects.count() == 2
    assert browser.post(path("apikey_revoke", row.id)).status_code == 302
    row.refresh_from_db()
    assert row.revoked_at is not None
    assert browser.post(path("apikey_rotate", row.id), {"hours": "2"}).status_code == 302
    assert ApiKey.objects.count() == 2


@pytest.mark.parametrize("page", ["apiclient_changelist", "apikey_changelist", "plan_changelist"])
def test_list_when_there_are_many_then_few_queries(
    browser: Client, api_client: Make, django_assert_max_num_queries, page: str
):
    for _ in range(20):
        keys.issue(api_client(), "root")
    with django_assert_max_num_queries(MOST_QUERIES):
        assert browser.get(path(page)).status_code == 200


def test_client_page_when_it_has_many_keys_then_few_queries(
    browser: Client, api_client: Make, django_assert_max_num_queries
):
    row = api_client()
    for _ in range(20):
        keys.issue(row, "root")
    with django_assert_max_num_queries(MOST_QUERIES):
        assert browser.get(path("apiclient_change", row.id)).status_code == 200


def test_dead_letters_when_replayed_then_the_webhook_goes_on_from_the_oldest(
    browser: Client, api_client: Make, django_assert_max_num_queries
):
    FeedState.objects.create(id=1, head=9)
    hook = Webhook.objects.create(
        client=api_client(), url="https://example.org/x", secret="s3cret", enabled=False, position=9
    )
    letters = [
        DeadLetter.objects.create(
            webhook=hook,
            position=position,
            event={},
            problem="answered 500",
            attempts=3,
            buried_at=timezone.now(),
        )
        for position in (7, 4)
    ]
    for page in ("webhook_changelist", "deadletter_changelist"):
        with django_assert_max_num_queries(MOST_QUERIES):
            shown = browser.get(path(page)).content.decode()
        assert "example.org" in shown
    assert "s3cret" not in browser.get(path("webhook_change", hook.id)).content.decode()
    form = {"action": "replay", "_selected_action": [str(letter.id) for letter in letters]}
    browser.post(path("deadletter_changelist"), form)
    hook.refresh_from_db()
    assert (hook.position, hook.enabled) == (3, True)
    assert AuditEntry.objects.filter(action="partner.webhook_replayed", actor="root").exists()
    FeedState.objects.update(pruned=8)
    answer = browser.post(path("deadletter_changelist"), form, follow=True)
    assert "before what is kept" in answer.content.decode()
    form = {"action": "replay_everything", "_selected_action": [str(hook.id)]}
    browser.post(path("webhook_changelist"), form)
    hook.refresh_from_db()
    assert hook.position == 8


def test_webhook_when_a_test_event_is_sent_then_signed_told_and_audited_and_nothing_moves(
    browser, api_client: Make, monkeypatch
):
    monkeypatch.setitem(environment().__dict__, "webhook_networks", (ip_network("127.0.0.0/8"),))
    receiver = Receiver()
    hook = Webhook.objects.create(
        client=api_client(), url=receiver.url, secret=new_secret(), position=7
    )
    page = path("webhook_try_out", hook.id)
    assert "Send a test event" in browser.get(page).content.decode()
    assert receiver.got == []

    shown = browser.post(page, follow=True).content.decode()
    assert "it answered 204" in shown
    (delivery,) = receiver.got
    assert delivery.event["type"] == "mosaic.webhook.test.v1"
    assert delivery.event["data"] == {"webhook_id": str(hook.id)}
    check_signature(delivery.headers, delivery.body, hook.secret)

    receiver.answer = lambda _: 500
    assert "did not take it: answered 500" in browser.post(page, follow=True).content.decode()
    receiver.close()
    assert "no answer" in browser.post(page, follow=True).content.decode()
    hook.refresh_from_db()
    assert (hook.position, hook.failures, hook.enabled) == (7, 0, True)
    told = AuditEntry.objects.filter(action="partner.webhook_tested", actor="root")
    assert sorted(entry.details["status"] or 0 for entry in told) == [0, 204, 500]


def test_webhook_when_replayed_from_a_cursor_then_it_goes_on_there(
    browser: Client, api_client: Make
):
    FeedState.objects.create(id=1, head=9, pruned=2)
    hook = Webhook.objects.create(
        client=api_client(), url="https://example.org/x", secret="s", enabled=False, position=9
    )
    page, cursor = path("webhook_replay_from", hook.id), cursor_of(5)
    assert cursor in browser.get(f"{page}?after={cursor}").content.decode()
    for after, position in ((cursor, 5), ("", 2), ("latest", 9)):
        assert browser.post(page, {"after": after}).status_code == 302
        hook.refresh_from_db()
        assert (hook.position, hook.enabled) == (position, True)
    for wrong in ("x", cursor_of(1), cursor_of(10), cursor_of(5, sandbox=True)):
        assert browser.post(page, {"after": wrong}).status_code == 200
    hook.refresh_from_db()
    assert hook.position == 9
    told = AuditEntry.objects.filter(action="partner.webhook_replayed", actor="root")
    assert told.count() == 3
    assert cursor_of(9) in browser.get(path("webhook_change", hook.id)).content.decode()


def test_dead_letter_when_shown_then_leads_to_the_replay_from_it(browser: Client, api_client: Make):
    FeedState.objects.create(id=1, head=9)
    hook = Webhook.objects.create(
        client=api_client(), url="https://example.org/x", secret="s", position=9
    )
    DeadLetter.objects.create(
        webhook=hook,
        position=7,
        event={"cursor": cursor_of(7)},
        problem="answered 500",
        attempts=3,
        buried_at=timezone.now(),
    )
    shown = browser.get(path("deadletter_changelist")).content.decode()
    assert f"{path('webhook_replay_from', hook.id)}?after={cursor_of(6)}" in shown

"""Admin: API clients, keys."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mosaic_backend.audit.infrastructure.models import AuditEntry
from mosaic_backend.cameras.infrastructure.models import CameraGroup
from mosaic_backend.identity.infrastructure.models import User
from mosaic_backend.partners.infrastructure import keys
from mosaic_backend.partners.infrastructure.models import (
    ApiClient,
    ApiKey,
    DeadLetter,
    FeedState,
    Plan,
    Webhook,
)

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

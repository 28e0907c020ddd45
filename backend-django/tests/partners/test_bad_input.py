"""Whatever a third party sends: refused with the parameter's name, or kept as the text that it is."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from mosaic_backend.alerts.infrastructure.models import Alert, WatchList, WatchListEntry
from mosaic_backend.audit.infrastructure.models import AuditEntry
from mosaic_backend.identity.infrastructure.models import User
from mosaic_backend.partners.domain.feed import cursor_of, position_of
from mosaic_backend.partners.infrastructure.models import ApiClient, Plan, Webhook
from mosaic_contracts.errors import InvalidInputError
from partners.test_sandbox import HOUR_MS, stand

Partner = Callable[..., APIClient]
Make = Callable[..., ApiClient]
INJECTIONS = [
    "'; DROP TABLE partners_apiclient; --",
    "' OR '1'='1",
    "\\'; SELECT pg_sleep(9); --",
    "{{ 7*7 }}{% debug %}${7*7}#{7*7}",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "x\r\nSet-Cookie: a=b\r\n\r\n<html>",
    "%0d%0aLocation:%20https://example.org",
    '=HYPERLINK("https://example.org")',
    "../../../etc/passwd",
    "$(id) `id` | id; id",
    "\u202egnp.exe \u0000"[:-1],
]
FILTERS = {
    "cameras": ("cursor", "limit"),
    "detections": ("camera", "label", "from", "to", "min_confidence", "zone", "cursor", "limit"),
    "plates": ("text", "match", "camera", "from", "to", "min_confidence", "cursor", "reason"),
    "clips": ("camera", "cursor", "limit"),
    "events": ("after", "types", "limit"),
    "usage": ("from", "to"),
}
values = st.one_of(
    st.text(max_size=80),
    st.sampled_from(INJECTIONS),
    st.uuids().map(str),
    st.datetimes(timezones=st.just(UTC)).map(lambda at: at.isoformat()),
    st.floats().map(str),
    st.integers(0, 1 << 63).map(lambda position: cursor_of(position & ((1 << 63) - 1))),
    st.sampled_from(["fuzzy", "exact", "wildcard", "latest", "mosaic.plate.read.v1", "A*", "?"]),
)
queries = st.sampled_from(sorted(FILTERS)).flatmap(
    lambda path: st.tuples(
        st.just(path), st.dictionaries(st.sampled_from(FILTERS[path]), values, max_size=4)
    )
)


@pytest.fixture
def callers(partner: Partner, api_client: Make) -> list[APIClient]:
    """One of production, one of a sandbox that has something to be found."""
    row = api_client(sandbox=True)
    stand(row, 8 * HOUR_MS)
    plan = Plan.objects.create(name="Endless", per_second=10**6, per_minute=10**6)
    ApiClient.objects.update(plan=plan)
    return [partner(plan=plan), partner(row=row)]


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(asked=queries)
def test_lists_when_asked_anything_then_a_page_or_a_problem_that_names_the_parameter(
    callers: list[APIClient], asked: tuple[str, dict[str, str]]
) -> None:
    path, query = asked
    for caller in callers:
        answer = caller.get(f"/partner/v1/{path}", query)
        body = answer.json()
        if answer.status_code == 200:
            assert isinstance(body["items"], list)
        elif answer.status_code == 409:
            assert (path, body["code"]) == ("events", "cursor-expired")
        else:
            assert answer.status_code == 400, (answer.status_code, query)
            assert body["errors"][0]["pointer"] in query
            assert answer["Content-Type"] == "application/problem+json"


@given(st.integers(0, (1 << 63) - 1), st.booleans())
def test_cursor_when_made_then_leads_back_in_its_own_feed_alone(
    position: int, sandbox: bool
) -> None:
    cursor = cursor_of(position, sandbox=sandbox)
    assert position_of(cursor, sandbox=sandbox) == position
    with pytest.raises(InvalidInputError):
        position_of(cursor, sandbox=not sandbox)


@given(st.text(max_size=20), st.booleans())
def test_cursor_when_any_text_then_refused_or_the_very_cursor(text: str, sandbox: bool) -> None:
    try:
        position = position_of(text, sandbox=sandbox)
    except InvalidInputError:
        return
    assert cursor_of(position, sandbox=sandbox) == text


@pytest.mark.parametrize("text", INJECTIONS)
def test_search_when_the_words_are_an_injection_then_kept_as_text_and_nothing_happens(
    callers: list[APIClient], text: str
) -> None:
    before = table_names()
    for caller in callers:
        found = caller.get("/partner/v1/detections", {"label": text[:64], "zone": text})
        assert (found.status_code, found.json()["items"]) == (200, [])
        plates = caller.get("/partner/v1/plates", {"text": text[:64], "reason": text})
        assert plates.status_code in {200, 400}
        assert "Set-Cookie" not in plates.headers
    told = AuditEntry.objects.filter(action="detections.searched")
    assert {entry.details["zone"] for entry in told} == {text}
    reasons = set(AuditEntry.objects.filter(action="plates.searched").values_list("reason"))
    assert reasons <= {(text.strip(),)}
    assert table_names() == before


@pytest.mark.parametrize("text", INJECTIONS)
def test_watch_list_and_note_when_an_injection_then_stored_and_told_as_text(
    admin: APIClient, text: str
) -> None:
    body = {"name": text, "reason": text, "entries": [{"text": "AB123", "note": text}]}
    answer = admin.post("/api/v1/watchlists", body)
    assert answer.status_code == 201, answer.content
    made = answer.json()
    row = WatchList.objects.get()
    kept = text.strip()
    assert (row.name, row.reason) == (kept, kept)
    assert WatchListEntry.objects.get().note == kept
    assert admin.get(f"/api/v1/watchlists/{made['id']}").json()["name"] == kept
    alert = Alert.objects.create(
        key="k", kind="x", severity="info", title=text, raised_at=datetime.now(UTC)
    )
    told = admin.post(f"/api/v1/alerts/{alert.id}/acknowledge", {"note": text}).json()
    assert (told["title"], told["note"]) == (text, kept)


@pytest.mark.parametrize("text", INJECTIONS)
def test_admin_when_names_are_injections_then_shown_escaped(api_client: Make, text: str) -> None:
    row = api_client(name=text, contact=text)
    hook = Webhook.objects.create(
        client=row, url=f"https://example.org/{text}", secret="s", position=0, last_problem=text
    )
    browser = Client()
    browser.force_login(
        User.objects.create_user("root", "correct horse battery", role="admin"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    for page in (
        reverse("admin:partners_apiclient_changelist"),
        reverse("admin:partners_apiclient_change", args=[row.id]),
        reverse("admin:partners_webhook_changelist"),
        reverse("admin:partners_webhook_replay_from", args=[hook.id]) + "?after=<script>alert(1)",
    ):
        answer = browser.get(page)
        shown = answer.content.decode()
        assert answer.status_code == 200
        assert "<script>alert(1)" not in shown
        assert "<img src=x" not in shown
        assert "<html>" not in shown.split("<body", 1)[-1]
        assert "4949" not in shown


def test_bodies_when_they_are_no_objects_or_hold_what_no_text_may_then_400(
    partner: Partner,
) -> None:
    client = partner()
    for body in ("[]", '"x"', "null", "{", '{"url": "https://example.org/\\u0000"}', "1e999"):
        answer = client.generic("POST", "/partner/v1/webhooks", body, "application/json")
        assert answer.status_code == 400, body
        assert answer["Content-Type"] == "application/problem+json"


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    body=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=30) | st.floats(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["url", "types", "enabled", "after", "speed", "start", "x"]),
                inner,
                max_size=4,
            )
        ),
        max_leaves=8,
    )
)
def test_bodies_when_anything_then_taken_or_400(callers: list[APIClient], body: Any) -> None:
    text = json.dumps(body)
    for caller in callers:
        for method, path in (("POST", "webhooks"), ("PATCH", "sandbox")):
            answer = caller.generic(method, f"/partner/v1/{path}", text, "application/json")
            assert answer.status_code in {200, 201, 400, 404, 409}, (path, text, answer.content)
            assert answer.status_code < 400 or answer["Content-Type"] == "application/problem+json"


def table_names() -> list[str]:
    return sorted(connection.introspection.table_names())

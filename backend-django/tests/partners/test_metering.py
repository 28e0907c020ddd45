"""Limits and counts, on the real parts."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import redis
from consumer.conftest import eventually, parts  # noqa: F401 - a fixture
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.test import APIClient

from mosaic_backend.identity.infrastructure.models import User
from mosaic_backend.partners import bootstrap
from mosaic_backend.partners.domain.client import Client as PartnerClient
from mosaic_backend.partners.domain.plan import Limits
from mosaic_backend.partners.domain.usage import (
    Counted,
    Counts,
    Outcome,
    hour_of,
    month_of,
    next_month,
)
from mosaic_backend.partners.infrastructure import usage_store
from mosaic_backend.partners.infrastructure.meter import Meter
from mosaic_backend.partners.infrastructure.models import ApiClient, ApiKey, MonthUsage, Plan, Usage
from mosaic_backend.partners.infrastructure.rate_limits import RateLimits
from mosaic_backend.partners.infrastructure.shared_windows import SharedWindows, Window
from mosaic_contracts.ids import new_id

Partner = Callable[..., APIClient]
CAMERAS = "/partner/v1/cameras"
NOW = datetime.now(UTC)
COUNTING = Path(__file__).with_name("counting_process.py")


def counted(client: ApiClient | None = None, **changes: Any) -> Counted:
    fields = {
        "client_id": client.id if client else new_id(),
        "key_id": new_id(),
        "endpoint": "GET cameras",
        "hour": hour_of(NOW),
    }
    return Counted(**(fields | changes))


@pytest.fixture
def limits(redis_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[RateLimits]:
    """Counted in the Redis of the tests."""
    limits = RateLimits(redis_url)
    monkeypatch.setattr(bootstrap, "rate_limits", lambda: limits)
    yield limits
    redis.Redis.from_url(redis_url).flushdb()


def client_as_seen(row: ApiClient, *, per_minute: int) -> PartnerClient:
    return PartnerClient(
        id=row.id,
        name=row.name,
        key_id=new_id(),
        scopes=frozenset(),
        all_cameras=True,
        group_ids=frozenset(),
        sandbox=False,
        limits=Limits(per_second=1000, per_minute=per_minute, per_month=None),
    )


def statuses(client: APIClient, number: int) -> list[int]:
    return [client.get(CAMERAS).status_code for _ in range(number)]


def test_requests_when_more_than_a_minute_allows_then_429_with_headers(
    partner: Partner, plan: Plan, limits: RateLimits
) -> None:
    Plan.objects.update(per_minute=3)
    client = partner()
    answer = client.get(CAMERAS)
    assert answer["RateLimit-Policy"] == "1000;w=1, 3;w=60"
    assert (answer["RateLimit-Limit"], answer["RateLimit-Remaining"]) == ("3", "2")
    assert 1 <= int(answer["RateLimit-Reset"]) <= 60
    assert statuses(client, 3) == [200, 200, 429]
    refused = client.get(CAMERAS)
    assert refused["Content-Type"] == "application/problem+json"
    assert refused.json()["code"] == "rate-limited"
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert refused["RateLimit-Remaining"] == "0"
    assert statuses(partner(), 1) == [200]  # another client has a window of its own


def test_requests_when_more_than_a_second_allows_then_429_for_a_second(
    partner: Partner, plan: Plan, limits: RateLimits
) -> None:
    Plan.objects.update(per_second=2)
    client = partner()
    # Over two seconds at most four can pass, however slow the machine is, and the last shows the refusal.
    answers = [client.get(CAMERAS) for _ in range(30)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert {answer["Retry-After"] for answer in refused} == {"1"}


def test_requests_when_the_keys_of_a_client_are_many_then_one_window(
    partner: Partner, api_client: Callable[..., ApiClient], limits: RateLimits
) -> None:
    row = api_client()
    Plan.objects.update(per_minute=2)
    assert [statuses(partner(row), 1) for _ in range(3)] == [[200], [200], [429]]


def test_request_when_the_key_was_good_a_moment_ago_then_asked_of_redis_early_and_counted_once(
    partner: Partner, plan: Plan, limits: RateLimits, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = []
    begin = limits.begin
    monkeypatch.setattr(limits, "begin", lambda client: begun.append(1) or begin(client))
    Plan.objects.update(per_minute=4)
    assert statuses(partner(), 6) == [200, 200, 200, 200, 429, 429]
    assert len(begun) == 6


def test_request_when_redis_forgot_the_script_then_counted_all_the_same(
    partner: Partner, plan: Plan, limits: RateLimits, redis_url: str
) -> None:
    Plan.objects.update(per_minute=3)
    client = partner()
    assert statuses(client, 1) == [200]
    redis.Redis.from_url(redis_url).script_flush()
    assert statuses(client, 3) == [200, 200, 429]


def test_limits_when_changed_then_hold_with_the_next_request(
    partner: Partner, plan: Plan, limits: RateLimits
) -> None:
    client = partner()
    assert statuses(client, 2) == [200, 200]
    Plan.objects.update(per_minute=3)
    answer = client.get(CAMERAS)
    assert (answer.status_code, answer["RateLimit-Limit"]) == (429, "3")


def test_key_when_revoked_a_moment_ago_then_refused_and_its_place_in_redis_given_back(
    partner: Partner, plan: Plan, limits: RateLimits
) -> None:
    client = partner()
    assert statuses(client, 2) == [200, 200]
    ApiKey.objects.update(revoked_at=NOW)
    assert statuses(client, 3) == [401, 401, 401]
    # Beside the request that was asked early, nobody counts for a key that is no more.
    assert statuses(partner(ApiClient.objects.get()), 1) == [200]


def test_requests_when_redis_goes_and_comes_then_none_gets_the_answer_of_another(
    plan: Plan, api_client: Callable[..., ApiClient], limits: RateLimits
) -> None:
    many, few = (client_as_seen(api_client(), per_minute=number) for number in (50, 5))
    dropped = limits.begin(many)
    assert dropped is not None
    dropped.drop()
    assert limits.take(few).limit == 5
    early = limits.begin(many)
    of_few, of_many = limits.take(few), limits.take(many, early)
    assert (of_few.limit, of_many.limit) == (5, 50)
    # Whether Redis had the dropped question, and whether a minute began in between, nobody knows.
    assert of_few.remaining in {3, 4}
    assert of_many.remaining in {48, 49}


def test_connection_when_redis_closed_it_and_is_away_then_the_pool_has_it_back(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    windows = SharedWindows(redis_url, prefix="test", timeout_s=2)
    pool, asked = windows._redis.connection_pool, [Window(60, 100)]
    windows.begin("client", asked).result()
    [kept] = pool._in_use_connections
    with monkeypatch.context() as patched:
        patched.setattr(kept, "can_read", failing(redis.ConnectionError("closed")))
        patched.setattr(kept, "connect", failing(redis.ConnectionError("away")))
        with pytest.raises(redis.ConnectionError):
            windows.begin("client", asked)
        assert not pool._in_use_connections
    assert windows.begin("client", asked).result()[0]
    assert len(pool._in_use_connections) == 1


def failing(error: Exception) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


def test_requests_when_redis_is_away_then_each_process_counts_for_itself_and_usage_goes_on(
    partner: Partner, plan: Plan
) -> None:
    Plan.objects.update(per_minute=2)
    assert statuses(partner(), 3) == [200, 200, 429]
    bootstrap.meter().flush()
    usage = Usage.objects.get()
    assert (usage.endpoint, usage.served, usage.refused) == ("GET cameras", 2, 1)


def test_quota_when_used_up_then_429_until_the_month_ends(partner: Partner, plan: Plan) -> None:
    Plan.objects.update(per_month=2)
    client = partner()
    assert statuses(client, 2) == [200, 200]
    bootstrap.meter().flush()
    answer = client.get(CAMERAS)
    assert (answer.status_code, answer.json()["code"]) == (429, "quota-exceeded")
    assert 0 < int(answer["Retry-After"]) <= 31 * 86400
    bootstrap.meter().flush()
    assert MonthUsage.objects.get().requests == 2
    MonthUsage.objects.update(month=date(2020, 1, 1))
    assert statuses(client, 1) == [200]


@given(st.dates(date(1, 1, 1), date(9999, 11, 30)))
def test_month_when_the_next_is_asked_then_its_first_day(day: date) -> None:
    month = month_of(datetime(day.year, day.month, day.day, tzinfo=UTC))
    assert next_month(month) == month_of(
        datetime(month.year, month.month, 1, tzinfo=UTC) + timedelta(days=31)
    )


def test_usage_when_requests_were_answered_then_the_client_sees_its_own(partner: Partner) -> None:
    mine, other = partner(scopes=["cameras"]), partner()
    statuses(other, 1)
    statuses(mine, 2)
    mine.get("/partner/v1/plates")
    mine.get(f"{CAMERAS}/{new_id()}")
    bootstrap.meter().flush()
    body = mine.get("/partner/v1/usage").json()
    seen = {row["endpoint"]: (row["served"], row["failed"]) for row in body["items"]}
    assert seen == {
        "GET cameras": (2, 0),
        "GET plates": (0, 1),
        "GET cameras/<uuid:camera_id>": (0, 1),
    }
    assert body["used"] == 4
    assert body["plan"] == {"per_second": 1000, "per_minute": 10000, "per_month": None}
    keys = set(ApiKey.objects.values_list("prefix", flat=True))
    assert {row["key"] for row in body["items"]} <= keys
    assert ApiKey.objects.filter(last_used_at=None).count() == 0


@pytest.mark.parametrize(
    "query",
    [
        {"from": "0001-01-01T00:00:00Z", "to": "9999-12-31T00:00:00Z"},
        {"to": "0001-01-01T00:00:00Z"},
        {"from": "9999-12-31T23:00:00Z", "to": "0001-01-01T00:00:00Z"},
        {"from": "x"},
        {"limit": "1"},
    ],
)
def test_usage_when_the_span_is_wrong_then_400(partner: Partner, query: dict[str, str]) -> None:
    assert partner().get("/partner/v1/usage", query).status_code == 400


def test_batch_when_sent_twice_then_counted_once(db: None) -> None:
    meter, batch = new_id(), {counted(): Counts(served=3)}
    assert usage_store.store(meter, 1, batch)
    assert not usage_store.store(meter, 1, batch)
    assert usage_store.store(meter, 2, batch)
    assert Usage.objects.get().served == 6
    assert MonthUsage.objects.get().requests == 6


def test_flush_when_its_commit_is_not_confirmed_then_sent_again_and_counted_once(db: None) -> None:
    answers: list[Exception | None] = [OperationalError("the connection is lost"), None, None]

    def store_and_lose(*batch: Any) -> bool:
        done = usage_store.store(*batch)
        if (error := answers.pop(0)) is not None:
            raise error
        return done

    meter = Meter(store_and_lose, every_s=3600)
    of = counted()
    meter.count(of, Outcome.SERVED, NOW)
    with pytest.raises(OperationalError):
        meter.flush()
    meter.count(of, Outcome.SERVED, NOW)
    meter.flush()
    meter.flush()
    assert Usage.objects.get().served == 2


def test_process_when_killed_then_what_was_stored_stays_and_nothing_is_doubled(
    parts: dict[str, str],  # noqa: F811
) -> None:
    ids = [str(new_id()), str(new_id())]

    def start() -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, str(COUNTING), *ids],
            env=parts,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def tell(process: "subprocess.Popen[str]", number: int) -> None:
        assert process.stdin
        assert process.stdout
        process.stdin.write(f"{number}\n")
        process.stdin.flush()
        assert process.stdout.readline() == f"{number}\n"

    def stored() -> int:
        return sum(Usage.objects.values_list("served", flat=True))

    process = start()
    tell(process, 500)
    eventually(lambda: stored() == 500)
    tell(process, 7)
    process.kill()
    process.wait()
    kept = stored()
    assert 500 <= kept <= 507
    process = start()
    tell(process, 20)
    eventually(lambda: stored() == kept + 20)
    process.kill()
    process.wait()
    assert MonthUsage.objects.get().requests == kept + 20


def test_admin_when_a_client_is_opened_then_its_usage_is_drawn(
    partner: Partner, api_client: Callable[..., ApiClient], django_assert_max_num_queries: Any
) -> None:
    row = api_client()
    statuses(partner(row), 3)
    bootstrap.meter().flush()
    browser = Client()
    browser.force_login(
        User.objects.create_user("root", "correct horse battery", role="admin"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    with django_assert_max_num_queries(15):
        page = browser.get(reverse("admin:partners_apiclient_change", args=[row.id]))
    assert "GET cameras" in page.content.decode()
    assert '"served", "data": [' in page.context["usage_by_hour"]
    assert ", 3]" in page.context["usage_by_hour"]
    totals = {each["name"]: each["requests"] for each in page.context["usage_totals"]}
    assert totals == {"served": 3, "failed": 0, "refused": 0}
    listed = browser.get(reverse("admin:partners_apiclient_changelist")).content.decode()
    assert ">3<" in listed.replace(" ", "").replace("\n", "")

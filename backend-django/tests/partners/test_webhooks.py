"""Webhooks: who may have which, what is sent, what becomes of what fails."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Any

import pytest
from consumer.conftest import eventually, parts  # noqa: F401 - a fixture
from django.db import connection, transaction
from event_factories import detection, plate_read
from rest_framework.test import APIClient

from mosaic_backend.config.environment import environment
from mosaic_backend.partners.domain import retrying
from mosaic_backend.partners.domain.receiver import ReceiverRefusedError, check_address, check_url
from mosaic_backend.partners.domain.retrying import Verdict, pause_s, verdict
from mosaic_backend.partners.infrastructure import feed_writer
from mosaic_backend.partners.infrastructure.delivery import Deliverer
from mosaic_backend.partners.infrastructure.models import ApiClient, DeadLetter, Webhook
from mosaic_contracts.errors import InvalidInputError
from mosaic_contracts.events import EventData, new_event
from partners.receivers import Receiver, check_signature

Partner = Callable[..., APIClient]
HOOKS = "/partner/v1/webhooks"
EVENTS = "/partner/v1/events"
LOOPBACK = (ip_network("127.0.0.0/8"),)


@pytest.fixture(autouse=True)
def _loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(environment().__dict__, "webhook_networks", LOOPBACK)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.close()


def append(*payloads: EventData) -> list[str]:
    events = [new_event(data, source="mosaic/test") for data in payloads]
    with transaction.atomic():
        feed_writer.append(events, datetime.now(UTC))
    return [str(event.id) for event in events]


class Delivering:
    """A deliverer in a thread, until the end of the block."""

    def __init__(self, database_url: str, networks: Any = LOOPBACK) -> None:
        self._deliverer = Deliverer(database_url, networks)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._task = self._loop.create_task(self._deliverer.run())
        self._loop.run_until_complete(asyncio.wait([self._task]))
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._task.cancel)
        self._thread.join()


@pytest.fixture
def delivering(parts: dict[str, str]) -> Callable[..., Delivering]:  # noqa: F811
    return lambda **more: Delivering(parts["MOSAIC_DATABASE_URL"], **more)


def add(client: APIClient, receiver: Receiver, **more: Any) -> dict[str, Any]:
    answer = client.post(HOOKS, {"url": receiver.url, **more})
    assert answer.status_code == 201, answer.content
    body: dict[str, Any] = answer.json()
    return body


def due_now() -> None:
    Webhook.objects.update(next_attempt_at=None)


def test_webhook_when_added_then_its_secret_is_shown_once_and_encrypted(
    partner: Partner, receiver: Receiver
) -> None:
    client = partner()
    made = add(client, receiver)
    assert made["secret"].startswith("whsec_")
    for path in (HOOKS, f"{HOOKS}/{made['id']}"):
        assert "secret" not in client.get(path).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(w)::text FROM partners_webhook w")
        assert made["secret"][6:30] not in str(cursor.fetchall())
    assert client.post(HOOKS, {"url": receiver.url}).status_code == 409


def test_webhook_when_of_another_client_then_404(partner: Partner, receiver: Receiver) -> None:
    made = add(partner(), receiver)
    other = partner()
    path = f"{HOOKS}/{made['id']}"
    for answer in (
        other.get(path),
        other.patch(path, {"enabled": False}),
        other.delete(path),
        other.post(f"{path}/secret"),
        other.post(f"{path}/replay", {"after": "latest"}),
        other.get(f"{path}/dead-letters"),
    ):
        assert answer.status_code == 404
    assert other.get(HOOKS).json() == {"items": []}
    assert partner(scopes=["events"]).get(HOOKS).status_code == 403


def test_webhooks_when_too_many_then_409(partner: Partner) -> None:
    client = partner()
    statuses = [
        client.post(HOOKS, {"url": f"https://example.org/{n}"}).status_code for n in range(11)
    ]
    assert statuses == [201] * 10 + [409]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ftp://example.org/",
        "https://user:pw@example.org/",
        "https://example.org/#x",
        "https://exa mple.org/",
        "https://169.254.169.254/latest",
        "https://10.0.0.1/",
        "https://[::ffff:10.0.0.1]/",
        "https://[64:ff9b::a00:1]/",
        "https://168.63.129.16/",
        "https://100.64.0.1/",
        "https://[fe80::1]/",
        "http://1.1.1.1/",
        "https://224.0.0.1/",
        "https://example.org:99999/",
        "https://ex\u00e4mple.org/",
    ],
)
def test_address_when_not_allowed_then_refused_at_once(partner: Partner, url: str) -> None:
    answer = partner().post(HOOKS, {"url": url})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/url"


@pytest.mark.parametrize("url", ["https://1.1.1.1/x", "https://example.org:8443/a?b=c"])
def test_address_when_public_and_encrypted_then_allowed(url: str) -> None:
    check_url(url, ())


def test_address_when_loopback_and_not_listed_then_refused() -> None:
    check_address("http", ip_address("127.0.0.1"), LOOPBACK)
    for networks in ((), (ip_network("10.0.0.0/8"),)):
        with pytest.raises(ReceiverRefusedError):
            check_address("https", ip_address("127.0.0.1"), networks)
    with pytest.raises(InvalidInputError):
        check_url("http://example.org/", ())


@pytest.mark.parametrize("body", [{}, {"url": 1}, {"url": "https://a.org", "types": ["x"]}, [], 1])
def test_body_when_wrong_then_400(partner: Partner, body: Any) -> None:
    assert partner().post(HOOKS, body).status_code == 400


def test_events_when_delivered_then_signed_in_order_and_the_same_as_in_the_list(
    delivering: Callable[..., Delivering], partner: Partner, receiver: Receiver
) -> None:
    client = partner()
    append(detection())
    made = add(client, receiver, types=["mosaic.plate.read.v1", "mosaic.detection.recorded.v1"])
    sent = append(*(plate_read(f"AB{number}") for number in range(5)), detection())
    with delivering():
        eventually(lambda: len(receiver.got) == 6)
    listed = client.get(EVENTS, {"after": made["cursor"]}).json()["items"]
    assert [delivery.event for delivery in receiver.got] == listed
    assert receiver.ids == sent
    for delivery in receiver.got:
        check_signature(delivery.headers, delivery.body, made["secret"])
        assert delivery.headers["content-type"] == "application/cloudevents+json"
    row = Webhook.objects.get()
    assert (row.position, row.failures, row.last_problem) == (7, 0, "")


def test_secret_when_changed_then_signed_with_both_for_a_day(
    delivering: Callable[..., Delivering], partner: Partner, receiver: Receiver
) -> None:
    client = partner()
    made = add(client, receiver)
    new = client.post(f"{HOOKS}/{made['id']}/secret").json()["secret"]
    append(detection())
    with delivering():
        eventually(lambda: receiver.got)
        for secret in (made["secret"], new):
            check_signature(receiver.got[0].headers, receiver.got[0].body, secret)
        Webhook.objects.update(old_secret_until=datetime.now(UTC) - timedelta(seconds=1))
        append(detection())
        eventually(lambda: len(receiver.got) == 2)
    check_signature(receiver.got[1].headers, receiver.got[1].body, new)
    with pytest.raises(AssertionError):
        check_signature(receiver.got[1].headers, receiver.got[1].body, made["secret"])


def test_receiver_when_it_fails_then_the_same_event_comes_again_before_the_next(
    delivering: Callable[..., Delivering], partner: Partner, receiver: Receiver
) -> None:
    add(partner(), receiver)
    answers = [500, 503, 204, 204]
    receiver.answer = lambda _: answers.pop(0)
    first, second = append(detection(), detection())
    with delivering():
        for number in (1, 2):
            eventually(lambda n=number: Webhook.objects.get().failures == n)
            assert Webhook.objects.get().last_problem.startswith("answered 50")
            due_now()
        eventually(lambda: len(receiver.got) == 4)
        eventually(lambda: Webhook.objects.get().failures == 0)
    assert receiver.ids == [first, first, first, second]


def test_receiver_when_dead_then_no_other_waits_for_it(
    delivering: Callable[..., Delivering], partner: Partner, receiver: Receiver
) -> None:
    hanging = Receiver()
    ended = threading.Event()

    def hang(_: Any) -> int:
        ended.wait(60)
        return 204

    hanging.answer = hang
    add(partner(), hanging)
    add(partner(), receiver)
    sent = append(*(detection() for _ in range(20)))
    with delivering():
        eventually(lambda: hanging.got)
        eventually(lambda: len(receiver.got) == 20)
        assert len(hanging.got) == 1
        ended.set()
    assert receiver.ids == sent
    hanging.close()


def test_receiver_when_it_redirects_then_not_followed(
    delivering: Callable[..., Delivering], partner: Partner, receiver: Receiver
) -> None:
    trap = Receiver()
    receiver.answer = lambda _: 302
    add(partner(), receiver)
    append(detection())
    with delivering():
        eventually(lambda: Webhook.objects.get().failures)
    assert Webhook.objects.get().last_problem == "answered 302"
    assert not trap.got
    trap.close()


def test_receiver_when_its_name_leads_inside_then_not_opened(
    delivering: Callable[..., Delivering], partner: Partner, receiver: Receiver
) -> None:
    add(partner(), receiver)
    Webhook.objects.update(url=receiver.url.replace("http://127.0.0.1", "https://localhost"))
    append(detection())
    with delivering(networks=()):
        eventually(lambda: Webhook.objects.get().failures)
    assert "not a public address" in Webhook.objects.get().last_problem
    assert not receiver.got


def test_receiver_when_it_fails_for_a_day_then_dead_letter_and_off_and_replayed_by_one_call(
    delivering: Callable[..., Delivering], partner: Partner, receiver: Receiver
) -> None:
    client = partner()
    made = add(client, receiver)
    path = f"{HOOKS}/{made['id']}"
    receiver.answer = lambda _: 500
    sent = append(detection(), detection())
    with delivering():
        eventually(lambda: Webhook.objects.get().failures == 1)
        Webhook.objects.update(failing_since=datetime.now(UTC) - retrying.GIVEN_UP_AFTER)
        due_now()
        eventually(lambda: not Webhook.objects.get().enabled)
        assert client.get(path).json()["enabled"] is False
        (letter,) = client.get(f"{path}/dead-letters").json()["items"]
        assert (letter["event"]["id"], letter["problem"]) == (sent[0], "answered 500")
        receiver.answer = lambda _: 204
        receiver.got.clear()
        answer = client.post(f"{path}/replay", {"after": made["cursor"]})
        assert answer.status_code == 202
        eventually(lambda: len(receiver.got) == 2)
    assert receiver.ids == sent


def test_event_when_the_receiver_will_not_have_it_then_buried_and_the_next_has_its_turn(
    delivering: Callable[..., Delivering], partner: Partner, receiver: Receiver
) -> None:
    add(partner(), receiver)
    poison, good = append(detection(), detection())
    receiver.answer = lambda delivery: 422 if delivery.event["id"] == poison else 204

    def buried() -> bool:
        due_now()
        return DeadLetter.objects.exists()

    with delivering():
        eventually(buried)
        # Its answer is noted after it was received.
        eventually(lambda: Webhook.objects.get().position == 2)
    assert receiver.ids.count(poison) == retrying.REFUSALS
    assert receiver.ids[-1] == good
    assert Webhook.objects.get().enabled


def test_delivery_when_another_process_delivers_then_nothing_comes_twice_and_it_takes_over(
    delivering: Callable[..., Delivering], partner: Partner, receiver: Receiver
) -> None:
    add(partner(), receiver)
    with delivering():
        first = append(*(detection() for _ in range(5)))
        eventually(lambda: len(receiver.got) == 5)
        second = delivering()
        with second:
            more = append(*(detection() for _ in range(5)))
            eventually(lambda: len(receiver.got) == 10)
    assert receiver.ids == [*first, *more]
    late = append(detection())
    with delivering():
        eventually(lambda: len(receiver.got) == 11)
    assert receiver.ids[-1:] == late


def test_client_when_inactive_or_without_the_scope_then_nothing_is_sent_until_it_is_again(
    delivering: Callable[..., Delivering], partner: Partner, receiver: Receiver
) -> None:
    add(partner(), receiver)
    control = Receiver()
    scopes = ApiClient.objects.get().scopes
    ApiClient.objects.update(scopes=["events", "detections"])
    add(partner(), control)
    sent = append(detection())
    with delivering():
        eventually(lambda: control.got)
        assert not receiver.got
        ApiClient.objects.update(scopes=scopes)
        eventually(lambda: receiver.got)
    assert receiver.ids == sent
    control.close()


@pytest.mark.parametrize(
    ("status", "failures", "hours", "expected"),
    [
        (500, 1, 0, Verdict.AGAIN),
        (None, 900, 23.9, Verdict.AGAIN),
        (None, 900, 24, Verdict.STOP),
        (422, 4, 0, Verdict.AGAIN),
        (422, 5, 0, Verdict.BURY),
        (404, 50, 1, Verdict.AGAIN),
        (410, 1, 0, Verdict.STOP),
    ],
)
def test_failure_when_judged_then(
    status: int | None, failures: int, hours: float, expected: Verdict
) -> None:
    now = datetime.now(UTC)
    assert verdict(status, failures, now - timedelta(hours=hours), now) is expected


def test_pauses_when_failures_go_on_then_longer_up_to_an_hour_and_jittered() -> None:
    assert [pause_s(failures, 0.0) for failures in (1, 2, 3, 12, 500)] == [1, 2, 4, 2048, 3600]
    assert pause_s(3, 1.0) == 2

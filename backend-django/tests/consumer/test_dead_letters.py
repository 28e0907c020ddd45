"""The admin's dead letters, on a real RabbitMQ."""

import asyncio
from collections.abc import Callable, Iterator

import aio_pika
import pytest
from django.test import Client
from django.urls import reverse
from pydantic import SecretStr

from mosaic_backend.audit.infrastructure.models import AuditEntry
from mosaic_backend.config.environment import environment
from mosaic_backend.identity.infrastructure.models import User
from mosaic_backend.shared.consumer import admin as pages
from mosaic_platform.messaging import DeadLetters, dead_queue_of
from mosaic_platform.messaging.topology import REASON_HEADER, declare_dead_exchange, declare_queue

QUEUE = "ai.cameras"  # of no consumer in these tests
PAGE = "admin:consumer_deadletterrow_changelist"
Bury = Callable[..., None]


@pytest.fixture
def browser(db: None, amqp_url: str, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(
        pages,
        "environment",
        lambda: environment().model_copy(update={"amqp_url": SecretStr(amqp_url)}),
    )
    client = Client()
    client.force_login(
        User.objects.create_user("root", "correct horse battery", role="admin"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return client


@pytest.fixture
def bury(amqp_url: str) -> Iterator[Bury]:
    def one(body: bytes, *, reason: str = "rejected: no", message_id: str = "m") -> None:
        async def run() -> None:
            async with await aio_pika.connect(amqp_url) as broker:
                channel = await broker.channel()
                await declare_queue(channel, QUEUE, ())
                exchange = await declare_dead_exchange(channel)
                message = aio_pika.Message(
                    body, headers={REASON_HEADER: reason}, message_id=message_id, type="t.v1"
                )
                await exchange.publish(message, routing_key=QUEUE)

        asyncio.run(run())

    async def empty() -> None:
        async with await aio_pika.connect(amqp_url) as broker:
            channel = await broker.channel()
            await declare_queue(channel, QUEUE, ())
            for name in (QUEUE, dead_queue_of(QUEUE)):
                await (await channel.get_queue(name)).purge()

    asyncio.run(empty())  # other tests' events come here too, where those tests bound the queue
    yield one

    asyncio.run(empty())


def bodies(amqp_url: str, queue: str) -> list[bytes]:
    """What waits in the queue; it stays there."""

    async def run() -> list[bytes]:
        async with await aio_pika.connect(amqp_url) as broker:
            waiting = await (await broker.channel()).get_queue(queue)
            found = []
            while (message := await waiting.get(fail=False)) is not None:
                found.append((message.headers, message.body))
            assert queue.endswith(".dead") or not any(REASON_HEADER in of for of, _ in found)
            return [body for _, body in found]

    return asyncio.run(run())


def keys(amqp_url: str) -> dict[bytes, str]:
    letters = asyncio.run(DeadLetters(amqp_url).letters(QUEUE, 10))
    return {letter.body: letter.key for letter in letters}


def test_page_when_there_are_letters_then_shown_escaped_and_they_stay(
    browser: Client, bury: Bury, amqp_url: str
) -> None:
    bury(b"<script>alert(1)</script>", reason="<b>why</b>{{7*7}}", message_id="'; DROP TABLE x")
    bury(b"\xff\x00")
    for _ in range(2):
        page = browser.get(reverse(PAGE), {"queue": QUEUE}).content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
        assert "&lt;b&gt;why&lt;/b&gt;{{7*7}}" in page
        assert "<script>alert" not in page
    assert len(bodies(amqp_url, dead_queue_of(QUEUE))) == 2


def test_letters_when_replayed_then_back_in_their_queue_alone_and_audited(
    browser: Client, bury: Bury, amqp_url: str
) -> None:
    bury(b"one")
    bury(b"two")
    key = keys(amqp_url)[b"two"]
    page = f"{reverse(PAGE)}?queue={QUEUE}"
    answer = browser.post(page, {"fate": "replayed", "key": [key]}, follow=True)
    assert "1 replayed." in answer.content.decode()
    assert bodies(amqp_url, QUEUE) == [b"two"]
    assert bodies(amqp_url, dead_queue_of(QUEUE)) == [b"one"]
    row = AuditEntry.objects.get(action="dead_letter.replayed")
    assert (row.actor, row.subject, row.details) == (
        "root",
        f"dead_letter:{key}",
        {"queue": QUEUE},
    )


def test_letters_when_discarded_then_gone_and_audited(
    browser: Client, bury: Bury, amqp_url: str
) -> None:
    bury(b"one")
    bury(b"two")
    page = f"{reverse(PAGE)}?queue={QUEUE}"
    chosen = [keys(amqp_url)[b"one"], "0" * 32]
    answer = browser.post(page, {"fate": "discarded", "key": chosen}, follow=True)
    assert "1 were no longer there" in answer.content.decode()
    assert bodies(amqp_url, QUEUE) == []
    assert bodies(amqp_url, dead_queue_of(QUEUE)) == [b"two"]
    assert AuditEntry.objects.filter(action="dead_letter.discarded").count() == 2


def test_replay_when_it_dies_between_publication_and_acknowledgement_then_nothing_is_lost(
    bury: Bury, amqp_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bury(b"one")

    class Died(Exception):
        pass

    async def dies(_message: object, multiple: bool = False) -> None:
        raise Died

    key = keys(amqp_url)[b"one"]
    monkeypatch.setattr(aio_pika.IncomingMessage, "ack", dies)
    with pytest.raises(Died):
        asyncio.run(DeadLetters(amqp_url).settle(QUEUE, [key], "replayed"))
    assert bodies(amqp_url, QUEUE) == [b"one"]
    assert bodies(amqp_url, dead_queue_of(QUEUE)) == [b"one"]


@pytest.mark.parametrize("form", [{}, {"fate": "burnt", "key": "x"}, {"fate": "replayed"}])
def test_page_when_the_form_is_wrong_then_nothing_happens(
    browser: Client, form: dict[str, str]
) -> None:
    answer = browser.post(f"{reverse(PAGE)}?queue=nothing", form, follow=True)
    assert "Nothing was chosen" in answer.content.decode()


def test_page_when_rabbitmq_is_down_then_it_says_so(browser: Client, monkeypatch) -> None:
    monkeypatch.setattr(pages, "environment", environment)  # the tests' own has a dead address
    page = browser.get(reverse(PAGE))
    assert page.status_code == 200
    assert "the message broker does not answer" in page.content.decode()
    assert browser.post(reverse(PAGE), {"fate": "discarded", "key": "x"}).status_code == 302

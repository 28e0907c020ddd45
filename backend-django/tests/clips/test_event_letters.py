"""Dead letters keep the footage that they may tell of, and no more."""

import asyncio
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import aio_pika
import pytest
from django.db import close_old_connections
from event_factories import detection, plate_read

from mosaic_backend.clips.infrastructure.recording.event_backlog import EventBacklog, Look
from mosaic_backend.clips.infrastructure.recording.event_letters import (
    EVER,
    EVERY,
    FORGOTTEN,
    LetterBook,
    Unstored,
    unstored,
)
from mosaic_backend.config.environment import environment
from mosaic_contracts.events import CameraChanged, CloudEvent, EventData, new_event
from mosaic_contracts.ids import new_id
from mosaic_platform.messaging import (
    DEAD_EXCHANGE,
    MOST_LETTERS,
    Consumer,
    DeadLetter,
    DeadLetters,
)
from mosaic_platform.service_tokens import ServiceTokenSigner

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
SECOND = timedelta(seconds=1)
QUEUE = "backend.events"


def letter(body: bytes, *, key: str = "k", died_at: datetime | None = NOW) -> DeadLetter:
    return DeadLetter(QUEUE, key, "", "", "", died_at, body)


def body_of(payload: EventData) -> bytes:
    return new_event(payload, source="test").to_json()


def test_letter_when_it_tells_of_something_seen_then_around_that() -> None:
    camera = new_id()
    seen = detection(camera_id=camera, at=NOW - SECOND)
    assert unstored(letter(body_of(seen)), NOW) == Unstored(camera, NOW - SECOND, NOW - SECOND)
    read = plate_read("AB123", camera_id=camera, at=NOW, first_seen_at=NOW - 5 * SECOND)
    assert unstored(letter(body_of(read)), NOW) == Unstored(camera, NOW - 5 * SECOND, NOW)


def test_letter_when_it_is_of_something_else_then_nothing() -> None:
    told = CameraChanged(camera_id=new_id(), change="updated", revision=1)
    assert unstored(letter(body_of(told)), NOW) is None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no JSON",
        b"[]",
        b"null",
        b"{}",
        b'{"type": "x", "data": null}',
        b'{"type": [1], "data": {}}',
        b'{"type": "mosaic.detection.recorded.v1", "data": {"camera_id": 7}}',
    ],
)
def test_letter_when_it_cannot_be_read_then_everything_before_it_died(body: bytes) -> None:
    assert unstored(letter(body), NOW + SECOND) == Unstored(None, EVER, NOW)
    assert unstored(letter(body, died_at=None), NOW + SECOND) == Unstored(None, EVER, NOW + SECOND)


@pytest.mark.parametrize("at", ["yesterday", 7, None, "2026-11-24T08:00:00"])
def test_letter_when_its_instant_cannot_be_read_then_everything_of_its_camera(at: object) -> None:
    event = json.loads(body_of(detection(camera_id=(camera := new_id()))))
    event["data"]["captured_at"] = at
    told = unstored(letter(json.dumps(event).encode()), NOW)
    assert told == Unstored(camera, EVER, NOW)
    assert told.is_of(camera)
    assert not told.is_of(new_id())


def test_book_when_letters_hide_for_a_while_then_they_stand_until_they_are_surely_gone() -> None:
    book, seen = LetterBook(), letter(body_of(detection(at=NOW)))
    assert book.wants(1, NOW)
    book.take([seen], 1, NOW)
    assert not book.wants(1, NOW + SECOND)
    assert book.wants(2, NOW + SECOND)
    assert book.wants(1, NOW + EVERY)
    book.take([], 0, NOW + SECOND)
    assert len(book.standing(NOW + SECOND)) == 1
    assert len(book.standing(NOW + EVERY)) == 1
    book.take([], 0, NOW + FORGOTTEN)
    assert book.standing(NOW + FORGOTTEN) == []


@pytest.fixture
def buried(amqp_url: str) -> Iterator[Any]:
    """Puts a body among the dead letters, which go with the test."""

    async def bury(body: bytes) -> None:
        await DeadLetters(amqp_url).depths()  # declares the queues
        async with await aio_pika.connect(amqp_url) as connection:
            channel = await connection.channel()
            exchange = await channel.get_exchange(DEAD_EXCHANGE)
            await exchange.publish(aio_pika.Message(body), QUEUE, mandatory=True)

    yield lambda body: asyncio.run(bury(body))

    async def clear() -> None:
        letters = DeadLetters(amqp_url)
        found = await letters.letters(QUEUE, MOST_LETTERS)
        await letters.settle(QUEUE, [each.key for each in found], "discarded")

    asyncio.run(clear())


@pytest.mark.django_db
def test_backlog_when_letters_stand_then_they_are_told_and_hold_up_nothing_else(
    ai: tuple[str, dict[str, Any]], amqp_url: str, buried: Callable[[bytes], None]
) -> None:
    camera = new_id()
    buried(body_of(detection(camera_id=camera, at=NOW)))
    signer = ServiceTokenSigner("backend", environment().secrets_dir)
    backlog = EventBacklog(ai[0], signer, amqp_url, QUEUE)

    async def looked() -> Look:
        consumer = asyncio.create_task(Consumer(amqp_url, QUEUE, ["x"]).run(_take))
        deadline = asyncio.get_running_loop().time() + 60
        while (look := await asyncio.to_thread(_look, backlog)).doubt:
            assert asyncio.get_running_loop().time() < deadline
        consumer.cancel()
        await asyncio.gather(consumer, return_exceptions=True)
        return look

    assert asyncio.run(looked()).unstored == [Unstored(camera, NOW, NOW)]


def _look(backlog: EventBacklog) -> Look:
    try:
        return backlog.look(NOW)
    finally:
        close_old_connections()


async def _take(_events: Sequence[CloudEvent]) -> None:
    pass

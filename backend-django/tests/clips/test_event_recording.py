"""Recording on events: what goes, and above all what stays."""

import asyncio
import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import close_old_connections
from event_factories import detection, plate_read
from rest_framework.test import APIClient

from mosaic_backend.audit.infrastructure.models import AuditEntry
from mosaic_backend.clips.domain.events import MARGIN, Watch
from mosaic_backend.clips.domain.ledger import Stretch
from mosaic_backend.clips.infrastructure import parts
from mosaic_backend.clips.infrastructure.models import (
    ClockSeen,
    EventRule,
    LedgerSpan,
    LegalHold,
    Segment,
)
from mosaic_backend.clips.infrastructure.recording import ledger_store
from mosaic_backend.clips.infrastructure.recording.event_backlog import EventBacklog
from mosaic_backend.clips.infrastructure.recording.event_recording import EventRecording
from mosaic_backend.config import event_routes
from mosaic_backend.config.environment import environment
from mosaic_backend.detections import facade as detections
from mosaic_contracts.errors import UnavailableError
from mosaic_contracts.events import CloudEvent
from mosaic_contracts.ids import new_id
from mosaic_contracts.internal_api import WatchedCamera
from mosaic_platform.messaging import Consumer, queue_state
from mosaic_platform.service_tokens import ServiceTokenSigner

START = datetime(2026, 11, 24, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
FILES = 10


@dataclass
class Backlog:
    """What the AI and RabbitMQ would tell; `delay` None: a camera that nobody looks at."""

    camera: UUID
    clear: bool = True
    answers: bool = True
    delay: timedelta | None = SECOND
    coverage: float = 1.0
    now: datetime = field(default=START)

    def look(self) -> tuple[bool, Mapping[UUID, WatchedCamera]]:
        if not self.answers:
            raise UnavailableError("nobody answers")
        last = None if self.delay is None else self.now - self.delay
        told = WatchedCamera(camera_id=self.camera, last_frame_at=last, coverage=self.coverage)
        return self.clear, {self.camera: told}


@dataclass
class Scene:
    camera: UUID
    root: Path
    backlog: Backlog
    recording: EventRecording

    def pass_time(self, start: datetime, end: datetime) -> int:
        """As the worker does, but once a minute; how many files went."""
        gone, now = 0, start
        while now <= end:
            self.backlog.now = now
            gone += self.recording.keep(now)
            now += MINUTE
        return gone

    @property
    def left(self) -> list[int]:
        """The minutes of which there still is a file, on disk and in the index."""
        rows = Segment.objects.filter(camera_id=self.camera).order_by("starts_at")
        found = {row.name: round((row.starts_at - START) / MINUTE) for row in rows}
        assert {path.name for path in (self.root / str(self.camera)).iterdir()} == set(found)
        return list(found.values())


@pytest.fixture
def scene(camera: UUID, tmp_path: Path) -> Scene:
    """Ten files of a minute each, of a camera that is kept on events and watched from a minute before."""
    folder = tmp_path / str(camera)
    folder.mkdir()
    for minute in range(FILES):
        start = START + minute * MINUTE
        name = f"{start:%Y-%m-%d_%H-%M-%S-%f}.mp4"
        (folder / name).write_bytes(b"footage")
        told = {"bytes": 7, "state": "complete"}
        Segment.objects.create(
            camera_id=camera, name=name, starts_at=start, ends_at=start + MINUTE, **told
        )
    ledger_store.paint(camera, [Stretch(START, START + FILES * MINUTE, "recorded")])
    EventRule.objects.create(camera_id=camera, before_s=10, after_s=20, judged_until=START)
    backlog = Backlog(camera)
    return Scene(camera, tmp_path, backlog, EventRecording(tmp_path, backlog))


ALL = list(range(FILES))
LONG = FILES * MINUTE + MARGIN + 2 * MINUTE


def test_footage_when_nothing_was_seen_then_it_goes_and_the_ledger_says_skipped(
    scene: Scene,
) -> None:
    assert scene.pass_time(START - MINUTE, START + LONG) == FILES
    assert scene.left == []
    told = LedgerSpan.objects.get()
    assert (told.starts_at, told.ends_at) == (START, START + FILES * MINUTE)
    assert (told.kind, told.cause) == ("skipped", "no-event")


def test_footage_when_something_was_seen_then_what_lies_around_it_stays(scene: Scene) -> None:
    detections.store_detections(
        [
            detection(camera_id=scene.camera, at=START + 3 * MINUTE + 30 * SECOND),
            detection(camera_id=scene.camera, at=START + 6 * MINUTE + 5 * SECOND),
            detection(camera_id=scene.camera, at=START + 8 * MINUTE - 15 * SECOND),
            detection(at=START + MINUTE + 30 * SECOND),
        ]
    )
    scene.pass_time(START - MINUTE, START + LONG)
    assert scene.left == [3, 5, 6, 7, 8]
    told = LedgerSpan.objects.order_by("starts_at").values_list("kind", "cause")
    assert list(told) == [
        ("skipped", "no-event"),
        ("recorded", ""),
        ("skipped", "no-event"),
        ("recorded", ""),
        ("skipped", "no-event"),
    ]


def test_footage_when_only_some_labels_or_no_plates_count_then_the_rest_keeps_nothing(
    scene: Scene,
) -> None:
    seen = detection(camera_id=scene.camera, at=START + 3 * MINUTE + 30 * SECOND)
    detections.store_detections([seen])
    detections.store_plate_reads(
        [plate_read("AB123", camera_id=scene.camera, at=START + 5 * MINUTE + 30 * SECOND)]
    )
    EventRule.objects.update(labels=["zeppelin"])
    scene.pass_time(START - MINUTE, START + LONG)
    assert scene.left == [5]
    EventRule.objects.update(labels=[], plates=False, judged_until=START)
    scene.pass_time(START + LONG, START + LONG + MINUTE)
    assert scene.left == []


def test_footage_while_events_wait_somewhere_then_it_stays_until_they_have_come(
    scene: Scene,
) -> None:
    scene.backlog.clear = False
    assert scene.pass_time(START - MINUTE, START + 5 * LONG) == 0
    late = detection(camera_id=scene.camera, at=START + 4 * MINUTE + 30 * SECOND)
    detections.store_detections([late])
    scene.backlog.clear = True
    scene.pass_time(START + 5 * LONG + MINUTE, START + 5 * LONG + 2 * MINUTE)
    assert scene.left == [4]


def test_footage_when_an_event_comes_within_the_margin_then_it_stays(scene: Scene) -> None:
    scene.pass_time(START - MINUTE, START + 4 * MINUTE + MARGIN)
    assert 4 in scene.left
    late = detection(camera_id=scene.camera, at=START + 4 * MINUTE + 30 * SECOND)
    detections.store_detections([late])
    scene.pass_time(START + 5 * MINUTE + MARGIN, START + LONG)
    assert scene.left == [4]


@pytest.mark.parametrize(
    "doubt",
    [
        {"answers": False},
        {"delay": None},
        {"delay": timedelta(minutes=1)},
        {"delay": -timedelta(minutes=1)},
        {"coverage": 0.2},
    ],
)
def test_footage_when_nobody_looked_then_it_stays_for_good(
    scene: Scene, doubt: dict[str, object]
) -> None:
    usual = {name: getattr(scene.backlog, name) for name in doubt}
    vars(scene.backlog).update(doubt)
    assert scene.pass_time(START - MINUTE, START + LONG) == 0
    vars(scene.backlog).update(usual)
    scene.pass_time(START + LONG, START + 3 * LONG)
    assert scene.left == ALL


def test_footage_when_the_ai_was_away_in_between_then_only_that_stays(scene: Scene) -> None:
    scene.pass_time(START - MINUTE, START + 3 * MINUTE)
    scene.pass_time(START + 6 * MINUTE, START + LONG)
    assert scene.left == [0, 1, 2, 3, 4, 5, 6]


def test_footage_when_it_is_held_or_older_than_the_rule_or_the_clock_is_doubted_then_it_stays(
    scene: Scene,
) -> None:
    EventRule.objects.update(judged_until=START + 2 * MINUTE)
    held = START + 5 * MINUTE + 10 * SECOND
    LegalHold.objects.create(
        camera_id=scene.camera, starts_at=held, ends_at=held + SECOND, reason="r", placed_by="a"
    )
    clock = ClockSeen.objects.create(at=START, ran=MINUTE, doubt=MINUTE)
    assert scene.pass_time(START - MINUTE, START + LONG) == 0
    clock.delete()
    scene.pass_time(START + LONG, START + LONG + MINUTE)
    assert scene.left == [0, 1, 5]


def test_footage_when_the_worker_starts_anew_then_it_goes_on(scene: Scene) -> None:
    scene.pass_time(START - MINUTE, START + 5 * MINUTE)
    scene.recording = EventRecording(scene.root, scene.backlog)
    scene.pass_time(START + 6 * MINUTE, START + LONG)
    assert scene.left == []


def test_camera_without_a_rule_then_nothing_is_asked_and_nothing_goes(scene: Scene) -> None:
    EventRule.objects.all().delete()
    assert scene.pass_time(START - MINUTE, START + LONG) == 0
    assert scene.left == ALL


def test_watch_when_told_twice_then_it_goes_on_and_a_clock_that_went_back_breaks_it() -> None:
    one = Watch().told(START, START - SECOND, None)
    two = one.told(START + MINUTE, START + MINUTE, 0.9)
    assert (two.since, two.until) == (START - SECOND, START + MINUTE)
    assert two.told(START, START, 1.0).since == START


def test_rule_over_rest_then_set_shown_audited_and_removed(admin: APIClient, camera: UUID) -> None:
    url = f"/api/v1/recordings/event-rules/{camera}"
    answer = admin.put(url, {"before_s": 5, "after_s": 60, "labels": ["car"]})
    told = {"camera": str(camera), "before_s": 5, "after_s": 60, "labels": ["car"], "plates": True}
    assert (answer.status_code, answer.json()) == (200, told)
    first = EventRule.objects.get().judged_until
    assert admin.put(url, {"plates": False}).json()["labels"] == []
    assert EventRule.objects.get().judged_until == first
    [shown] = admin.get("/api/v1/recordings/event-rules").json()["items"]
    assert (shown["before_s"], shown["plates"]) == (10, False)
    assert AuditEntry.objects.filter(action="recording-events.set").count() == 2
    assert admin.delete(url).status_code == 204
    assert admin.delete(url).status_code == 404


@pytest.mark.parametrize(
    "body", [{"before_s": 4}, {"after_s": 61}, {"labels": [""]}, {"labels": "car"}, {"plates": 7}]
)
def test_rule_when_it_cannot_be_then_refused(
    admin: APIClient, camera: UUID, body: dict[str, object]
) -> None:
    answer = admin.put(f"/api/v1/recordings/event-rules/{camera}", body)
    assert answer.status_code == 400
    assert not EventRule.objects.exists()


def test_rule_when_the_ai_does_not_look_then_refused(admin: APIClient, camera: UUID) -> None:
    assert admin.patch(f"/api/v1/cameras/{camera}", {"ai": {"enabled": False}}).status_code == 200
    answer = admin.put(f"/api/v1/recordings/event-rules/{camera}", {})
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")


@pytest.fixture
def ai() -> Iterator[tuple[str, dict[str, Any]]]:
    """An address at which the AI's answer is given, and that answer, to be changed."""
    told: dict[str, Any] = {"outbox_depth": 0, "cameras": []}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            well = (
                self.path == "/internal/v1/watching" and "Bearer " in self.headers["Authorization"]
            )
            body = json.dumps(told).encode()
            self.send_response(200 if well else 401)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", told
    server.shutdown()
    server.server_close()


def _backlog(ai_url: str, amqp_url: str) -> EventBacklog:
    signer = ServiceTokenSigner("backend", environment().secrets_dir)
    return EventBacklog(ai_url, signer, amqp_url, parts.QUEUE)


@pytest.mark.django_db
def test_backlog_when_a_consumer_takes_and_nothing_waits_then_clear(
    ai: tuple[str, dict[str, Any]], amqp_url: str
) -> None:
    url, told = ai
    camera = new_id()
    told["cameras"] = [
        {"camera_id": str(camera), "last_frame_at": START.isoformat(), "coverage": None}
    ]
    backlog = _backlog(url, amqp_url)

    async def looks() -> list[bool]:
        consumer = asyncio.create_task(Consumer(amqp_url, parts.QUEUE, ["x"]).run(_take))
        deadline = asyncio.get_running_loop().time() + 60
        while not await asyncio.to_thread(_clear, backlog):
            assert asyncio.get_running_loop().time() < deadline
        told["outbox_depth"] = 1
        while_the_ai_has_some = await asyncio.to_thread(_clear, backlog)
        told["outbox_depth"] = 0
        consumer.cancel()
        await asyncio.gather(consumer, return_exceptions=True)
        while (await queue_state(amqp_url, parts.QUEUE))[1]:
            assert asyncio.get_running_loop().time() < deadline
        without_a_consumer = await asyncio.to_thread(_clear, backlog)
        return [while_the_ai_has_some, without_a_consumer]

    assert asyncio.run(looks()) == [False, False]
    assert backlog.look()[1][camera].last_frame_at == START


def _clear(backlog: EventBacklog) -> bool:
    try:
        return backlog.look()[0]
    except UnavailableError:  # the consumer has not made its queue yet
        return False
    finally:
        close_old_connections()


async def _take(_events: Sequence[CloudEvent]) -> None:
    pass


def test_backlog_when_the_ai_or_the_broker_does_not_answer_then_it_says_so(amqp_url: str) -> None:
    with pytest.raises(UnavailableError):
        _backlog("http://127.0.0.1:1", amqp_url).look()
    with pytest.raises(UnavailableError):
        asyncio.run(queue_state("amqp://127.0.0.1:1/", parts.QUEUE))
    with pytest.raises(UnavailableError):
        asyncio.run(queue_state(amqp_url, "no-such-queue"))
    assert parts.QUEUE == event_routes.QUEUE


def test_queue_state_then_what_waits_and_who_takes(amqp_url: str) -> None:
    import aio_pika

    async def told() -> list[tuple[int, int]]:
        connection = await aio_pika.connect(amqp_url)
        async with connection:
            channel = await connection.channel()
            queue = await channel.declare_queue("waiting", auto_delete=False)
            empty = await queue_state(amqp_url, "waiting")
            await channel.default_exchange.publish(aio_pika.Message(b"x"), "waiting")
            full = await queue_state(amqp_url, "waiting")

            async def take(message: aio_pika.abc.AbstractIncomingMessage) -> None:
                await message.ack()

            await queue.consume(take)
            while (taken := await queue_state(amqp_url, "waiting")) != (0, 1):
                await asyncio.sleep(0.05)
            return [empty, full, taken]

    assert asyncio.run(asyncio.wait_for(told(), 60)) == [(0, 0), (1, 0), (0, 1)]

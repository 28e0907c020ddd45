"""Recording on events: what goes, and above all what stays."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import close_old_connections
from event_factories import detection, plate_read
from rest_framework.test import APIClient

from mosaic_backend.alerts.infrastructure.models import Alert
from mosaic_backend.cameras.infrastructure.models import (
    CameraEventRow,
    CameraRow,
    CameraStatusRow,
    EventSubscription,
)
from mosaic_backend.clips.domain.events import MARGIN, Doubt, Watch
from mosaic_backend.clips.domain.ledger import Stretch
from mosaic_backend.clips.infrastructure import parts
from mosaic_backend.clips.infrastructure.models import (
    ClockSeen,
    EventWatch,
    LedgerSpan,
    LegalHold,
    RecordingFact,
    Segment,
)
from mosaic_backend.clips.infrastructure.recording import ledger_store
from mosaic_backend.clips.infrastructure.recording.event_backlog import EventBacklog, Look
from mosaic_backend.clips.infrastructure.recording.event_letters import EVER, Unstored
from mosaic_backend.clips.infrastructure.recording.event_recording import EventRecording
from mosaic_backend.config import event_routes
from mosaic_backend.config.environment import environment
from mosaic_backend.detections import facade as detections
from mosaic_contracts.errors import UnavailableError
from mosaic_contracts.events import CloudEvent
from mosaic_contracts.ids import new_id
from mosaic_contracts.internal_api import EventSettings, WatchedCamera
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
    doubt: Doubt = ""
    answers: bool = True
    delay: timedelta | None = SECOND
    coverage: float = 1.0
    unstored: list[Unstored] = field(default_factory=list)

    def look(self, now: datetime) -> Look:
        if not self.answers:
            return Look("ai", unstored=self.unstored)
        last = None if self.delay is None else now - self.delay
        told = WatchedCamera(camera_id=self.camera, last_frame_at=last, coverage=self.coverage)
        return Look(self.doubt, {self.camera: told}, self.unstored)


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


def wish(camera: UUID, at: datetime, state: str) -> None:
    RecordingFact.objects.create(subject="wish", camera_id=camera, at=at, state=state)


def asks_for(camera: UUID, judged_until: datetime = START, **events: Any) -> None:
    """As if it had been so from the beginning."""
    settings = EventSettings(**{"before_s": 10, "after_s": 20, **events}).model_dump(mode="json")
    CameraRow.objects.filter(id=camera).update(recording_events=settings)
    EventWatch.objects.update(settings=settings, judged_until=judged_until)


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
    events = EventSettings(before_s=10, after_s=20).model_dump(mode="json")
    CameraRow.objects.filter(id=camera).update(recording_mode="event", recording_events=events)
    EventWatch.objects.create(camera_id=camera, settings=events, judged_until=START)
    wish(camera, START - MINUTE, "event")
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
    asks_for(scene.camera, labels=["zeppelin"])
    scene.pass_time(START - MINUTE, START + LONG)
    assert scene.left == [5]
    asks_for(scene.camera, plates=False)
    scene.pass_time(START + LONG, START + LONG + MINUTE)
    assert scene.left == []


def test_footage_while_events_wait_somewhere_then_it_stays_until_they_have_come(
    scene: Scene,
) -> None:
    scene.backlog.doubt = "waiting"
    assert scene.pass_time(START - MINUTE, START + 5 * LONG) == 0
    late = detection(camera_id=scene.camera, at=START + 4 * MINUTE + 30 * SECOND)
    detections.store_detections([late])
    scene.backlog.doubt = ""
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
    EventWatch.objects.update(judged_until=START + 2 * MINUTE)
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


def test_camera_when_recorded_continuously_then_nothing_goes(scene: Scene) -> None:
    CameraRow.objects.update(recording_mode="continuous")
    assert scene.pass_time(START - MINUTE, START + LONG) == 0
    assert scene.left == ALL


def test_footage_when_the_mode_was_another_for_some_time_then_only_what_was_on_events_goes(
    scene: Scene,
) -> None:
    wish(scene.camera, START + 3 * MINUTE - SECOND, "on")
    wish(scene.camera, START + 6 * MINUTE + SECOND, "event")
    scene.pass_time(START - MINUTE, START + LONG)
    assert scene.left == [2, 3, 4, 5, 6]


def test_footage_when_the_settings_change_then_what_was_not_judged_stays(scene: Scene) -> None:
    scene.pass_time(START - MINUTE, START + 4 * MINUTE + MARGIN)
    judged = [minute for minute in ALL if minute not in scene.left]
    events = EventSettings(before_s=10, after_s=20, labels=["zeppelin"]).model_dump(mode="json")
    CameraRow.objects.update(recording_events=events)
    scene.pass_time(START + 5 * MINUTE + MARGIN, START + 2 * LONG)
    assert judged
    assert scene.left == [minute for minute in ALL if minute not in judged]


def test_footage_when_only_zones_or_watch_lists_count_then_the_rest_keeps_nothing(
    scene: Scene,
) -> None:
    detections.store_detections(
        [detection(camera_id=scene.camera, at=START + 3 * MINUTE + 30 * SECOND)]
    )
    reads = [
        plate_read(text, camera_id=scene.camera, at=START + minute * MINUTE + 30 * SECOND)
        for text, minute in (("AB123", 5), ("CD456", 7))
    ]
    detections.store_plate_reads(reads)
    Alert.objects.create(
        **{"key": "k", "kind": "watchlist-match", "severity": "info", "title": "t"},
        plate_read_id=reads[1].read_id,
        raised_at=START,
    )
    asks_for(scene.camera, zones=["nowhere"], plates=False)
    scene.pass_time(START - MINUTE, START + LONG)
    assert scene.left == [7]


def test_footage_when_the_camera_tells_of_events_then_they_keep_it_as_long_as_it_is_heard(
    scene: Scene,
) -> None:
    only = {"detections": False, "plates": False, "watch_lists": False, "camera_events": True}
    asks_for(scene.camera, **only)
    scene.backlog.delay = None  # nobody else needs to look
    row = EventSubscription.objects.create(
        camera_id=scene.camera, state="listening", listening_since=START + 2 * MINUTE
    )
    for minute, active in ((4, True), (5, False), (8, None)):
        at = START + minute * MINUTE + 30 * SECOND
        CameraEventRow.objects.create(
            **{
                "id": new_id(at),
                "camera_id": scene.camera,
                "kind": "motion",
                "topic": str(active is None),
            },
            **{"active": active, "digest": str(minute), "occurred_at": at, "received_at": at},
        )
    now = START - MINUTE
    while now <= START + LONG:
        row.heard_at = now
        row.save()
        scene.recording.keep(now)
        now += MINUTE
    # Before it was listened to, while motion lasted, and where something crossed the line.
    assert scene.left == [0, 1, 2, 4, 5, 8]


def test_footage_when_a_dead_letter_may_tell_of_it_then_only_that_stays(scene: Scene) -> None:
    at = START + 4 * MINUTE + 30 * SECOND
    scene.backlog.unstored = [
        Unstored(scene.camera, at, at),
        Unstored(new_id(), EVER, START + LONG),
        Unstored(None, EVER, START + MINUTE + 30 * SECOND),
    ]
    scene.pass_time(START - MINUTE, START + LONG)
    assert scene.left == [0, 1, 4]
    assert EventWatch.objects.get().doubt == "dead-letters"


@pytest.mark.parametrize(
    ("state", "doubt"),
    [
        ({"answers": False}, "ai"),
        ({"doubt": "broker"}, "broker"),
        ({"doubt": "waiting"}, "waiting"),
        ({"delay": None}, "unwatched"),
    ],
)
def test_doubt_when_it_lasts_then_shown_counted_and_told_once(
    scene: Scene, admin: APIClient, state: dict[str, Any], doubt: str
) -> None:
    vars(scene.backlog).update(state)
    scene.pass_time(START - MINUTE, START + 10 * MINUTE)
    [shown] = admin.get("/api/v1/recordings/events").json()["items"]
    assert (shown["camera"], shown["doubt"]) == (str(scene.camera), doubt)
    assert START - MINUTE <= datetime.fromisoformat(shown["since"]) <= START + 3 * MINUTE
    alert = Alert.objects.get(kind="event-recording")
    assert alert.for_administrators
    told = admin.get("/metrics").content.decode()
    assert f'mosaic_event_recording_cameras{{doubt="{doubt}"}} 1.0' in told
    vars(scene.backlog).update({"answers": True, "doubt": "", "delay": SECOND})
    scene.pass_time(START + 10 * MINUTE, START + 12 * MINUTE)
    [shown] = admin.get("/api/v1/recordings/events").json()["items"]
    assert (shown["doubt"], shown["since"]) == (None, None)
    assert Alert.objects.filter(kind="event-recording").count() == 1


@pytest.mark.parametrize("why", ["offline", "not-asked"])
def test_doubt_when_nobody_can_or_shall_look_then_shown_and_not_told(
    scene: Scene, why: str
) -> None:
    scene.backlog.delay = None
    if why == "offline":
        CameraStatusRow.objects.create(camera_id=scene.camera, name="offline", since=START)
    else:
        CameraRow.objects.update(ai_enabled=False)
    scene.pass_time(START - MINUTE, START + 10 * MINUTE)
    assert EventWatch.objects.get().doubt == why
    assert not Alert.objects.exists()


def test_camera_when_it_is_recorded_on_events_no_more_then_nothing_of_it_is_judged(
    scene: Scene,
) -> None:
    scene.pass_time(START - MINUTE, START + MINUTE)
    CameraRow.objects.update(recording_mode="off")
    scene.pass_time(START + MINUTE, START + LONG)
    assert (scene.left, EventWatch.objects.count()) == (ALL, 0)


@pytest.mark.parametrize(
    "recording",
    [
        {"events": {"before_s": 4}},
        {"events": {"after_s": 61}},
        {"events": {"labels": [""]}},
        {"events": {"labels": "car"}},
        {"events": {"plates": 7}},
        {"mode": "event", "events": {"zones": ["no such zone"]}},
        {
            "otherwise": "event",
            "events": {"detections": False, "plates": False, "watch_lists": False},
        },
    ],
)
def test_camera_over_rest_when_its_events_cannot_be_then_refused(
    admin: APIClient, camera: UUID, recording: dict[str, object]
) -> None:
    answer = admin.patch(f"/api/v1/cameras/{camera}", {"recording": recording})
    assert answer.status_code == 400
    assert CameraRow.objects.get().recording_mode != "event"


def test_camera_over_rest_when_the_ai_does_not_look_then_refused(
    admin: APIClient, camera: UUID
) -> None:
    url = f"/api/v1/cameras/{camera}"
    assert admin.patch(url, {"ai": {"enabled": False}}).status_code == 200
    answer = admin.patch(url, {"recording": {"mode": "event"}})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "no-events")
    both = {"recording": {"mode": "event", "events": {"after_s": 20}}, "ai": {"enabled": True}}
    told = admin.patch(url, both).json()["recording"]
    assert (told["mode"], told["events"]["before_s"], told["events"]["after_s"]) == (
        "event",
        10,
        20,
    )
    assert admin.patch(url, {"ai": {"enabled": False}}).status_code == 400
    assert admin.patch(url, {"name": "Yard"}).status_code == 200


def test_watch_when_told_twice_then_it_goes_on_and_a_clock_that_went_back_breaks_it() -> None:
    one = Watch().told(START, START - SECOND, None)
    two = one.told(START + MINUTE, START + MINUTE, 0.9)
    assert (two.since, two.until) == (START - SECOND, START + MINUTE)
    assert two.told(START, START, 1.0).since == START


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

    async def looks() -> list[Doubt]:
        consumer = asyncio.create_task(Consumer(amqp_url, parts.QUEUE, ["x"]).run(_take))
        deadline = asyncio.get_running_loop().time() + 60
        while await asyncio.to_thread(_doubt, backlog):
            assert asyncio.get_running_loop().time() < deadline
        told["outbox_depth"] = 1
        while_the_ai_has_some = await asyncio.to_thread(_doubt, backlog)
        told["outbox_depth"] = 0
        consumer.cancel()
        await asyncio.gather(consumer, return_exceptions=True)
        while (await queue_state(amqp_url, parts.QUEUE))[1]:
            assert asyncio.get_running_loop().time() < deadline
        without_a_consumer = await asyncio.to_thread(_doubt, backlog)
        return [while_the_ai_has_some, without_a_consumer]

    assert asyncio.run(looks()) == ["waiting", "consumer"]
    assert backlog.look(START).watched[camera].last_frame_at == START


def _doubt(backlog: EventBacklog) -> Doubt:
    try:
        return backlog.look(START).doubt
    finally:
        close_old_connections()


async def _take(_events: Sequence[CloudEvent]) -> None:
    pass


def test_backlog_when_the_ai_or_the_broker_does_not_answer_then_it_says_so(
    ai: tuple[str, dict[str, Any]], amqp_url: str
) -> None:
    assert _backlog("http://127.0.0.1:1", amqp_url).look(START).doubt == "ai"
    assert _backlog(ai[0], "amqp://127.0.0.1:1/").look(START).doubt == "broker"
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

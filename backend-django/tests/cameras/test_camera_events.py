"""What cameras tell is stored once, told on, listed to who may see it, and heard by one worker."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from mosaic_backend.audit.infrastructure.models import AuditEntry
from mosaic_backend.cameras.bootstrap import camera_administration
from mosaic_backend.cameras.domain.camera import CameraDraft
from mosaic_backend.cameras.facade import happened_between, subscriptions_heard
from mosaic_backend.cameras.infrastructure import camera_events
from mosaic_backend.cameras.infrastructure.event_listening import EventListening
from mosaic_backend.cameras.infrastructure.models import (
    CameraEventRow,
    CameraGroup,
    CameraRow,
    EventSubscription,
)
from mosaic_backend.shared.outbox.models import OutboxRow
from mosaic_contracts.ids import instant_of
from mosaic_demo.onvif.camera import SimulatedCamera
from mosaic_demo.onvif.server import serving

WAIT_S = 90.0
START = datetime(2026, 11, 24, 8, tzinfo=UTC)
SECOND = timedelta(seconds=1)
SOURCE = "rtsp://operator:camera-pass@127.0.0.1:8554/cam"
pytestmark = pytest.mark.django_db


@pytest.fixture
def camera() -> UUID:
    made = camera_administration().add(CameraDraft(name="Gate", source_url=SOURCE))
    EventSubscription.objects.create(camera_id=made.id)
    OutboxRow.objects.all().delete()
    return made.id


def event(at: datetime, active: bool | None = True, **other: Any) -> dict[str, Any]:
    told = {
        **{"kind": "motion", "topic": "RuleEngine/CellMotionDetector/Motion"},
        **{"source": {"VideoSourceToken": "source"}, "active": active, "stands": False},
        **{"digest": f"{at.isoformat()} {active}", "occurred_at": at.isoformat()},
    }
    return told | other


def hear(camera: UUID, *events: dict[str, Any], at: datetime = START, **other: Any) -> int:
    told = {"camera": str(camera), "state": "listening", "detail": "", "anew": False}
    return camera_events.store([(at, told | {"events": list(events)} | other)])


def test_event_when_heard_twice_then_stored_and_told_on_once(camera: UUID) -> None:
    assert hear(camera, event(START), event(START)) == 1
    assert hear(camera, event(START)) == 0
    row = CameraEventRow.objects.get()
    assert (row.kind, row.active, row.source_key) == ("motion", True, "VideoSourceToken=source")
    assert instant_of(row.id) == START
    assert OutboxRow.objects.count() == 1


def test_state_when_one_subscribes_then_an_event_only_where_it_is_not_as_known(
    camera: UUID,
) -> None:
    def stands(second: int, *, active: bool) -> dict[str, Any]:
        return event(START + second * SECOND, active, stands=True)

    assert hear(camera, stands(0, active=False)) == 0
    assert hear(camera, stands(1, active=True)) == 1
    assert hear(camera, stands(2, active=True)) == 0
    assert hear(camera, stands(3, active=False)) == 1
    assert happened_between(camera, START, START + 9 * SECOND) == [
        (START + SECOND, START + 3 * SECOND)
    ]


def test_happened_when_states_overlap_the_span_then_they_last_as_long_as_told(
    camera: UUID,
) -> None:
    rule = {"topic": "RuleEngine/LineDetector/Crossed", "kind": "line-crossing"}
    hear(
        camera,
        event(START),
        event(START + 100 * SECOND, active=False),
        event(START + 150 * SECOND, None, **rule),
        event(START + 200 * SECOND),
    )
    span = START + 50 * SECOND, START + 300 * SECOND
    assert sorted(happened_between(camera, *span)) == [
        (START, START + 100 * SECOND),
        (START + 150 * SECOND, START + 150 * SECOND),
        (START + 200 * SECOND, START + 300 * SECOND),
    ]
    assert happened_between(camera, START + 110 * SECOND, START + 120 * SECOND) == []


def test_subscription_when_it_is_lost_or_made_anew_then_heard_only_from_then_on(
    camera: UUID,
) -> None:
    hear(camera, anew=True)
    hear(camera, at=START + 5 * SECOND)
    assert subscriptions_heard() == {camera: (START, START + 5 * SECOND)}
    hear(camera, at=START + 9 * SECOND, state="unreachable", detail="gone")
    assert subscriptions_heard() == {}
    hear(camera, at=START + 20 * SECOND, anew=True)
    assert subscriptions_heard() == {camera: (START + 20 * SECOND, START + 20 * SECOND)}


def test_events_when_nobody_wants_them_any_more_then_dropped(camera: UUID) -> None:
    EventSubscription.objects.all().delete()
    assert hear(camera, event(START)) == 0


def test_events_when_they_are_old_then_forgotten(camera: UUID) -> None:
    hear(camera, event(START), event(START + 2 * SECOND))
    assert camera_events.forget_old(START + camera_events.KEPT + SECOND) == 1
    assert CameraEventRow.objects.get().occurred_at == START + 2 * SECOND


def test_list_when_asked_then_newest_first_by_pages_and_only_ones_own_cameras(
    camera: UUID, admin: APIClient, client_of: Callable[..., APIClient]
) -> None:
    for second in range(3):
        hear(camera, event(START + second * SECOND, kind="input" if second else "motion"))
    url = "/api/v1/camera-events"
    page = admin.get(url, {"limit": 2}).json()
    rest = admin.get(url, {"limit": 2, "cursor": page["next_cursor"]}).json()
    told = [item["occurred_at"] for item in (*page["items"], *rest["items"])]
    assert told == sorted(told, reverse=True)
    assert len(told) == 3
    assert page["items"][0]["camera_name"] == "Gate"
    assert len(admin.get(url, {"kind": "motion", "camera": str(camera)}).json()["items"]) == 1
    since = (START + SECOND).isoformat()
    assert len(admin.get(url, {"from": since}).json()["items"]) == 2
    assert admin.get(url, {"kind": "x"}).status_code == 400
    own = CameraGroup.objects.create(name="own")
    other = client_of("operator", groups=[own.id])
    assert other.get(url).json()["items"] == []
    assert other.get(url, {"camera": str(camera)}).json()["items"] == []
    CameraRow.objects.update(group=own)
    assert len(other.get(url).json()["items"]) == 3


@pytest.fixture
def listening() -> Iterator[Callable[[], EventListening]]:
    """Workers, which end with the test."""
    made: list[EventListening] = []

    def one() -> EventListening:
        made.append(EventListening(camera_administration))
        return made[-1]

    yield one
    for each in made:
        each.close()


def until(condition: Callable[[], object], *workers: EventListening) -> None:
    deadline = time.monotonic() + WAIT_S
    while not condition():
        assert time.monotonic() < deadline
        for worker in workers:
            worker.keep(timezone.now())
        time.sleep(0.05)


def test_camera_over_rest_when_its_events_are_wanted_then_heard_by_one_worker_and_stored(
    admin: APIClient, camera: UUID, listening: Callable[[], EventListening]
) -> None:
    simulated, url = SimulatedCamera(), f"/api/v1/cameras/{camera}/onvif"
    EventSubscription.objects.all().delete()
    with serving(simulated) as address:
        told = admin.put(url, {"service_url": address, "events": True}).json()
        assert told["events"]["state"] == "waiting"
        workers = listening(), listening()
        until(subscriptions_heard, *workers)
        simulated.motion(active=True)
        simulated.line_crossed(3)
        until(lambda: CameraEventRow.objects.count() == 2, *workers)
        assert simulated.occurrences.made == 1
        assert admin.get(url).json()["events"]["state"] == "listening"
        # The one that listens is gone for good: the other takes its place when its time is over.
        holder = EventSubscription.objects.get().holder
        [gone] = [each for each in workers if each._id == holder]
        [left] = [each for each in workers if each is not gone]
        gone.close()
        EventSubscription.objects.update(held_until=timezone.now() - SECOND)
        left._next = 0.0
        until(lambda: EventSubscription.objects.get().holder == left._id, left)
        simulated.line_crossed(4)
        until(lambda: simulated.occurrences.made == 2, left)
        simulated.line_crossed(5)
        until(lambda: CameraEventRow.objects.filter(kind="line-crossing").count() >= 2, left)
        told = admin.put(url, {"service_url": address, "events": False}).json()
        assert told["events"] is None
        told = AuditEntry.objects.filter(action="camera.onvif_changed").order_by("id")
        assert [entry.details.get("events") for entry in told] == [None, "wanted", "not wanted"]

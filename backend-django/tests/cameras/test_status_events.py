"""From stream states to events, history and the dashboard, on the database."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction
from rest_framework.test import APIClient

from mosaic_backend.cameras import facade
from mosaic_backend.cameras.bootstrap import camera_administration
from mosaic_backend.cameras.domain.camera import CameraDraft
from mosaic_backend.cameras.infrastructure.models import (
    CameraRow,
    CameraStatusChange,
    CameraStatusRow,
    StreamStateRow,
)
from mosaic_backend.shared.outbox.models import OutboxRow
from mosaic_contracts.events import CameraStatus, CloudEvent, StreamState

START = datetime(2026, 11, 20, 8, tzinfo=UTC)


def second(count: float) -> datetime:
    return START + timedelta(seconds=count)


@pytest.fixture
def camera(db: None) -> UUID:
    return camera_administration().add(CameraDraft(name="Gate", source_url="rtsp://10.0.0.1/x")).id


def say(camera: UUID, state: str, at: float, *, came: float | None = None) -> None:
    facade.record_stream_state(
        StreamState(
            camera_id=camera,
            state=state,
            reason="unreachable" if state == "error" else None,
            changed_at=second(at),
        ),
        second(at if came is None else came),
    )


def told() -> list[tuple[str, datetime]]:
    events = [CloudEvent.from_json(row.event.encode()) for row in OutboxRow.objects.all()]
    return [
        (event.payload().status, event.payload().since)
        for event in events
        if event.type == CameraStatus.TYPE
    ]


def test_event_when_bad_for_the_hold_then_told_once_however_often_somebody_looks(camera):
    say(camera, "online", 0)
    assert facade.settle_statuses(second(4)) == 0
    assert facade.settle_statuses(second(5)) == 1
    say(camera, "error", 60)
    for at in (60, 70, 74.9):
        assert facade.settle_statuses(second(at)) == 0
    assert facade.settle_statuses(second(75)) == 1
    assert facade.settle_statuses(second(500)) == 0
    assert told() == [("online", second(0)), ("offline", second(60))]


def test_event_when_the_news_come_late_then_what_follows_them_is_waited_for(camera):
    say(camera, "error", 0, came=120)
    assert facade.settle_statuses(second(121)) == 0
    say(camera, "online", 3, came=121)
    assert facade.settle_statuses(second(200)) == 1
    assert told() == [("online", second(3))]


def test_status_when_states_were_known_before_there_were_statuses_then_taken_up(camera):
    StreamStateRow.objects.create(camera_id=camera, state="error", changed_at=second(0))
    assert facade.settle_statuses(second(10)) == 0
    assert facade.settle_statuses(second(25)) == 1
    assert told() == [("offline", second(0))]


def test_status_when_the_camera_is_removed_then_nothing_is_told_and_its_past_stays(camera):
    say(camera, "error", 0)
    facade.settle_statuses(second(15))
    say(camera, "online", 60)
    camera_administration().remove(camera)
    assert facade.settle_statuses(second(100)) == 0
    assert not CameraStatusRow.objects.exists()
    assert CameraStatusChange.objects.filter(camera_id=camera).count() == 1


@pytest.mark.django_db(transaction=True)
def test_workers_when_several_settle_at_once_then_each_change_is_told_once():
    ids = [
        camera_administration()
        .add(CameraDraft(name=f"c{number}", source_url="rtsp://10.0.0.1/x"))
        .id
        for number in range(20)
    ]
    for one in ids:
        say(one, "error", 0)

    def work(_: int) -> int:
        try:
            return sum(facade.settle_statuses(second(15)) for _ in range(3))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(work, range(4))) == 20
    assert len(told()) == 20
    assert CameraStatusChange.objects.count() == 20


@pytest.mark.django_db(transaction=True)
def test_change_when_its_transaction_dies_then_neither_lost_nor_doubled():
    camera = camera_administration().add(CameraDraft(name="c", source_url="rtsp://10.0.0.1/x")).id
    say(camera, "error", 0)
    with transaction.atomic():
        assert facade.settle_statuses(second(15)) == 1
        transaction.set_rollback(True)  # killed before the commit
    assert told() == []
    assert facade.settle_statuses(second(16)) == 1
    assert told() == [("offline", second(0))]


@pytest.fixture
def many(camera: UUID) -> Iterator[UUID]:
    for number in range(6):
        say(camera, "error" if number % 2 else "online", 100 * number)
        facade.settle_statuses(second(100 * number + 50))
    return camera


def test_history_when_followed_by_cursor_then_every_change_once_newest_first(admin, many):
    seen, cursor = [], None
    while True:
        query = {"limit": 4} | ({"cursor": cursor} if cursor else {})
        page = admin.get(f"/api/v1/cameras/{many}/history", query).json()
        seen += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert [item["since"] for item in seen] == [
        second(100 * number).isoformat().replace("+00:00", "Z") for number in range(5, -1, -1)
    ]
    assert [item["status"] for item in seen] == ["offline", "online"] * 3
    assert seen[0]["previous_lasted_s"] == 100
    assert seen[-1]["previous_since"] is None
    span = {"from": second(100).isoformat(), "to": second(300).isoformat()}
    between = admin.get(f"/api/v1/cameras/{many}/history", span).json()["items"]
    assert between == seen[3:5]


def test_camera_and_dashboard_when_offline_then_they_tell_since_when(admin: APIClient, camera):
    say(camera, "error", 0)
    before = admin.get("/api/v1/dashboard").json()
    assert (before["cameras"]["error"], before["cameras"]["offline"]) == (1, 0)
    facade.settle_statuses(second(15))
    since = "2026-11-20T08:00:00Z"
    assert admin.get(f"/api/v1/cameras/{camera}").json()["status"] == {
        "status": "offline",
        "reason": "unreachable",
        "since": since,
    }
    board = admin.get("/api/v1/dashboard").json()
    assert board["cameras"]["offline"] == 1
    assert board["offline_cameras"] == [
        {"camera": str(camera), "camera_name": "Gate", "since": since, "reason": "unreachable"}
    ]
    CameraRow.objects.update(enabled=False)
    assert admin.get("/api/v1/dashboard").json()["cameras"]["offline"] == 0
    assert admin.get(f"/api/v1/cameras/{camera}").json()["status"]["status"] == "disabled"

"""Gaps get their causes, from a real MediaMTX and what the backend knows."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from mosaic_backend.cameras.facade import record_stream_state
from mosaic_backend.cameras.infrastructure.models import CameraRow
from mosaic_backend.clips.domain.ledger import Stretch
from mosaic_backend.clips.infrastructure.models import LedgerSpan, LedgerWatch
from mosaic_backend.clips.infrastructure.recording import ledger_keeper, ledger_store
from mosaic_backend.clips.infrastructure.recording.ledger_keeper import LAG, LedgerKeeper
from mosaic_backend.clips.infrastructure.recording.mediamtx_run import MediaMtxRun
from mosaic_backend.clips.infrastructure.recording.recording_follower import RecordingFollower
from mosaic_contracts.events import StreamState

from .conftest import eventually
from .recording_server import RecordingServer

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger_keeper, "EVERY_S", 0.0)


def _made(admin: APIClient, **recording: Any) -> UUID:
    answer = admin.post(
        "/api/v1/cameras",
        {
            "name": "Gate",
            "source_url": "rtsp://10.0.0.9/1",
            "recording": {"mode": "continuous", **recording},
        },
    )
    return UUID(answer.json()["id"])


def _keeper(root: Path, api_url: str = "") -> tuple[RecordingFollower, LedgerKeeper]:
    follower = RecordingFollower(root)
    return follower, LedgerKeeper(root, follower, MediaMtxRun(api_url))


def _told(camera: UUID) -> list[tuple[str, str]]:
    rows = LedgerSpan.objects.filter(camera_id=camera).order_by("starts_at")
    return [(row.kind, row.cause) for row in rows]


class Hand:
    """Turns the keeper's clock."""

    def __init__(self, root: Path) -> None:
        self.follower, self.keeper = _keeper(root)
        self.now = timezone.now()

    def after(self, time: timedelta) -> None:
        self.now += time
        self.follower.follow()
        self.keeper.keep(self.now)


@pytest.fixture
def hand(db: None, tmp_path: Path) -> Hand:
    return Hand(tmp_path)


def test_keep_when_a_camera_is_not_recorded_then_skipped_and_why(
    hand: Hand, admin: APIClient
) -> None:
    camera = _made(admin, mode="off")
    hand.after(MINUTE)
    hand.after(MINUTE)
    assert _told(camera) == [("skipped", "off")]
    CameraRow.objects.filter(id=camera).update(recording_mode="continuous")
    hand.after(timedelta(seconds=5))
    CameraRow.objects.filter(id=camera).update(enabled=False)
    hand.after(40 * MINUTE)
    hand.after(MINUTE)
    kinds = _told(camera)
    assert kinds[0] == ("skipped", "off")
    assert kinds[-1] == ("skipped", "disabled")
    row = CameraRow.objects.get(id=camera)
    rows = list(LedgerSpan.objects.filter(camera_id=camera).order_by("starts_at"))
    assert rows[0].starts_at == row.created_at
    assert rows[-1].ends_at == hand.now - LAG
    assert all(one.ends_at == two.starts_at for one, two in pairwise(rows))


def test_keep_when_the_stream_is_in_error_then_the_camera_was_offline(
    hand: Hand, admin: APIClient
) -> None:
    camera = _made(admin)
    hand.after(timedelta(0))
    broke = hand.now + timedelta(minutes=2)
    for state, at in (("online", hand.now), ("error", broke)):
        told = StreamState(camera_id=camera, state=state, changed_at=at)  # type: ignore[arg-type]
        record_stream_state(told, at)
    back = broke + timedelta(minutes=5)
    record_stream_state(StreamState(camera_id=camera, state="online", changed_at=back), back)
    later = back + timedelta(seconds=30)
    record_stream_state(StreamState(camera_id=camera, state="idle", changed_at=later), later)
    for _ in range(30):
        hand.after(timedelta(seconds=20))
    [offline] = LedgerSpan.objects.filter(camera_id=camera, cause="camera-offline")
    assert (offline.kind, offline.starts_at, offline.ends_at) == ("missing", broke, back)
    assert _told(camera)[-1] == ("missing", "unknown")  # it was online, and nothing came


def test_keep_when_what_explained_a_gap_is_gone_then_its_cause_stays(
    hand: Hand, admin: APIClient
) -> None:
    camera, since = _made(admin), hand.now - 2 * timedelta(hours=1)
    CameraRow.objects.filter(id=camera).update(created_at=since)
    at = [since + number * 10 * MINUTE for number in range(5)] + [hand.now]
    kinds: list[Any] = [
        ("recorded", ""),
        ("missing", "overload"),
        ("skipped", "no-event"),
        ("missing", "unknown"),
        ("recorded", ""),
    ]
    told = [Stretch(*one, *kind) for one, kind in zip(pairwise(at), kinds, strict=True)]
    ledger_store.paint(camera, told)
    hand.after(timedelta(0))
    assert _told(camera) == kinds


def test_keep_when_nobody_looked_for_hours_then_the_schedule_tells_of_them(
    hand: Hand, admin: APIClient
) -> None:
    hand.now = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    every = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    answer = admin.post(
        "/api/v1/schedules",
        {"name": "Nights", "intervals": [{"days": every, "start": "20:00", "end": "06:00"}]},
    )
    camera = _made(admin, schedule=answer.json()["id"])
    CameraRow.objects.filter(id=camera).update(created_at=hand.now - 5 * MINUTE)
    hand.after(timedelta(0))
    hand.after(timedelta(hours=24))
    rows = LedgerSpan.objects.filter(camera_id=camera).order_by("starts_at")
    told = [(f"{row.starts_at:%H:%M}", row.kind, row.cause) for row in rows]
    assert told == [
        ("11:55", "skipped", "schedule"),
        ("20:00", "missing", "restart"),
        ("06:00", "skipped", "schedule"),
    ]


def test_keep_when_another_process_writes_then_it_waits(hand: Hand, admin: APIClient) -> None:
    camera = _made(admin)
    hand.now += MINUTE
    hand.keeper.keep(hand.now)  # its follower has not had its turn
    assert LedgerWatch.objects.count() == 0
    assert _told(camera) == []


def test_keep_when_mediamtx_is_killed_and_comes_back_then_the_gap_is_its_restart(
    recording_server: RecordingServer, admin: APIClient
) -> None:
    camera = _made(admin)
    follower, keeper = _keeper(recording_server.recordings, recording_server.api_url)

    def told() -> list[tuple[str, str]]:
        follower.follow()
        keeper.keep(timezone.now())
        return _told(camera)

    first = recording_server.publish(camera, 600)
    eventually(lambda: ("recorded", "") in told())
    recording_server.kill()
    eventually(lambda: told()[-1] == ("missing", "restart"))
    first.kill()
    recording_server.start()
    recording_server.publish(camera, 600)
    eventually(lambda: told()[-1] == ("recorded", ""))
    kinds = [kind for kind in told() if kind[1] not in {"starting", "unknown"}]
    assert kinds == [("recorded", ""), ("missing", "restart"), ("recorded", "")], _told(camera)


def test_keep_when_a_camera_is_unplugged_for_seconds_then_it_was_the_camera(
    recording_server: RecordingServer, admin: APIClient
) -> None:
    camera = _made(admin)
    follower, keeper = _keeper(recording_server.recordings, recording_server.api_url)

    def told() -> list[tuple[str, str]]:
        follower.follow()
        keeper.keep(timezone.now())
        return _told(camera)

    plug = recording_server.publish(camera, 600)
    eventually(lambda: ("recorded", "") in told())
    plug.kill()
    eventually(lambda: told()[-1][0] == "missing")
    # Another picture, as if its settings had been changed: what came before stays as it was.
    recording_server.publish(camera, 600, size="640x480")
    eventually(lambda: told()[-2:] == [("missing", "camera-offline"), ("recorded", "")])

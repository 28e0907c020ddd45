"""A camera that is recorded on events keeps what lies around them; quiet footage goes, and the ledger says so."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mosaic_cli.checks.live.front_door import FrontDoor
from mosaic_cli.checks.live.waiting import until

pytestmark = [
    pytest.mark.timeout(900),
    pytest.mark.skipif(
        float(os.environ.get("MOSAIC_EVENT_RECORDING_MARGIN_S", "600")) > 60,
        reason="the stack keeps all footage for ten minutes; start it with the margin at 60 s",
    ),
]
WITHIN_S = 400
AROUND = {"before_s": 5, "after_s": 5, "detections": False, "watch_lists": False}


@pytest.fixture
def idle_demo(
    admin: FrontDoor, demo_cameras: dict[str, dict[str, Any]]
) -> Iterator[dict[str, dict[str, Any]]]:
    """The AI looks at no other camera, so that it has time for those of the test on any machine."""
    ids = [camera["id"] for camera in demo_cameras.values() if camera["ai"]["enabled"]]
    _look(admin, ids, enabled=False)
    yield demo_cameras
    _look(admin, ids, enabled=True)


def _look(admin: FrontDoor, ids: list[str], *, enabled: bool) -> None:
    body = {"ids": ids, "changes": {"ai": {"enabled": enabled}}}
    admin.answer("PATCH", "/api/v1/cameras", json=body)


def _spans(admin: FrontDoor, camera_id: str) -> list[dict[str, Any]]:
    now = datetime.now(UTC)
    period = {"from": (now - timedelta(hours=1)).isoformat(), "to": now.isoformat()}
    told = admin.answer(
        "GET", "/api/v1/recordings/timeline", params={"camera": camera_id, **period}
    )
    spans: list[dict[str, Any]] = told["items"][0]["spans"]
    return spans


def _at(instant: str) -> datetime:
    return datetime.fromisoformat(instant)


@pytest.mark.usefixtures("idle_demo")
def test_footage_when_plates_pass_or_nothing_does_then_kept_or_gone_and_told(
    admin: FrontDoor, demo_source: str, add_camera: Callable[..., dict[str, Any]]
) -> None:
    quiet_events = AROUND | {"detections": True, "labels": ["zeppelin"], "plates": False}
    seen, quiet = (
        add_camera(demo_source, recording={"mode": "event", "events": events})["id"]
        for events in (AROUND | {"plates": True}, quiet_events)
    )

    def gone() -> dict[str, Any] | None:
        skipped = [span for span in _spans(admin, quiet) if span["cause"] == "no-event"]
        return skipped[0] if skipped else None

    span = until(gone, "quiet footage is gone", within_s=WITHIN_S, pause_s=2)
    assert span["kind"] == "skipped"
    left = admin.answer(
        "GET",
        "/api/v1/recordings",
        params={"camera": quiet, "from": span["from"], "to": span["to"]},
    )
    assert left["items"] == []

    def judged() -> datetime | None:
        """A passage of a plate of whose file, of a minute, and the next one it is decided what goes."""
        items = admin.answer("GET", "/api/v1/recordings/events")["items"]
        until_then = next(_at(item["judged_until"]) for item in items if item["camera"] == seen)
        reads = admin.answer("GET", "/api/v1/plates", params={"camera": seen})["items"]
        passed = sorted(_at(read["seen_at"]) for read in reads)
        recorded = [at for at in passed if at > _began(admin, seen)]
        done = [at for at in recorded if at + timedelta(seconds=65) < until_then]
        return done[0] if done else None

    passage = until(judged, "footage around a passage was judged", within_s=WITHIN_S, pause_s=2)
    [around] = [
        span for span in _spans(admin, seen) if _at(span["from"]) <= passage < _at(span["to"])
    ]
    assert around["kind"] == "recorded"


def _began(admin: FrontDoor, camera_id: str) -> datetime:
    """When the camera's recording began."""
    spans = [span for span in _spans(admin, camera_id) if span["kind"] != "missing"]
    return min((_at(span["from"]) for span in spans), default=datetime.max.replace(tzinfo=UTC))

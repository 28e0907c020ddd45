"""Any one process killed: it is back, and streams, sampling and search go on without a hand."""

import os
import signal
from datetime import UTC, datetime
from typing import Any

import httpx
import psutil
import pytest

from mosaic_cli.checks.live import hls
from mosaic_cli.checks.live.front_door import FrontDoor
from mosaic_cli.checks.live.running_stack import RunningStack
from mosaic_cli.checks.live.waiting import until

pytestmark = pytest.mark.timeout(300)
PARTS = [
    "postgresql",
    "redis",
    "epmd",
    "rabbitmq",
    "mediamtx",
    "backend",
    "backend-consumer",
    "backend-relay",
    "backend-worker",
    "streaming",
    "ai",
    "web",
    "certificates",
    "haproxy",
    "demo",
]
NOT_YET = (AssertionError, httpx.HTTPError)


def test_the_list_holds_every_part(stack: RunningStack) -> None:
    assert sorted(stack.parts()) == sorted(PARTS)


def back_after(stack: RunningStack, name: str, killed: int) -> None:
    def ready() -> bool:
        status = stack.status()
        part = next(part for part in status["parts"] if part["name"] == name)
        return bool(status["ready"]) and part["pid"] not in {None, killed}

    until(ready, f"{name} is back and all is ready", within_s=90)


def road_goes_on(operator: FrontDoor, cameras: dict[str, dict[str, Any]]) -> None:
    """Pages, streams, sampling and search, all after this instant."""
    since = datetime.now(UTC).isoformat()

    def pages() -> bool:
        return "<html" in httpx.get(operator.url, timeout=5).text

    def plays() -> bool:
        session = operator.viewer_session(cameras["camera-02"]["id"])
        with httpx.Client(timeout=10) as player:
            return hls.decoded_frames(hls.segments(player, session)) > 0

    def samples() -> bool:
        status = operator.answer("GET", "/api/ai/v1/status")["cameras"]
        last = {camera["camera_id"]: camera["last_frame_at"] or "" for camera in status}
        return all(
            last.get(camera["id"], "") and _instant(last[camera["id"]]) > _instant(since)
            for camera in cameras.values()
        )

    def searches() -> bool:
        operator.answer("GET", "/api/v1/plates?text=A*&match=wildcard")
        return True

    until(pages, "the pages", within_s=30, despite=NOT_YET)
    until(plays, "a stream plays", within_s=60, despite=NOT_YET)
    until(samples, "every camera is sampled again", within_s=60, despite=NOT_YET)
    until(searches, "the search answers", within_s=30, despite=NOT_YET)


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize("name", PARTS)
def test_part_when_killed_then_back_and_the_road_goes_on(
    stack: RunningStack, operator: FrontDoor, demo_cameras: dict[str, dict[str, Any]], name: str
) -> None:
    pid = stack.parts()[name]["pid"]
    os.kill(pid, signal.SIGKILL)
    back_after(stack, name, pid)
    road_goes_on(operator, demo_cameras)


def test_decoding_child_of_the_ai_when_killed_then_sampling_goes_on(
    stack: RunningStack, operator: FrontDoor, demo_cameras: dict[str, dict[str, Any]]
) -> None:
    ai = psutil.Process(stack.parts()["ai"]["pid"])
    children = ai.children(recursive=True)
    assert children
    for child in children:
        child.kill()
    road_goes_on(operator, demo_cameras)
    assert stack.parts()["ai"]["pid"] == ai.pid


def test_read_when_its_consumer_was_killed_meanwhile_then_reads_still_arrive(
    stack: RunningStack, operator: FrontDoor
) -> None:
    """After all that, a vehicle that passes now is found by search."""
    since = datetime.now(UTC)

    def newer() -> bool:
        newest = operator.answer("GET", "/api/v1/plates")["items"]
        return bool(newest) and _instant(newest[0]["first_seen_at"]) > since

    until(newer, "a new read is stored", within_s=180, despite=NOT_YET, pause_s=1)

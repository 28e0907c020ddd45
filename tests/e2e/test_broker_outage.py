"""RabbitMQ away while vehicles pass: live view goes on, no read is lost, none comes twice."""

import json
import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import httpx
import pytest

from mosaic_cli.checks.live import hls
from mosaic_cli.checks.live.front_door import FrontDoor
from mosaic_cli.checks.live.running_stack import RunningStack
from mosaic_cli.checks.live.waiting import until
from mosaic_cli.home import Home
from mosaic_cli.supervision.client import Supervisor

pytestmark = pytest.mark.timeout(600)


class ReadIds:
    """What the AI itself says that it read, by its stream of server-sent events."""

    def __init__(self, door: FrontDoor, camera_ids: list[str]) -> None:
        self._door = door
        self._lock = threading.Lock()
        self._seen: dict[str, str] = {}
        self._ended = threading.Event()
        self.listening = {camera_id: threading.Event() for camera_id in camera_ids}

    @contextmanager
    def collected(self) -> Iterator["ReadIds"]:
        threads = [
            threading.Thread(target=self._listen, args=(camera_id,), daemon=True)
            for camera_id in self.listening
        ]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            self._ended.set()
            for thread in threads:
                thread.join(20)

    def seen(self) -> dict[str, str]:
        """read id → camera id."""
        with self._lock:
            return dict(self._seen)

    def _listen(self, camera_id: str) -> None:
        url = f"{self._door.url}/api/ai/v1/stream"
        headers = {"Authorization": f"Bearer {self._door.token()}"}
        while not self._ended.is_set():
            with (
                suppress(httpx.HTTPError),
                httpx.stream(
                    "GET", url, params={"camera": camera_id}, headers=headers, timeout=10
                ) as response,
            ):
                self.listening[camera_id].set()
                for line in response.iter_lines():
                    if line.startswith("data:"):
                        self._note(camera_id, json.loads(line[5:]))
                    if self._ended.is_set():
                        return

    def _note(self, camera_id: str, prediction: dict[str, Any]) -> None:
        with self._lock:
            for read_id in prediction["read_ids"]:
                self._seen[read_id] = camera_id


@contextmanager
def broker_stopped(stack: RunningStack) -> Iterator[None]:
    """Connections are refused."""
    supervisor = Supervisor(Home(stack.home))
    supervisor.stop("rabbitmq")
    until(lambda: stack.parts()["rabbitmq"]["state"] == "stopped", "stopped", within_s=40)
    try:
        yield
    finally:
        supervisor.start("rabbitmq")


@contextmanager
def broker_frozen(stack: RunningStack) -> Iterator[None]:
    """Connections stand and nobody answers."""
    pid = stack.parts()["rabbitmq"]["pid"]
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


@pytest.mark.parametrize(("outage", "lasts_s"), [(broker_stopped, 60), (broker_frozen, 30)])
def test_reads_when_the_broker_is_away_then_none_lost_and_none_twice(
    stack: RunningStack,
    operator: FrontDoor,
    demo_cameras: dict[str, dict[str, Any]],
    outage: Any,
    lasts_s: float,
) -> None:
    ids = [camera["id"] for camera in demo_cameras.values()]
    with ReadIds(operator, ids).collected() as ai:
        for event in ai.listening.values():
            assert event.wait(20)
        with outage(stack):
            before = set(ai.seen())
            ends_at = time.monotonic() + lasts_s
            live_view_goes_on(operator, ids[0])
            until(
                lambda: time.monotonic() > ends_at and len(set(ai.seen()) - before) >= 2,
                "vehicles pass during the outage",
                within_s=lasts_s + 180,
                pause_s=1,
            )
            read_meanwhile = set(ai.seen()) - before
            assert operator.answer("GET", "/api/ai/v1/status")["outbox_depth"] > 0
        until(lambda: stack.status()["ready"], "all is ready", within_s=90)
        until(
            lambda: operator.answer("GET", "/api/ai/v1/status")["outbox_depth"] == 0,
            "the AI's outbox is empty",
            within_s=90,
        )
    rows = until(
        lambda: stored_once_and_all(operator, ids, read_meanwhile),
        "every read of the outage is stored",
        within_s=60,
    )
    assert max(Counter(row["id"] for row in rows).values()) == 1
    passages = Counter(
        (row["camera"], row["track_id"]) for row in rows if row["id"] in read_meanwhile
    )
    assert max(passages.values()) == 1, f"a passage was stored twice: {passages}"


def stored_once_and_all(
    operator: FrontDoor, camera_ids: list[str], wanted: set[str]
) -> list[dict[str, Any]] | None:
    rows = [
        row
        for camera_id in camera_ids
        for row in operator.every("/api/v1/plates", camera=camera_id)
    ]
    return rows if wanted <= {row["id"] for row in rows} else None


def live_view_goes_on(operator: FrontDoor, camera_id: str) -> None:
    def plays() -> bool:
        session = operator.viewer_session(camera_id)
        with httpx.Client(timeout=10) as player:
            return hls.decoded_frames(hls.segments(player, session)) > 0

    until(
        plays, "live view without RabbitMQ", within_s=30, despite=(AssertionError, httpx.HTTPError)
    )
    assert operator.get("/api/v1/plates").status_code == 200

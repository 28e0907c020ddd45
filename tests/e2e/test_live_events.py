"""What is read reaches a listening browser, once, and is what really passed."""

import json
from typing import Any

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from mosaic_cli.checks.live.events import EventFeed
from mosaic_cli.checks.live.front_door import FrontDoor
from mosaic_cli.checks.live.waiting import until

pytestmark = pytest.mark.timeout(400)
READ = "mosaic.plate.read.v1"


def test_read_when_a_vehicle_passed_then_heard_stored_and_true(
    operator: FrontDoor, demo_cameras: dict[str, dict[str, Any]], truths
) -> None:
    names = {camera["id"]: name for name, camera in demo_cameras.items()}
    with EventFeed(operator, (READ,)) as feed:

        def final_reads() -> list[dict[str, Any]]:
            return [
                read for read in feed.of_type(READ) if read["final"] and read["camera_id"] in names
            ]

        until(lambda: len(final_reads()) >= 3, "three finished reads", within_s=240)
        events = [(heard.event["source"], heard.event["id"]) for heard in feed.heard]
    assert len(set(events)) == len(events)
    for read in final_reads():
        plates = {passage.plate for passage in truths[names[read["camera_id"]]].passages}
        assert read["text"] in plates, f"{names[read['camera_id']]} never saw {read['text']}"
        stored = until(
            lambda read=read: next(
                (
                    item
                    for item in operator.every(f"/api/v1/plates?camera={read['camera_id']}")
                    if item["id"] == read["read_id"]
                ),
                None,
            ),
            "the read is found in the search",
            within_s=10,
        )
        assert stored["text"] == read["text"]


def close_code(url: str, first: str) -> int:
    with connect(url, open_timeout=10) as socket:
        socket.send(first)
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(timeout=15)
    assert closed.value.rcvd is not None
    return closed.value.rcvd.code


@pytest.mark.parametrize("first", [{"type": "auth", "token": "nonsense"}, {"type": "hello"}, {}])
def test_feed_when_not_signed_in_then_closed(operator: FrontDoor, first: dict[str, str]) -> None:
    url = operator.url.replace("http", "ws", 1) + "/api/v1/events"
    assert close_code(url, json.dumps(first)) == 4401


def test_feed_when_asked_by_plain_http_then_no_feed(operator: FrontDoor) -> None:
    response = httpx.get(
        f"{operator.url}/api/v1/events", params={"token": operator.token()}, timeout=10
    )
    assert response.status_code >= 400

"""The front door before several MediaMTX nodes."""

import http.client
import subprocess
from collections.abc import Iterator

import pytest

from mosaic_cli.components.haproxy import BACKENDS, HAProxy
from mosaic_cli.part import base_environment
from mosaic_cli.programs import require

from .conftest import LOOPBACK
from .test_haproxy import CONFIGURATION, NODE_PARTS, NODES, PASSWORD, Door, _opened, _until


@pytest.fixture(scope="module")
def door() -> Iterator[Door]:
    with _opened(CONFIGURATION, NODES) as opened:
        yield opened


@pytest.fixture(autouse=True)
def _forget(door: Door) -> Iterator[None]:
    yield
    for part in door.parts.values():
        part.ready = True
        part.headers.clear()
        part.seen.clear()


@pytest.mark.parametrize("nodes", [1, 2, 4])
def test_configuration_with_nodes_when_checked_then_is_valid_without_warnings(nodes: int) -> None:
    component = HAProxy(
        CONFIGURATION, LOOPBACK, 1, 2, PASSWORD, dict.fromkeys(BACKENDS, "127.0.0.1:3")
    )
    of_nodes = {
        f"MOSAIC_NODE_{number}_{kind.upper()}_ADDRESS": "127.0.0.1:4"
        for number in range(1, nodes + 1)
        for kind in NODE_PARTS
    } | {f"MOSAIC_NODE_{number}_NAME": f"n{number}" for number in range(1, nodes + 1)}
    done = subprocess.run(
        [require("haproxy"), "-c", "-f", str(component.configuration)],
        env=base_environment() | component.environment() | of_nodes,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr


@pytest.mark.parametrize(
    ("path", "part", "received"),
    [
        ("/hls/n/west/0192/index.m3u8?cookieCheck=1", "hls-west", "/0192/index.m3u8?cookieCheck=1"),
        (
            "/hls/n/east-2/0192/sub/stream.m3u8?session=1",
            "hls-east-2",
            "/0192/sub/stream.m3u8?session=1",
        ),
        ("/whep/n/west/0192/whep", "webrtc-west", "/0192/whep"),
        ("/whep/n/east-2/0192/sub/whep", "webrtc-east-2", "/0192/sub/whep"),
    ],
)
def test_path_of_a_node_when_asked_then_reaches_that_node(
    door: Door, path: str, part: str, received: str
) -> None:
    answer = door.client.get(path).json()
    assert (answer["part"], answer["path"]) == (part, received)


def test_answer_of_a_node_when_it_names_its_own_root_then_carries_the_prefix(door: Door) -> None:
    door.parts["hls-west"].headers |= {
        "Location": "/0192/index.m3u8?cookieCheck=1",
        "Set-Cookie": "hlsSession=1; Path=/0192/; HttpOnly",
    }
    answer = door.client.get("/hls/n/west/0192/index.m3u8")
    assert answer.headers["Location"] == "/hls/n/west/0192/index.m3u8?cookieCheck=1"
    assert answer.headers["Set-Cookie"] == "hlsSession=1; Path=/hls/n/west/0192/; HttpOnly"
    door.parts["webrtc-east-2"].headers["Location"] = "/0192/whep/7f3a"
    made = door.client.post("/whep/n/east-2/0192/whep", content=b"v=0")
    assert made.headers["Location"] == "/whep/n/east-2/0192/whep/7f3a"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/hls/n/north/0192/index.m3u8", 404),
        ("/hls/n//0192/index.m3u8", 404),
        ("/hls/n/hls-west/0192/index.m3u8", 404),
        ("/hls/n/backend/api", 404),
        ("/whep/n/%77est/0192/whep", 404),
        ("/whep/n/west%2f0192/whep", 404),
        ("/hls/n/west/../../../api/v1/cameras", 400),
        ("/hls/n/west/%2e%2e/0192/index.m3u8", 400),
        ("/hls/n/west/..%2f0192/index.m3u8", 400),
        ("/hls/n/west/0192%2f..%2f0193/index.m3u8", 400),
        ("/hls/n/..", 400),
    ],
)
def test_path_when_it_means_something_else_then_reaches_nobody(
    door: Door, path: str, status: int
) -> None:
    connection = http.client.HTTPConnection(LOOPBACK, door.port, timeout=10)
    connection.request("GET", path)  # as it is: other clients would straighten it
    assert connection.getresponse().status == status
    connection.close()
    assert not any(part.seen for part in door.parts.values())


def test_session_when_asked_for_then_any_node_that_is_ready_answers(door: Door) -> None:
    path = "/api/streaming/v1/streams"

    def answering() -> set[str]:
        told = [door.client.get(path) for _ in range(6)]
        return {answer.json().get("part", "nobody") for answer in told}

    _until(lambda: answering() == {"streaming-west", "streaming-east-2"})
    door.parts["streaming-west"].ready = False
    _until(lambda: answering() == {"streaming-east-2"})


def test_node_when_it_stands_still_then_the_others_answer(door: Door) -> None:
    """It takes connections and answers nothing, where one that is down refuses them."""
    path = "/api/streaming/v1/streams"

    def answering() -> set[str]:
        return {door.client.get(path).json().get("part", "nobody") for _ in range(6)}

    door.parts["streaming-west"].ready_s = 60
    _until(lambda: answering() == {"streaming-east-2"}, timeout_s=19)
    door.parts["streaming-west"].ready_s = 0
    _until(lambda: answering() == {"streaming-west", "streaming-east-2"}, timeout_s=60)

"""What is told about good and bad sources, on real ones."""

import base64
import socket
import sqlite3
import threading
from collections.abc import Callable, Iterator

import pytest

from .support import LOOPBACK, Sources, Stack, eventually

KNOWN_WITHIN_S = 30.0


def test_good_source_is_idle_then_online_while_read_then_idle_again(
    stack: Stack, open_source: str
) -> None:
    camera = stack.backend.add(open_source)
    stack.look_again()
    idle = stack.await_state(camera, "idle", within_s=KNOWN_WITHIN_S)
    assert idle["tracks"] == [{"codec": "H264", "width": 320, "height": 240}]
    token = stack.session(camera).json()["token"]
    assert stack.playlist(camera, token).status_code == 200
    stack.await_state(camera, "online")
    stack.await_state(camera, "idle", within_s=60)


def test_refusing_address_is_told(stack: Stack, free_port: Callable[[], int]) -> None:
    camera = stack.backend.add(f"rtsp://user:hunter2@{LOOPBACK}:{free_port()}/x")
    stack.look_again()
    told = stack.await_state(camera, "error", "refused", within_s=KNOWN_WITHIN_S)
    assert "hunter2" not in str(told)
    session = stack.session(camera)
    assert session.status_code == 201
    assert (session.json()["state"], session.json()["reason"]) == ("error", "refused")


def test_wrong_credentials_are_told_and_right_ones_found(stack: Stack, sources: Sources) -> None:
    sources.publish("closed")
    url = f"rtsp://camera:wrong-word@{LOOPBACK}:{sources.port}/closed"
    camera = stack.backend.add(url)
    stack.look_again()
    stack.await_state(camera, "error", "unauthorized", within_s=KNOWN_WITHIN_S + 4)
    stack.backend.change(camera, source_url=url.replace("wrong-word", "s3cret-word"))
    stack.look_again()
    stack.await_state(camera, "idle", within_s=KNOWN_WITHIN_S)
    log = (stack.folder / "streaming.log").read_text()
    assert "wrong-word" not in log
    assert "s3cret-word" not in log


def test_missing_stream_is_told(stack: Stack, sources: Sources) -> None:
    camera = stack.backend.add(f"rtsp://{LOOPBACK}:{sources.port}/open-nothing")
    stack.look_again()
    stack.await_state(camera, "error", "not-found", within_s=KNOWN_WITHIN_S)


def test_silent_address_times_out(stack: Stack, silent_port: int) -> None:
    camera = stack.backend.add(f"rtsp://{LOOPBACK}:{silent_port}/x")
    stack.look_again()
    stack.await_state(camera, "error", "timeout", within_s=KNOWN_WITHIN_S)


def test_h265_is_fine_with_a_warning(stack: Stack, sources: Sources) -> None:
    url = sources.publish(
        "open-h265", "-c:v", "libx265", "-preset", "ultrafast", "-x265-params",
        "keyint=10:bframes=0:log-level=none", "-pix_fmt", "yuv420p",
    )  # fmt: skip
    eventually(lambda: _is_published(stack, url), what="the H.265 source")
    camera = stack.backend.add(url)
    stack.look_again()
    told = stack.await_state(camera, "idle", "codec-unsupported", within_s=KNOWN_WITHIN_S)
    assert told["tracks"][0]["codec"] == "H265"
    token = stack.session(camera).json()["token"]
    stack.playlist(camera, token)
    stack.await_state(camera, "online", "codec-unsupported")


def test_source_without_key_frames_is_told(stack: Stack, sources: Sources) -> None:
    url = sources.publish(
        "open-nokey", "-c:v", "libx264", "-preset", "ultrafast", "-bf", "0", "-g", "10",
        "-bsf:v", "noise=drop=key*gt(n\\,0)",
    )  # fmt: skip
    eventually(lambda: _is_published(stack, url), what="the source without key frames")
    camera = stack.backend.add(url)
    stack.look_again()
    stack.await_state(camera, "error", "no-key-frame", within_s=KNOWN_WITHIN_S)


def test_source_that_goes_away_is_interrupted_and_comes_back(
    stack: Stack, sources: Sources
) -> None:
    url = sources.publish("open-short")
    eventually(lambda: _is_published(stack, url), what="the source")
    camera = stack.backend.add(url, recording={"mode": "continuous"})
    stack.look_again()
    stack.await_state(camera, "online")
    sources.end("open-short")
    stack.await_state(camera, "error", "interrupted")
    sources.publish("open-short")
    stack.await_state(camera, "online", within_s=40)
    assert list((stack.folder / "recordings" / camera).glob("*.mp4"))
    stack.backend.change(camera, recording={"mode": "off"})
    stack.look_again()


def test_probe_measures_a_good_source(stack: Stack, open_source: str) -> None:
    told = stack.client.post(
        f"{stack.url('streaming')}/internal/v1/probe",
        headers=stack.service_header("backend"),
        json={"source_url": open_source},
    ).json()
    assert told["ok"]
    assert told["took_ms"] < 7000
    picture = base64.b64decode(told["snapshot"], validate=True)
    assert (picture[:2], picture[-2:]) == (b"\xff\xd8", b"\xff\xd9")
    (track,) = told["tracks"]
    assert (track["codec"], track["width"], track["has_b_frames"]) == ("H264", 320, False)
    assert track["fps"] == pytest.approx(10, abs=1)
    assert track["gop_s"] == pytest.approx(1, abs=0.15)


def test_probe_refuses_addresses_that_are_no_cameras(stack: Stack) -> None:
    told = stack.client.post(
        f"{stack.url('streaming')}/internal/v1/probe",
        headers=stack.service_header("backend"),
        json={"source_url": "rtsp://169.254.169.254/latest"},
    ).json()
    assert (told["ok"], told["reason"]) == (False, "failed")
    local_file = stack.client.post(
        f"{stack.url('streaming')}/internal/v1/probe",
        headers=stack.service_header("backend"),
        json={"source_url": "file:///etc/passwd"},
    )
    assert local_file.status_code == 400


def test_states_reach_the_broker_once_per_change(stack: Stack, open_source: str) -> None:
    # What the first look at the backend finds keeps its last state instead of `connecting`.
    earlier = stack.backend.add(open_source)
    stack.look_again()
    stack.await_state(earlier, "idle", within_s=KNOWN_WITHIN_S)
    camera = stack.backend.add(open_source)
    stack.look_again()
    stack.await_state(camera, "idle", within_s=KNOWN_WITHIN_S)
    outbox = sqlite3.connect(stack.folder / "data" / "outbox.db")
    eventually(lambda: outbox.execute("SELECT count(*) FROM outbox").fetchone()[0] == 0)
    told = [event for event in stack.published() if event.subject == camera]
    assert [event.data["state"] for event in told] == ["connecting", "idle"]
    assert len({event.id for event in told}) == 2


def _is_published(stack: Stack, url: str) -> bool:
    answer = stack.client.post(
        f"{stack.url('streaming')}/internal/v1/probe",
        headers=stack.service_header("backend"),
        json={"source_url": url},
    )
    return bool(answer.json()["tracks"])


@pytest.fixture
def silent_port() -> Iterator[int]:
    """Accepts connections and says nothing."""
    server = socket.create_server((LOOPBACK, 0))
    held: list[socket.socket] = []

    def accept() -> None:
        while True:
            try:
                held.append(server.accept()[0])
            except OSError:
                return

    threading.Thread(target=accept, daemon=True).start()
    yield server.getsockname()[1]
    server.close()
    for connection in held:
        connection.close()

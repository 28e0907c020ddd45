"""Cameras that misbehave: each says what is wrong, and the others do not notice."""

import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from mosaic_cli.checks.live.front_door import FrontDoor
from mosaic_cli.checks.live.running_stack import RunningStack
from mosaic_cli.checks.live.waiting import until
from mosaic_cli.mediamtx.lookup import find_installed
from mosaic_cli.ports import LOOPBACK, free_port, is_free

pytestmark = pytest.mark.timeout(240)
PASSWORD = "secret"  # of the simulated camera that asks for one


@pytest.fixture(scope="module")
def faulty_cameras() -> Iterator[str]:
    """An RTSP server whose paths have one fault each; its address."""
    port, mediamtx = free_port(), find_installed()
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "mosaic_demo", "faults"),
            *("--port", str(port), "--mediamtx", str(mediamtx)),
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert "misbehaving cameras" in process.stdout.readline()
    yield f"rtsp://{LOOPBACK}:{port}"
    process.send_signal(signal.SIGTERM)
    process.wait(20)


@contextmanager
def stand_in(answer: Callable[[str], bytes]) -> Iterator[str]:
    """A camera that answers each RTSP request as told; its address."""
    with socket.create_server((LOOPBACK, 0)) as server:
        taken: list[socket.socket] = []

        def serve(connection: socket.socket) -> None:
            with suppress(OSError), connection.makefile("rb") as lines:
                request = ""
                for line in lines:
                    request += line.decode(errors="replace")
                    if line == b"\r\n":
                        connection.sendall(answer(request))
                        request = ""

        def take() -> None:
            while True:
                try:
                    connection = server.accept()[0]
                except OSError:
                    return
                taken.append(connection)
                threading.Thread(target=serve, args=(connection,), daemon=True).start()

        thread = threading.Thread(target=take, daemon=True)
        thread.start()
        yield f"rtsp://{LOOPBACK}:{server.getsockname()[1]}/main"
        server.shutdown(socket.SHUT_RDWR)
        thread.join(5)
        for connection in taken:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


def nothing(_request: str) -> bytes:
    return b""


def no_such_stream(request: str) -> bytes:
    number = next(line for line in request.splitlines() if line.lower().startswith("cseq:"))
    status = "404 Not Found" if request.startswith("DESCRIBE") else "200 OK"
    return f"RTSP/1.0 {status}\r\n{number}\r\nPublic: DESCRIBE\r\n\r\n".encode()


def frames_of(operator: FrontDoor, cameras: dict[str, dict[str, Any]]) -> dict[str, int]:
    ids = {camera["id"] for camera in cameras.values()}
    status = operator.answer("GET", "/api/ai/v1/status")["cameras"]
    return {
        camera["camera_id"]: camera["sampled"] for camera in status if camera["camera_id"] in ids
    }


@pytest.fixture
def others_go_on(operator: FrontDoor, demo_cameras: dict[str, dict[str, Any]]) -> Iterator[None]:
    """The healthy cameras are sampled on while the test runs, and all are online at its end."""
    before = frames_of(operator, demo_cameras)
    assert len(before) == len(demo_cameras)
    yield

    def all_grew() -> bool:
        now = frames_of(operator, demo_cameras)
        return all(now.get(camera_id, 0) > count for camera_id, count in before.items())

    until(all_grew, "the other cameras are sampled on", within_s=30)
    for camera in demo_cameras.values():
        assert operator.stream_of(camera["id"])["state"] == "online"


def test_camera_when_it_refuses_the_connection_then_error_refused(
    others_go_on, add_camera, stream_state
) -> None:
    port = free_port()
    camera = add_camera(f"rtsp://{LOOPBACK}:{port}/main")
    told = stream_state(camera["id"], "error", "refused", "unreachable")
    assert told["detail"]
    assert is_free(port)


def test_camera_when_it_never_answers_then_error_timeout(
    others_go_on, add_camera, stream_state
) -> None:
    with stand_in(nothing) as source_url:
        camera = add_camera(source_url)
        stream_state(camera["id"], "error", "timeout", "unreachable", within_s=90)


def test_camera_when_it_asks_for_credentials_then_error_unauthorized_until_they_are_given(
    others_go_on, admin: FrontDoor, add_camera, stream_state, faulty_cameras: str
) -> None:
    url = f"{faulty_cameras}/needs-password"
    camera = add_camera(url)
    told = stream_state(camera["id"], "error", "unauthorized")
    assert PASSWORD not in str(told)
    path = f"/api/v1/cameras/{camera['id']}"
    etag = admin.get(path).headers.get("etag")
    with_password = url.replace("rtsp://", f"rtsp://user:{PASSWORD}@")
    admin.answer(
        "PATCH",
        path,
        json={"source_url": with_password},
        headers={"If-Match": etag} if etag else {},
    )
    stream_state(camera["id"], "online", within_s=90)


def test_camera_when_it_has_no_such_stream_then_error_not_found(
    others_go_on, add_camera, stream_state
) -> None:
    with stand_in(no_such_stream) as source_url:
        camera = add_camera(source_url)
        stream_state(camera["id"], "error", "not-found")


def test_camera_when_it_never_sends_a_key_frame_then_error_no_key_frame(
    others_go_on, add_camera, stream_state, faulty_cameras: str
) -> None:
    camera = add_camera(f"{faulty_cameras}/no-key-frame")
    stream_state(camera["id"], "error", "no-key-frame", within_s=90)


def test_camera_when_it_sends_sound_only_then_error_no_video(
    others_go_on, add_camera, stream_state, faulty_cameras: str
) -> None:
    camera = add_camera(f"{faulty_cameras}/audio-only")
    stream_state(camera["id"], "error", "no-video", within_s=90)


def test_camera_when_it_sends_h265_then_its_state_warns_of_the_codec(
    others_go_on, operator: FrontDoor, add_camera, faulty_cameras: str
) -> None:
    camera = add_camera(f"{faulty_cameras}/h265")

    def told() -> dict[str, Any] | None:
        stream = operator.stream_of(camera["id"])
        return stream if stream.get("reason") == "codec-unsupported" else None

    stream = until(told, "the codec is told", within_s=90)
    assert stream["detail"]
    assert [track["codec"] for track in stream["tracks"]] == ["H265"]


def test_camera_when_it_comes_and_goes_then_it_is_online_again_by_itself(
    others_go_on, add_camera, stream_state, faulty_cameras: str
) -> None:
    camera = add_camera(f"{faulty_cameras}/drops")
    for _ in range(2):
        stream_state(camera["id"], "online", within_s=60)
        stream_state(camera["id"], "error", within_s=60)


def test_secrets_of_a_camera_are_in_no_log(
    stack: RunningStack, add_camera, stream_state, faulty_cameras: str
) -> None:
    secret = "hunter2-Zw9-logs"
    camera = add_camera(f"{faulty_cameras}/needs-password".replace("://", f"://user:{secret}@"))
    stream_state(camera["id"], "error", "unauthorized")
    logs = [path for path in (stack.home / "logs").rglob("*") if path.is_file()]
    assert len(logs) > 5
    telling = [path.name for path in logs if secret in path.read_text(errors="replace")]
    assert telling == []

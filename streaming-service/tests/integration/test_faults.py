"""Parts that die: streams go on, and everything is put back without a hand."""

import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mosaic_contracts.ids import new_id

from .support import Backend, Stack, eventually

ENDED = (0, -signal.SIGTERM)


def test_restart_of_mediamtx_brings_all_paths_back_at_once(stack: Stack, open_source: str) -> None:
    cameras = {stack.backend.add(open_source) for _ in range(60)}
    stack.look_again()
    eventually(lambda: cameras <= stack.paths())
    stack.media.kill()
    started = time.monotonic()
    stack.start_media()
    eventually(lambda: cameras <= stack.paths())
    assert time.monotonic() - started < 5
    for camera in cameras:
        stack.backend.remove(camera)
    stack.look_again()
    eventually(lambda: not cameras & stack.paths())


def test_path_taken_away_by_hand_comes_back(stack: Stack, open_source: str) -> None:
    camera = stack.backend.add(open_source)
    stack.look_again()
    eventually(lambda: camera in stack.paths())

    def taken_away() -> bool:
        stack.config.write_text(stack.base.read_text())
        return camera not in stack.paths()

    eventually(taken_away)
    eventually(lambda: camera in stack.paths())


def test_cameras_survive_a_restart_while_the_backend_is_down(
    stack: Stack, open_source: str
) -> None:
    camera = stack.backend.add(open_source)
    stack.look_again()
    eventually(lambda: camera in stack.paths())
    token = stack.backend.token()
    assert stack.session(camera, token).status_code == 201
    stack.backend.stop()
    assert stack.session(camera, token).status_code == 201
    assert stack.service.terminate() in ENDED
    stack.start_service()
    ready = eventually(lambda: stack.client.get(f"{stack.url('streaming')}/ready"))
    assert ready.status_code == 200
    assert camera in stack.paths()
    assert stack.session(camera, token).status_code == 201
    foreign = Ed25519PrivateKey.generate()
    assert stack.session(camera, stack.backend.token(signed_by=foreign)).status_code == 401
    kept, key = stack.backend.cameras, stack.backend.key
    stack.backend = Backend(stack.backend_port)
    stack.backend.cameras, stack.backend.key, stack.backend.revision = kept, key, 1000
    eventually(lambda: stack.session(camera, token).status_code == 201)


def test_files_with_credentials_are_private(stack: Stack, open_source: str) -> None:
    camera = stack.backend.add(open_source)
    stack.look_again()
    eventually(lambda: camera in stack.paths())
    assert stack.session(camera).status_code == 201
    data = stack.folder / "data"
    for file in (stack.config, data / "cameras.json", data / "access-token-keys.json"):
        assert file.stat().st_mode & 0o077 == 0
    assert camera in yaml.safe_load(stack.config.read_text())["paths"]


def test_readers_of_other_cameras_are_not_disturbed_by_changes(
    stack: Stack, open_source: str
) -> None:
    camera = stack.backend.add(open_source)
    stack.look_again()
    eventually(lambda: camera in stack.paths())
    token = stack.session(camera).json()["token"]
    assert stack.playlist(camera, token).status_code == 200
    before = _ready_time(stack, camera)
    for _ in range(3):
        other = stack.backend.add(open_source)
        stack.look_again()
        eventually(lambda name=other: name in stack.paths())
    assert _ready_time(stack, camera) == before


def test_service_lives_without_a_broker(
    mediamtx_binary: Path,
    tmp_path: Path,
    secrets_dir: Path,
    open_source: str,
    free_port: Callable[[], int],
) -> None:
    nowhere = f"amqp://nobody:x@127.0.0.1:{free_port()}/none"
    stack = Stack(mediamtx_binary, tmp_path, secrets_dir, nowhere, free_port)
    try:
        camera = stack.backend.add(open_source)
        eventually(lambda: camera in stack.paths(), within_s=45)
        stack.await_state(camera, "idle")
        token = stack.session(camera).json()["token"]
        assert stack.playlist(camera, token).status_code == 200
        assert stack.client.get(f"{stack.url('streaming')}/ready").status_code == 200
        assert stack.service.terminate() in ENDED
    finally:
        stack.stop()


def test_name_when_it_leads_outside_the_cameras_networks_then_mediamtx_never_hears_of_it(
    stack: Stack, open_source: str
) -> None:
    assert stack.service.terminate() in ENDED
    stack.environment["MOSAIC_CAMERA_NETWORKS"] = "192.0.2.0/24"
    stack.start_service()
    by_name = stack.backend.add(open_source.replace("127.0.0.1", "localhost"))
    allowed = stack.backend.add("rtsp://192.0.2.7/live")
    stack.look_again()
    eventually(lambda: allowed in stack.paths())
    stack.await_state(by_name, "error", "failed")
    assert by_name not in stack.config.read_text()
    assert stack.service.terminate() in ENDED
    stack.environment["MOSAIC_CAMERA_NETWORKS"] = ""
    stack.start_service()
    eventually(lambda: by_name in stack.paths())
    stack.await_state(by_name, "idle")


@pytest.mark.parametrize("path", ["/health", "/ready", "/metrics", "/internal/jwks.json"])
def test_open_probes_answer(stack: Stack, path: str) -> None:
    assert stack.client.get(stack.url("streaming") + path).status_code == 200


def test_unknown_camera_is_404_for_services_too(stack: Stack) -> None:
    answer = stack.client.post(
        f"{stack.url('streaming')}/internal/v1/cameras/{new_id()}/reader-sessions",
        headers=stack.service_header(),
    )
    assert answer.status_code == 404


def _ready_time(stack: Stack, camera: str) -> str:
    answer = stack.client.get(f"{stack.url('api')}/v3/paths/get/{camera}")
    return str(answer.json()["readyTime"])

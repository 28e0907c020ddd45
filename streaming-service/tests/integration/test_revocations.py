"""Users who are deactivated, signed out or changed, cameras that move: streams end, those of others go on."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from mosaic_contracts.ids import new_id
from mosaic_contracts.permissions import Role

from .support import LOOPBACK, Backend, Stack, eventually


class Viewing:
    """Someone who watches a camera by HLS with a session of their own."""

    def __init__(self, stack: Stack, camera: str, access: str) -> None:
        self._stack = stack
        self.camera = camera
        self.token = stack.session(camera, access).json()["token"]
        self._address = ""

    def open(self) -> "Viewing":
        first = self._stack.playlist(self.camera, self.token)
        assert first.status_code == 200
        name = next(line for line in first.text.splitlines() if ".m3u8" in line)
        self._address = f"{self._stack.url('hls')}/{self.camera}/{name}"
        assert self.status() == 200
        return self

    def status(self) -> int:
        return self._stack.client.get(self._address).status_code


@contextmanager
def rtsp_reader(stack: Stack, camera: str, token: str) -> Iterator[subprocess.Popen[bytes]]:
    """ffmpeg as a player; ends when it is sent away."""
    url = f"rtsp://{LOOPBACK}:{stack.ports['rtsp']}/{camera}?token={token}"
    argv = ["ffmpeg", "-nostdin", "-v", "error", "-rtsp_transport", "tcp", "-i", url]
    player = subprocess.Popen(
        [*argv, "-f", "null", "-"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        eventually(lambda: camera in _rtsp_readers(stack), what="the reader by RTSP")
        yield player
    finally:
        player.kill()
        player.wait()


def _rtsp_readers(stack: Stack) -> set[str]:
    listed = stack.client.get(f"{stack.url('api')}/v3/rtspsessions/list").json()["items"]
    return {session["path"] for session in listed if session["state"] == "read"}


def ready_camera(stack: Stack, source: str) -> str:
    camera = stack.backend.add(source)
    stack.look_again()
    eventually(lambda: camera in stack.paths())
    return camera


def test_user_when_revoked_then_the_token_and_all_running_streams_end_and_those_of_others_go_on(
    stack: Stack, open_source: str
) -> None:
    camera = ready_camera(stack, open_source)
    ann, bob = str(new_id()), str(new_id())
    access = stack.backend.token(user_id=ann)
    hers = Viewing(stack, camera, access).open()
    his = Viewing(stack, camera, stack.backend.token(user_id=bob)).open()
    with rtsp_reader(stack, camera, hers.token) as player:
        stack.backend.revoke(ann)
        eventually(lambda: stack.session(camera, access).status_code == 401)
        eventually(lambda: hers.status() == 401)
        assert player.wait(timeout=45) is not None
    assert his.status() == 200
    listed = stack.client.get(
        f"{stack.url('streaming')}/api/streaming/v1/streams",
        headers={"Authorization": f"Bearer {access}"},
    )
    assert listed.status_code == 401
    assert listed.headers["www-authenticate"] == "Bearer"


def test_stream_token_when_handed_out_before_the_revocation_then_what_it_opens_later_ends_too(
    stack: Stack, open_source: str
) -> None:
    camera = ready_camera(stack, open_source)
    ann, bob = str(new_id()), str(new_id())
    access = stack.backend.token(user_id=ann)
    late = Viewing(stack, camera, access)
    stack.backend.revoke(ann)
    eventually(lambda: stack.session(camera, access).status_code == 401)
    anew = Viewing(stack, camera, stack.backend.token(user_id=ann)).open()
    late.open()
    eventually(lambda: late.status() == 401)
    his = Viewing(stack, camera, stack.backend.token(user_id=bob)).open()
    stack.backend.revoke(bob)
    eventually(lambda: his.status() == 401)
    assert anew.status() == 200


def test_camera_when_it_goes_to_another_group_then_streams_end_for_those_who_saw_it_by_the_old_one(
    stack: Stack, open_source: str
) -> None:
    doors, yard = new_id(), new_id()
    camera = stack.backend.add(open_source, group_id=str(doors))
    stack.look_again()
    eventually(lambda: camera in stack.paths())
    old, both, every = (
        stack.backend.token(user_id=str(new_id()), role=role, groups=frozenset(groups))
        for role, groups in (
            (Role.VIEWER, {doors}),
            (Role.VIEWER, {doors, yard}),
            (Role.ADMIN, set[UUID]()),
        )
    )
    theirs, shared, everywhere = (
        Viewing(stack, camera, each).open() for each in (old, both, every)
    )
    late = Viewing(stack, camera, old)
    stack.backend.change(camera, group_id=str(yard), revision=2)
    stack.look_again()
    eventually(lambda: theirs.status() == 401)
    assert stack.session(camera, old).status_code == 404
    eventually(lambda: shared.status() == 401)
    anew = Viewing(stack, camera, both).open()
    late.open()
    eventually(lambda: late.status() == 401)
    assert (anew.status(), everywhere.status()) == (200, 200)


def test_restart_when_the_user_was_revoked_meanwhile_then_heard_of_before_the_first_request(
    stack: Stack, open_source: str
) -> None:
    camera = ready_camera(stack, open_source)
    ann = str(new_id())
    access = stack.backend.token(user_id=ann)
    watching = Viewing(stack, camera, access).open()
    stack.service.terminate()
    stack.backend.revoke(ann)
    stack.start_service()
    assert stack.session(camera, access).status_code == 401
    eventually(lambda: watching.status() == 401)


def test_restart_when_the_backend_is_down_then_the_revoked_stay_out_and_others_get_in(
    stack: Stack, open_source: str
) -> None:
    camera = ready_camera(stack, open_source)
    ann = str(new_id())
    access, other = stack.backend.token(user_id=ann), stack.backend.token()
    assert stack.session(camera, other).status_code == 201
    stack.backend.revoke(ann)
    eventually(lambda: stack.session(camera, access).status_code == 401)
    stack.backend.stop()
    stack.service.terminate()
    stack.start_service()
    assert stack.session(camera, access).status_code == 401
    assert stack.session(camera, other).status_code == 201
    kept = stack.backend
    stack.backend = Backend(stack.backend_port)
    stack.backend.cameras, stack.backend.key = kept.cameras, kept.key
    stack.backend.revoked, stack.backend.revision = kept.revoked, kept.revision + 1

"""Tokens and paths on the real MediaMTX: who may read what, and for how long."""

import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mosaic_contracts.ids import new_id
from mosaic_contracts.permissions import Role
from mosaic_platform.keys import key_id, load_private_key
from mosaic_streaming.application.sessions import TAKEN_UP_WITHIN_S

from .support import Stack, eventually


def test_session_opens_its_camera_by_hls_and_no_other(stack: Stack, open_source: str) -> None:
    mine = stack.backend.add(open_source)
    other = stack.backend.add(open_source)
    stack.look_again()
    eventually(lambda: {mine, other} <= stack.paths())
    answer = stack.session(mine)
    assert answer.status_code == 201
    session = answer.json()
    assert session["hls_url"] == f"http://mosaic.test/hls/{mine}/index.m3u8?cookieCheck=1"
    assert session["whep_url"] == f"http://mosaic.test/whep/{mine}/whep"
    claims = jwt.decode(session["token"], options={"verify_signature": False})
    assert claims["exp"] - claims["iat"] <= 60
    told = eventually(
        lambda: [event for event in stack.published() if event.subject == f"camera:{mine}"]
    )
    assert [event.data["action"] for event in told] == ["stream.opened"]
    assert session["hls_ready"] is False
    assert stack.playlist(other, session["token"]).status_code == 401

    def ready_while_read() -> bool:
        """MediaMTX keeps no playlist of what nobody reads for ten seconds."""
        assert stack.playlist(mine, session["token"]).status_code == 200
        return bool(stack.session(mine).json()["hls_ready"])

    eventually(ready_while_read)
    assert stack.session(other).json()["hls_ready"] is False
    stack.backend.remove(mine)
    stack.backend.remove(other)
    stack.look_again()
    eventually(lambda: not {mine, other} & stack.paths())


def test_session_of_a_camera_just_added_is_answered_when_mediamtx_has_its_path(
    stack: Stack, open_source: str
) -> None:
    added = []

    def answered_with_path() -> bool:
        camera = stack.backend.add(open_source)
        added.append(camera)
        begun = time.monotonic()
        answer = stack.session(camera)
        assert answer.status_code == 201
        if time.monotonic() - begun > TAKEN_UP_WITHIN_S:
            return False  # a machine that stood still, so long is not waited
        assert camera in stack.paths()
        return stack.playlist(camera, answer.json()["token"]).status_code == 200

    # From the second on, within the second in which MediaMTX ignores its file.
    for _ in range(3):
        eventually(answered_with_path)
    for camera in added:
        stack.backend.remove(camera)
    stack.look_again()
    eventually(lambda: not set(added) & stack.paths())


def test_session_of_a_camera_deleted_while_it_waits_is_not_found(
    stack: Stack, open_source: str
) -> None:
    camera = stack.backend.add(open_source)
    # MediaMTX does not read its file, so the session waits.
    asked = stack.backend.asked
    stack.media.process.send_signal(signal.SIGSTOP)
    try:
        with ThreadPoolExecutor() as pool:
            waiting = pool.submit(stack.session, camera)
            eventually(lambda: stack.backend.asked > asked)
            stack.backend.remove(camera)
            assert waiting.result(60).status_code == 404
    finally:
        stack.media.process.send_signal(signal.SIGCONT)


def test_expired_or_foreign_token_opens_nothing(stack: Stack, open_source: str) -> None:
    camera = stack.backend.add(open_source)
    stack.look_again()
    eventually(lambda: camera in stack.paths())
    own = load_private_key(stack.secrets_dir / "stream-token.pem")
    assert stack.playlist(camera, _token(own, own, camera, lifetime_s=30)).status_code == 200
    assert stack.playlist(camera, _token(own, own, camera, lifetime_s=-10)).status_code == 401
    foreign = Ed25519PrivateKey.generate()
    assert stack.playlist(camera, _token(foreign, own, camera, lifetime_s=30)).status_code == 401
    stack.backend.remove(camera)


def test_deleted_camera_loses_its_path_and_its_readers(stack: Stack, open_source: str) -> None:
    camera = stack.backend.add(open_source)
    stack.look_again()
    eventually(lambda: camera in stack.paths())
    token = stack.session(camera).json()["token"]
    first = stack.playlist(camera, token)
    media_playlist = next(line for line in first.text.splitlines() if ".m3u8" in line)
    address = f"{stack.url('hls')}/{camera}/{media_playlist}"
    assert stack.client.get(address).status_code == 200
    stack.backend.remove(camera)
    stack.look_again()
    eventually(lambda: camera not in stack.paths())
    eventually(lambda: stack.client.get(address).status_code in (401, 404))
    sessions = stack.client.get(f"{stack.url('api')}/v3/hlssessions/list").json()["items"]
    assert camera not in {session["path"] for session in sessions}
    assert stack.session(camera).status_code == 404


def test_disabled_camera_is_409_and_loses_its_path(stack: Stack, open_source: str) -> None:
    camera = stack.backend.add(open_source)
    stack.look_again()
    eventually(lambda: camera in stack.paths())
    stack.backend.change(camera, enabled=False)
    stack.look_again()
    eventually(lambda: camera not in stack.paths())
    answer = stack.session(camera)
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    stack.await_state(camera, "disabled")


def test_session_when_the_backend_has_just_decided_then_refused_though_no_event_came(
    stack: Stack, open_source: str
) -> None:
    disabled, deleted = stack.backend.add(open_source), stack.backend.add(open_source)
    assert stack.session(disabled).status_code == 201
    assert stack.session(deleted).status_code == 201
    stack.backend.change(disabled, enabled=False)
    assert stack.session(disabled).status_code == 409
    stack.backend.remove(deleted)
    assert stack.session(deleted).status_code == 404
    eventually(lambda: not {disabled, deleted} & stack.paths())


def test_sessions_when_opened_while_the_camera_is_deleted_then_none_opens_after_the_answer(
    stack: Stack, open_source: str
) -> None:
    token = stack.backend.token()

    def opened_at(camera: str, deleted: threading.Event) -> list[tuple[bool, int]]:
        """Of each try: whether the deletion was through before it began, and the answer."""
        tries: list[tuple[bool, int]] = []
        while not (tries and tries[-1][0]):
            after = deleted.is_set()
            tries.append((after, stack.session(camera, token).status_code))
            if tries[-1][1] == 201:
                opened.set()
        return tries

    rounds, opened = 0, threading.Event()
    with ThreadPoolExecutor(4) as viewers:
        for _ in range(20):
            opened.clear()
            camera, deleted = stack.backend.add(open_source), threading.Event()
            watching = [viewers.submit(opened_at, camera, deleted) for _ in range(4)]
            eventually(opened.is_set)
            said = _unanswered(stack)
            stack.backend.remove(camera)
            deleted.set()
            tries = [each for watch in watching for each in watch.result()]
            assert 201 in {status for after, status in tries if not after}
            eventually(lambda name=camera: name not in stack.paths())
            # On a machine that stood still the backend counts as down, and what was known goes on: no proof.
            if _unanswered(stack) == said:
                assert {status for after, status in tries if after} == {404}
                rounds += 1
            if rounds == 5:
                return
    raise AssertionError("the backend hardly ever answered in time")


def _unanswered(stack: Stack) -> int:
    """How often streaming has told that the backend did not answer in time."""
    return (stack.folder / "streaming.log").read_text().count("desired_cameras_not_confirmed")


def test_viewer_sees_only_cameras_of_the_own_groups(stack: Stack, open_source: str) -> None:
    group, foreign_group = new_id(), new_id()
    mine = stack.backend.add(open_source, group_id=str(group))
    foreign = stack.backend.add(open_source, group_id=str(foreign_group))
    stack.look_again()
    eventually(lambda: {mine, foreign} <= stack.paths())
    token = stack.backend.token(Role.VIEWER, frozenset({group}))
    assert stack.session(mine, token).status_code == 201
    assert stack.session(foreign, token).status_code == 404
    assert stack.session(str(new_id()), token).status_code == 404
    eventually(lambda: stack.state(mine) and stack.state(foreign))
    listed = stack.client.get(
        f"{stack.url('streaming')}/api/streaming/v1/streams",
        headers={"Authorization": f"Bearer {token}"},
    ).json()["items"]
    assert {item["camera_id"] for item in listed} == {mine}


def test_reader_session_is_for_services_only(stack: Stack, open_source: str) -> None:
    camera = stack.backend.add(open_source)
    stack.look_again()
    eventually(lambda: camera in stack.paths())
    address = f"{stack.url('streaming')}/internal/v1/cameras/{camera}/reader-sessions"
    assert stack.client.post(address).status_code == 401
    user = {"Authorization": f"Bearer {stack.backend.token()}"}
    assert stack.client.post(address, headers=user).status_code == 401
    session = stack.client.post(address, headers=stack.service_header()).json()
    answer = stack.client.get(
        session["hls_url"], headers={"Authorization": f"Bearer {session['token']}"}
    )
    assert answer.status_code == 200
    claims = jwt.decode(session["token"], options={"verify_signature": False})
    assert claims["mediamtx_permissions"] == [{"action": "read", "path": camera}]


def _token(
    key: Ed25519PrivateKey, named: Ed25519PrivateKey, camera: str, *, lifetime_s: int
) -> str:
    now = int(time.time())
    return jwt.encode(
        {
            "iss": "mosaic-streaming",
            "aud": "mosaic-media",
            "iat": now - 60,
            "exp": now + lifetime_s,
            "mediamtx_permissions": [{"action": "read", "path": camera}],
        },
        key,
        algorithm="EdDSA",
        headers={"kid": key_id(named.public_key())},
    )

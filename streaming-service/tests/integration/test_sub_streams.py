"""A camera's second stream on the real MediaMTX: a path beside the main one, for those who may see the camera."""

import httpx
import jwt
import pytest

from mosaic_contracts.ids import new_id
from mosaic_contracts.permissions import Role

from .support import LOOPBACK, Sources, Stack, eventually

SMALL = ["-c:v", "libx264", "-preset", "ultrafast", "-bf", "0", "-g", "10", "-vf", "scale=160:120"]


@pytest.fixture(scope="module")
def small_source(sources: Sources) -> str:
    return sources.publish("open-small", *SMALL)


def sub_session(stack: Stack, camera: str, token: str | None = None) -> httpx.Response:
    return stack.client.post(
        f"{stack.url('streaming')}/api/streaming/v1/cameras/{camera}/sessions",
        params={"stream": "sub"},
        headers={"Authorization": f"Bearer {token or stack.backend.token()}"},
    )


def provisioned(stack: Stack, source: str, sub: str | None, **fields: object) -> str:
    camera = stack.backend.add(source, sub_url=sub, **fields)
    stack.look_again()
    eventually(lambda: {camera} | ({f"{camera}/sub"} if sub else set()) <= stack.paths())
    return camera


def await_sub(
    stack: Stack, camera: str, state: str, reason: str | None = None
) -> dict[str, object]:
    def reached() -> dict[str, object] | None:
        told = stack.state(camera)
        sub = told and told["sub"]
        return told if sub and (sub["state"], sub["reason"]) == (state, reason) else None

    found: dict[str, object] = eventually(reached, what=f"sub {state}/{reason}")
    return found


def test_sub_stream_when_set_then_it_plays_by_hls_and_is_the_smaller_picture(
    stack: Stack, open_source: str, small_source: str
) -> None:
    camera = provisioned(stack, open_source, small_source)
    answer = sub_session(stack, camera)
    assert answer.status_code == 201
    session = answer.json()
    assert session["stream"] == "sub"
    assert session["hls_url"] == f"http://mosaic.test/hls/{camera}/sub/index.m3u8?cookieCheck=1"
    assert session["whep_url"] == f"http://mosaic.test/whep/{camera}/sub/whep"
    playlist = stack.playlist(f"{camera}/sub", session["token"])
    assert playlist.status_code == 200
    assert "RESOLUTION=160x120" in playlist.text
    whep = stack.client.options(
        f"{stack.url('webrtc')}/{camera}/sub/whep",
        headers={"Authorization": f"Bearer {session['token']}"},
    )
    assert whep.status_code == 204
    told = await_sub(stack, camera, "online")
    assert told["sub"]["tracks"] == [{"codec": "H264", "width": 160, "height": 120}]
    main = stack.session(camera).json()
    assert main["stream"] == "main"
    assert "RESOLUTION=320x240" in stack.playlist(camera, main["token"]).text


def test_sub_stream_when_asked_for_then_the_answer_to_everyone_is_that_of_the_main_one(
    stack: Stack, open_source: str, small_source: str
) -> None:
    group = new_id()
    mine = provisioned(stack, open_source, small_source, group_id=str(group))
    foreign = provisioned(stack, open_source, small_source, group_id=str(new_id()))
    viewer = stack.backend.token(Role.VIEWER, frozenset({group}))
    session = sub_session(stack, mine, viewer).json()
    claims = jwt.decode(session["token"], options={"verify_signature": False})
    assert claims["mediamtx_permissions"] == [
        {"action": "read", "path": path} for path in (mine, f"{mine}/sub")
    ]
    main_token = stack.session(mine, viewer).json()["token"]
    for token in (session["token"], main_token):
        for path, status in (
            (mine, 200),
            (f"{mine}/sub", 200),
            (foreign, 401),
            (f"{foreign}/sub", 401),
        ):
            assert stack.playlist(path, token).status_code == status, path
    assert sub_session(stack, foreign, viewer).status_code == 404
    assert sub_session(stack, str(new_id()), viewer).status_code == 404
    stack.backend.change(mine, enabled=False)
    assert sub_session(stack, mine, viewer).status_code == 409
    eventually(lambda: not {mine, f"{mine}/sub"} & stack.paths())


def test_sub_stream_when_unset_then_path_and_readers_go_and_the_main_stream_goes_on(
    stack: Stack, open_source: str, small_source: str
) -> None:
    camera = provisioned(stack, open_source, small_source)
    token = sub_session(stack, camera).json()["token"]

    def media_playlist(path: str) -> str:
        first = stack.playlist(path, token).text
        name = next(line for line in first.splitlines() if ".m3u8" in line)
        return f"{stack.url('hls')}/{path}/{name}"

    main, sub = media_playlist(camera), media_playlist(f"{camera}/sub")
    assert [stack.client.get(address).status_code for address in (main, sub)] == [200, 200]
    stack.backend.change(camera, sub_url=None)
    assert sub_session(stack, camera).status_code == 409
    eventually(lambda: f"{camera}/sub" not in stack.paths())
    eventually(lambda: stack.client.get(sub).status_code in (401, 404))
    assert stack.client.get(main).status_code == 200
    eventually(lambda: stack.state(camera)["sub"] is None)
    kept = stack.client.get(f"{stack.url('api')}/v3/paths/list").json()["items"]
    assert camera in {item["name"] for item in kept}


def test_sub_stream_when_it_fails_then_told_why_and_the_main_one_does_not_notice(
    stack: Stack, sources: Sources, open_source: str
) -> None:
    wrong = f"rtsp://camera:wrong-word@{LOOPBACK}:{sources.port}/nothing"
    camera = provisioned(stack, open_source, None)
    before = stack.await_state(camera, "idle")
    assert before["sub"] is None
    stack.backend.change(camera, sub_url=wrong)
    stack.look_again()
    told = await_sub(stack, camera, "error", "unauthorized")
    assert "wrong-word" not in str(told)
    assert told | {"sub": None} == before
    session = sub_session(stack, camera).json()
    assert (session["state"], session["reason"]) == ("error", "unauthorized")
    main = stack.session(camera).json()
    assert (main["state"], main["reason"]) == ("idle", None)
    assert stack.playlist(camera, main["token"]).status_code == 200
    events = eventually(lambda: [event for event in stack.published() if event.subject == camera])
    assert {event.data["changed_at"] for event in events if event.data["state"] == "idle"} == {
        before["changed_at"]
    }
    assert "wrong-word" not in (stack.folder / "streaming.log").read_text()


def test_sub_stream_when_its_address_is_none_for_cameras_then_no_path_and_the_main_one_plays(
    stack: Stack, open_source: str
) -> None:
    camera = stack.backend.add(open_source, sub_url="rtsp://169.254.169.254/latest")
    stack.look_again()
    eventually(lambda: camera in stack.paths())
    told = await_sub(stack, camera, "error", "failed")
    assert told["sub"]["detail"] == "The address is not one that cameras may have."
    assert "169.254" not in stack.config.read_text()
    token = stack.session(camera).json()["token"]
    assert stack.playlist(camera, token).status_code == 200


def test_service_when_it_asks_for_the_sub_stream_then_it_can_read_just_that(
    stack: Stack, open_source: str, small_source: str
) -> None:
    camera = provisioned(stack, open_source, small_source)
    address = f"{stack.url('streaming')}/internal/v1/cameras/{camera}/reader-sessions"
    session = stack.client.post(
        address, headers=stack.service_header(), json={"stream": "sub"}
    ).json()
    bearer = {"Authorization": f"Bearer {session['token']}"}
    answer = stack.client.get(session["hls_url"], headers=bearer)
    assert answer.status_code == 200
    assert "RESOLUTION=160x120" in answer.text
    claims = jwt.decode(session["token"], options={"verify_signature": False})
    assert claims["sub"] == "service:ai"
    assert claims["mediamtx_permissions"] == [{"action": "read", "path": f"{camera}/sub"}]

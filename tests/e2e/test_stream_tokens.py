"""A stream token opens the one camera that it was made for, at MediaMTX itself."""

from typing import Any

import httpx
import pytest

from mosaic_cli.checks.live import hls
from mosaic_cli.checks.live.front_door import FrontDoor
from mosaic_cli.checks.live.waiting import until

# MediaMTX answers a refused reader late on purpose.
pytestmark = pytest.mark.timeout(180)
OFFER = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"


def whep_status(url: str, token: str | None) -> int:
    headers = {"Content-Type": "application/sdp"}
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    return httpx.post(url, content=OFFER, headers=headers, timeout=30).status_code


def playlist_status(url: str, token: str | None) -> int:
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    return httpx.get(url, headers=headers, timeout=30, follow_redirects=True).status_code


@pytest.fixture
def sessions(sign_in, demo_cameras: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    viewer: FrontDoor = sign_in("viewer")
    return [viewer.viewer_session(demo_cameras[name]["id"]) for name in ("camera-01", "camera-02")]


def test_token_when_of_this_camera_then_it_plays(sessions: list[dict[str, Any]]) -> None:
    with httpx.Client(timeout=30) as player:
        for session in sessions:
            content = until(
                lambda session=session: hls.segments(player, session),
                "a segment",
                within_s=30,
                despite=(hls.HlsError, httpx.HTTPError),
            )
            assert hls.decoded_frames(content) >= 1


def test_token_when_of_another_camera_then_401_for_hls_and_whep(
    sessions: list[dict[str, Any]],
) -> None:
    mine, other = sessions
    assert playlist_status(other["hls_url"], mine["token"]) == 401
    assert whep_status(other["whep_url"], mine["token"]) == 401


def test_token_when_absent_or_foreign_then_401(
    sessions: list[dict[str, Any]], operator: FrontDoor
) -> None:
    session = sessions[0]
    head, body, signature = session["token"].split(".")
    other_body = sessions[1]["token"].split(".")[1]
    for token in (
        None,
        "nonsense",
        operator.token(),  # a user's access token is no stream token
        f"{head}.{other_body}.{signature}",
        f"{head}.{body}.{signature[::-1]}",
    ):
        assert playlist_status(session["hls_url"], token) == 401
    assert whep_status(session["whep_url"], None) == 401


def test_session_tells_urls_of_the_front_door_and_an_end(
    sessions: list[dict[str, Any]], stack
) -> None:
    for session in sessions:
        assert session["hls_url"].startswith(stack.url + "/hls/")
        assert session["whep_url"].startswith(stack.url + "/whep/")
        assert session["token"] not in session["hls_url"] + session["whep_url"]
        assert session["expires_at"]


def test_session_when_camera_does_not_exist_then_404(operator: FrontDoor) -> None:
    nobody = "01936f00-1a2b-7c3d-8e4f-5a6b7c8d9e0f"
    response = operator.request("POST", f"/api/streaming/v1/cameras/{nobody}/sessions")
    assert response.status_code == 404
    assert response.headers["content-type"].startswith("application/problem+json")

"""Media kept at the front door are not answered to others, nor to whoever lost the right."""

import uuid
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx
import pytest

from mosaic_cli.checks.live import hls
from mosaic_cli.checks.live.front_door import FrontDoor
from mosaic_cli.checks.live.running_stack import RunningStack
from mosaic_cli.checks.live.waiting import until

# MediaMTX answers a refused reader late on purpose.
pytestmark = pytest.mark.timeout(240)


def _segment(player: httpx.Client, session: dict[str, Any]) -> str:
    """The address of the newest whole segment, with the reader's session in it, once it has been answered."""

    def answered() -> str | None:
        url, text = hls.playlist(player, session)
        names = [line for line in text.splitlines() if line and not line.startswith("#")]
        found = urljoin(url, names[-1]) if names else None
        return found if found and player.get(found).status_code == 200 else None

    told: str = until(answered, "a segment", within_s=60, despite=(hls.HlsError, httpx.HTTPError))
    return told


def _kept(stranger: httpx.Client, url: str) -> httpx.Response:
    """An answer of the front door's own; its cache tells an age."""

    def answered() -> httpx.Response | None:
        answer = stranger.get(url)
        assert answer.status_code == 200
        return answer if "Age" in answer.headers else None

    return until(answered, "an answer from the cache", within_s=60)


def _session_of(url: str) -> str:
    return parse_qs(urlsplit(url).query)["session"][0]


def _with_session(url: str, session: str) -> str:
    bare = url.partition("?")[0]
    return f"{bare}?session={session}" if session else bare


def _kick(api: str, camera_id: str) -> None:
    """As streaming does it where a right ends: every reader of that camera but services."""
    sessions = httpx.get(f"http://{api}/v3/hlssessions/list", params={"itemsPerPage": 1000})
    ended = [
        httpx.post(f"http://{api}/v3/hlssessions/kick/{each['id']}", timeout=30).status_code
        for each in sessions.json()["items"]
        if each["path"] == camera_id and each["user"].startswith("user:")
    ]
    assert ended
    assert set(ended) == {200}


@pytest.mark.parametrize("by_tls", [False, True])
def test_segment_when_answered_to_one_then_refused_to_all_others_and_after_the_right_ended(
    stack: RunningStack, demo_cameras: dict[str, dict[str, Any]], by_tls: bool
) -> None:
    door: FrontDoor = stack.sign_in("operator", by_tls=by_tls)
    trusting = stack.trusting()
    with httpx.Client(timeout=30, verify=trusting) as player:
        mine = _segment(player, door.viewer_session(demo_cameras["camera-01"]["id"]))
        other = _segment(player, door.viewer_session(demo_cameras["camera-02"]["id"]))
    door.close()
    with httpx.Client(timeout=30, verify=trusting) as stranger:
        answer = _kept(stranger, mine)
        directives = {word.strip() for word in answer.headers["Cache-Control"].split(",")}
        assert directives & {"private", "no-store"}, "a cache on the way might keep it"
        for session in ("", str(uuid.uuid4()), _session_of(other)):
            assert stranger.get(_with_session(mine, session)).status_code == 401
        _kick(stack.parts()["mediamtx"]["address"], demo_cameras["camera-01"]["id"])
        # Good for a second after MediaMTX confirmed it, and no answer from the cache makes that longer.
        until(lambda: stranger.get(mine).status_code == 401, "refused", within_s=60)
        assert stranger.get(mine).status_code == 401

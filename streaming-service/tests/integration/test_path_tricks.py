"""Names that mean another camera than they say: at the sessions' address and at MediaMTX itself."""

import http.client

import pytest

from mosaic_contracts.ids import new_id
from mosaic_contracts.permissions import Role

from .support import LOOPBACK, Stack, eventually


def status(port: int, method: str, path: str, token: str) -> int:
    """Asks for the path as it is: other clients would straighten it."""
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=30)
    try:
        connection.request(method, path, headers={"Authorization": f"Bearer {token}"})
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.fixture(scope="module")
def pair(stack: Stack, open_source: str) -> tuple[str, str, str]:
    """A camera that a viewer may see, one of another group, and the viewer's access token."""
    group = new_id()
    mine = stack.backend.add(open_source, group_id=str(group))
    foreign = stack.backend.add(open_source, group_id=str(new_id()))
    stack.look_again()
    eventually(lambda: {mine, foreign} <= stack.paths())
    return mine, foreign, stack.backend.token(Role.VIEWER, frozenset({group}))


@pytest.mark.parametrize(
    "name",
    [
        "{foreign}",
        "{mine}/../{foreign}",
        "{mine}%2f..%2f{foreign}",
        "{mine}%2F%2e%2e%2F{foreign}",
        "../cameras/{foreign}",
        "..%2f{foreign}",
        "{mine}/sub/../../{foreign}",
        "{mine}%00{foreign}",
        "{mine},{foreign}",
        "{mine};{foreign}",
        "n/west/{foreign}",
        "%2e%2e",
        "..",
        "*",
        "~^.*$",
    ],
)
def test_session_when_the_name_is_a_trick_then_refused(
    stack: Stack, pair: tuple[str, str, str], name: str
) -> None:
    mine, foreign, viewer = pair
    path = f"/api/streaming/v1/cameras/{name.format(mine=mine, foreign=foreign)}/sessions"
    assert status(stack.ports["streaming"], "POST", path, viewer) in (400, 404, 405, 422)


@pytest.mark.parametrize(
    "name",
    [
        "{foreign}",
        "{mine}/../{foreign}",
        "{mine}%2f..%2f{foreign}",
        "{mine}/%2e%2e/{foreign}",
        "{mine}%252f..%252f{foreign}",
        "./{foreign}",
        "//{foreign}",
        "{mine}/sub/../../{foreign}",
        "{foreign}/sub/..",
        "n/west/{foreign}",
    ],
)
def test_stream_when_the_token_is_of_another_camera_then_refused_however_it_is_spelled(
    stack: Stack, pair: tuple[str, str, str], name: str
) -> None:
    mine, foreign, viewer = pair
    token = stack.session(mine, viewer).json()["token"]
    spelled = name.format(mine=mine, foreign=foreign)
    hls = status(stack.ports["hls"], "GET", f"/{spelled}/index.m3u8?cookieCheck=1", token)
    assert hls >= 400  # MediaMTX calls a name that is none an error of its own
    whep = status(stack.ports["webrtc"], "OPTIONS", f"/{spelled}/whep", token)
    assert whep >= 400
    assert stack.playlist(mine, token).status_code == 200

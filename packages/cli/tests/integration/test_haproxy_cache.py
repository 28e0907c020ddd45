"""HLS media kept at the front door: only for readers whose right MediaMTX confirmed a moment ago."""

import itertools
import uuid
from collections.abc import Iterator

import httpx
import pytest

from .conftest import LOOPBACK, Upstream
from .test_haproxy import CONFIGURATION, NODES, Door, _opened, _until

FOLDERS = {"hls": "/hls/0192/sub", f"hls-{NODES[0]}": f"/hls/n/{NODES[0]}/0192"}
NUMBERS = itertools.count()


@pytest.fixture(scope="module")
def door() -> Iterator[Door]:
    with _opened(CONFIGURATION, NODES) as opened:
        yield opened


@pytest.fixture(params=FOLDERS)
def server(request: pytest.FixtureRequest, door: Door) -> Iterator[Upstream]:
    """The MediaMTX behind a folder."""
    door.client.cookies.clear()
    found = door.parts[request.param]
    yield found
    found.headers.clear()
    found.refused.clear()


@pytest.fixture
def folder(server: Upstream) -> str:
    return FOLDERS[server.name]


def _reader() -> str:
    return str(uuid.uuid4())


def _media() -> str:
    return f"1f_video1_part{next(NUMBERS)}.mp4"


def _confirm(door: Door, folder: str, reader: str) -> int:
    return door.client.get(
        f"{folder}/stream.m3u8?_HLS_msn=7&_HLS_part=1&session={reader}"
    ).status_code


def _asked(server: Upstream, name: str) -> int:
    return sum(f"/{name}" in each for each in server.seen)


def _keep(
    door: Door,
    server: Upstream,
    folder: str,
    name: str,
    reader: str,
    headers: dict[str, str] | None = None,
) -> httpx.Response:
    """Until the answer comes from the cache; a machine that stands still lets a right lapse."""
    told: list[httpx.Response] = []

    def kept() -> bool:
        assert _confirm(door, folder, reader) == 200
        before = _asked(server, name)
        told.append(door.client.get(f"{folder}/{name}?session={reader}", headers=headers))
        return _asked(server, name) == before

    _until(kept)
    return told[-1]


def test_media_when_answered_to_one_reader_then_come_from_the_cache_for_another(
    door: Door, server: Upstream, folder: str
) -> None:
    name, one, other = _media(), _reader(), _reader()
    server.headers["Cache-Control"] = "private, no-cache"
    _confirm(door, folder, one)
    first = door.client.get(f"{folder}/{name}?session={one}")
    assert any(each.endswith(f"/{name}?session={one}") for each in server.seen)
    again = _keep(door, server, folder, name, other)
    for answer in (first, again):
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "private, no-cache", "others on the way keep none"
    assert again.json()["part"] == server.name
    assert again.headers["X-Request-ID"] != first.headers["X-Request-ID"]


def test_media_when_asked_as_browsers_without_a_cache_ask_then_come_from_the_cache(
    door: Door, server: Upstream, folder: str
) -> None:
    headers = {"Authorization": "Bearer x", "Cache-Control": "no-cache", "Pragma": "no-cache"}
    assert _keep(door, server, folder, _media(), _reader(), headers).status_code == 200


def test_playlist_when_asked_again_then_is_never_kept(
    door: Door, server: Upstream, folder: str
) -> None:
    reader = _reader()
    before = len(server.seen)
    for _ in range(3):
        assert _confirm(door, folder, reader) == 200
    assert len(server.seen) == before + 3


def test_media_when_kept_then_every_reader_without_a_confirmed_right_is_asked_of_mediamtx(
    door: Door, server: Upstream, folder: str
) -> None:
    name, mine, stranger, neighbour = _media(), _reader(), _reader(), _reader()
    _keep(door, server, folder, name, mine)
    server.refused.add(stranger)
    assert door.client.get(f"{folder}/{name}?session={stranger}").status_code == 401
    # Confirmed, but in the folder of another stream.
    _confirm(door, f"{folder}/h264", neighbour)
    server.refused.add(neighbour)
    assert door.client.get(f"{folder}/{name}?session={neighbour}").status_code == 401
    before = _asked(server, name)
    for address in (f"{folder}/{name}", f"{folder}/{name}?session=", f"{folder}/{name}?x=1&{mine}"):
        door.client.get(address)
    assert _asked(server, name) == before + 3


def test_media_when_a_session_comes_from_another_address_then_are_asked_of_mediamtx(
    door: Door, server: Upstream, folder: str
) -> None:
    name, reader = _media(), _reader()
    _keep(door, server, folder, name, reader)
    server.refused.add(reader)
    elsewhere = httpx.HTTPTransport(local_address="127.0.0.9")
    with httpx.Client(base_url=f"http://{LOOPBACK}:{door.port}", transport=elsewhere) as thief:
        assert thief.get(f"{folder}/{name}?session={reader}").status_code == 401


def test_media_when_the_right_ends_then_are_refused_although_the_reader_never_pauses(
    door: Door, server: Upstream, folder: str
) -> None:
    name, reader = _media(), _reader()
    _keep(door, server, folder, name, reader)
    server.refused.add(reader)
    address = f"{folder}/{name}?session={reader}"
    # Answers from the cache confirm nothing: else this would go on for ever.
    _until(lambda: door.client.get(address).status_code == 401)
    assert [door.client.get(address).status_code for _ in range(3)] == [401] * 3


def test_media_when_a_playlist_was_refused_then_are_refused_at_once(
    door: Door, server: Upstream, folder: str
) -> None:
    name, reader = _media(), _reader()
    _keep(door, server, folder, name, reader)
    server.refused.add(reader)
    assert _confirm(door, folder, reader) == 401
    assert door.client.get(f"{folder}/{name}?session={reader}").status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"Cookie": "hlsSession=0b5c6f0e-0000-4000-8000-000000000000"},
        {"Range": "bytes=0-1"},
        {"If-None-Match": '"x"'},
    ],
    ids=lambda headers: next(iter(headers)),
)
def test_media_when_asked_in_another_way_then_are_asked_of_mediamtx(
    door: Door, server: Upstream, folder: str, headers: dict[str, str]
) -> None:
    name, reader = _media(), _reader()
    _keep(door, server, folder, name, reader)
    _confirm(door, folder, reader)
    answer = door.client.get(f"{folder}/{name}?session={reader}", headers=headers)
    header, value = next(iter(headers.items()))
    assert answer.json()["headers"][header.lower()] == value


def test_answer_when_it_sets_a_cookie_then_is_not_kept(
    door: Door, server: Upstream, folder: str
) -> None:
    name, reader = _media(), _reader()
    server.headers["Set-Cookie"] = "hlsSession=secret; Path=/"
    before = _asked(server, name)
    for _ in range(4):
        _confirm(door, folder, reader)
        door.client.get(f"{folder}/{name}?session={reader}")
    assert _asked(server, name) == before + 4

"""POST /predict of cameras and their addresses, and with chosen engines."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import cv2
import httpx
import pytest
from ai_app import running_app
from ai_neighbours import Neighbours
from ai_scenes import street, with_van

from mosaic_contracts.permissions import Role

GROUP = UUID(int=2701)
MINE, FOREIGN = UUID(int=2702), UUID(int=2703)
PREDICT = "/api/ai/v1/predict"
PICTURE = bytes(cv2.imencode(".jpg", with_van(street(), "KL57BXT", 400)[0])[1])


@pytest.fixture
async def client(
    neighbours: Neighbours, secrets_dir: Path, tmp_path: Path, free_port: Callable[[], int]
) -> AsyncIterator[httpx.AsyncClient]:
    neighbours.add_camera(MINE, group_id=GROUP, source_url="rtsp://a:pw@127.0.0.1/mine")
    neighbours.add_camera(FOREIGN, group_id=uuid4(), source_url="rtsp://a:pw@127.0.0.1/foreign")
    async with running_app(neighbours, secrets_dir, tmp_path, free_port) as made:
        yield made


@pytest.fixture
def viewer(neighbours: Neighbours) -> dict[str, str]:
    return {"Authorization": f"Bearer {neighbours.token(groups=frozenset({GROUP}))}"}


class Listener:
    """Somewhere that an address may lead; counts who comes."""

    def __init__(self) -> None:
        self.visits = 0

    async def __aenter__(self) -> "Listener":
        self._server = await asyncio.start_server(self._visited, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        await self._server.wait_closed()

    async def _visited(self, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.visits += 1
        writer.write(b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\n\r\n")
        writer.close()


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/snapshot.jpg",
        "http://localhost:{port}/redirects-to-metadata",
        "rtsp://localhost:{port}/mine",
        "http://{host}:{port}/resolves-to-this-machine",
        "http://0x7f000001:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://a:pw@127.0.0.1:{port}/mine",
        "http://169.254.169.254/latest/meta-data/",
        "http://169.254.1.1/x.jpg",
        "http://[fe80::1]/x.jpg",
        "file:///etc/passwd",
        "/etc/passwd",
        "rtsp://127.0.0.1/foreign",
        f"/hls/{FOREIGN}/index.m3u8",
        f"/api/v1/cameras/{FOREIGN}/snapshot.jpg",
        f"http://elsewhere/hls/{MINE}/index.m3u8",
        "http://[::1",
    ],
)
async def test_predict_when_the_address_is_no_visible_cameras_then_refused_and_never_fetched(
    client: httpx.AsyncClient, viewer: dict[str, str], url: str
) -> None:
    async with Listener() as listener:
        given = url.format(port=listener.port, host=socket.gethostname())
        answer = await client.post(PREDICT, headers=viewer, json={"url": given})
        assert answer.status_code == 403
        assert answer.json()["code"] == "url-not-allowed"
        # Whatever had been sent to it would have come before this.
        async with httpx.AsyncClient() as direct:
            await direct.get(f"http://127.0.0.1:{listener.port}/")
        assert listener.visits == 1


@pytest.mark.parametrize(
    "body",
    [
        {"camera": str(MINE)},
        {"url": "rtsp://127.0.0.1/mine"},
        {"url": f"/hls/{MINE}/index.m3u8"},
        {"url": f"http://ai/api/v1/cameras/{MINE}/snapshot.jpg"},
    ],
)
async def test_predict_when_the_camera_gives_no_picture_then_said_so(
    client: httpx.AsyncClient, viewer: dict[str, str], body: dict[str, str]
) -> None:
    answer = await client.post(PREDICT, headers=viewer, json=body)
    assert answer.status_code == 503
    assert answer.json()["code"] == "no-picture"


@pytest.mark.parametrize("camera", [FOREIGN, uuid4()])
async def test_predict_when_the_camera_is_not_to_be_seen_then_404(
    client: httpx.AsyncClient, viewer: dict[str, str], camera: object
) -> None:
    answer = await client.post(PREDICT, headers=viewer, json={"camera": str(camera)})
    assert answer.status_code == 404


async def test_predict_when_an_administrator_asks_then_any_camera(
    client: httpx.AsyncClient, neighbours: Neighbours
) -> None:
    admin = {"Authorization": f"Bearer {neighbours.token(Role.ADMIN)}"}
    answer = await client.post(PREDICT, headers=admin, json={"url": "rtsp://127.0.0.1/foreign"})
    assert answer.json()["code"] == "no-picture"


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b"[]",
        b"{",
        b"\xff",
        b'{"camera": null}',
        b'{"camera": "front door"}',
        b'{"camera": 7}',
        b'{"url": ""}',
        b'{"url": ["rtsp://127.0.0.1/mine"]}',
        b'{"url": "rtsp://127.0.0.1/mine", "camera": null}',
        b'{"url": "rtsp://127.0.0.1/mine", "more": 1}',
        b'{"url": "' + b"x" * 3000 + b'"}',
        b" " * 10_000,
    ],
)
async def test_predict_when_the_json_is_something_else_then_400(
    client: httpx.AsyncClient, viewer: dict[str, str], body: bytes
) -> None:
    headers = {**viewer, "Content-Type": "application/json"}
    answer = await client.post(PREDICT, headers=headers, content=body)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("engines", "ran"),
    [
        (["plates"], {"mosaic-plate-locator", "mosaic-plate-recogniser+pp-ocrv6"}),
        (["fused"], {"mosaic-plate-locator", "mosaic-plate-recogniser+pp-ocrv6"}),
        (["plate_recogniser"], {"mosaic-plate-locator", "mosaic-plate-recogniser"}),
        (["plates,text_recogniser"], {"mosaic-plate-locator", "pp-ocrv6"}),
        (["plates", "text_recogniser"], {"mosaic-plate-locator", "pp-ocrv6"}),
    ],
)
@pytest.mark.parametrize("where", ["query", "form"])
async def test_predict_when_engines_are_named_then_those_look_and_the_form_is_the_same(
    client: httpx.AsyncClient,
    viewer: dict[str, str],
    engines: list[str],
    ran: set[str],
    where: str,
) -> None:
    asked: dict[str, Any] = {"files": {"image": ("x.jpg", PICTURE, "image/jpeg")}}
    asked["params" if where == "query" else "data"] = {"engines": engines}
    answer = await client.post(PREDICT, headers=viewer, **asked)
    assert answer.status_code == 200
    body = answer.json()
    assert set(body) == {"width", "height", "detections", "plates", "engine", "took_ms"}
    assert [plate["text"] for plate in body["plates"]] == ["KL57BXT"]
    names = {name for name in ran if f"{name}@" in body["engine"]}
    assert names == ran
    assert body["engine"].count("@") == len(ran)


@pytest.mark.parametrize(
    ("engines", "status", "code"),
    [
        (["yolo"], 400, "unknown-engine"),
        ([""], 400, "unknown-engine"),
        (["fused,text_recogniser"], 400, "several-readers"),
        (["detector"], 409, "engine-absent"),
    ],
)
async def test_predict_when_engines_are_unknown_or_absent_then_a_problem(
    client: httpx.AsyncClient, viewer: dict[str, str], engines: list[str], status: int, code: str
) -> None:
    files = {"image": ("x.jpg", PICTURE, "image/jpeg")}
    for where in ({"params": {"engines": engines}}, {"data": {"engines": engines}}):
        asked: dict[str, Any] = {"files": files, **where}
        answer = await client.post(PREDICT, headers=viewer, **asked)
        assert answer.status_code == status
        assert answer.json()["code"] == code

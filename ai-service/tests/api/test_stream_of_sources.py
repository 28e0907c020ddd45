"""GET /stream?source=: who may, and what is told."""

import json
import signal
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import psutil
import pytest
from ai_neighbours import Neighbours, eventually
from ai_process import Service
from ai_streams import film_of_passages

from mosaic_contracts.permissions import Role

STREAM = "/api/ai/v1/stream"
SOURCES = [
    {"name": "film", "kind": "file", "path": "film.mp4", "fps": 2},
    {"name": "once", "kind": "file", "path": "once.mp4", "loop": False, "width": 320},
    {"name": "webcam", "kind": "v4l2", "device": "/dev/video987"},
]


@pytest.fixture(scope="session")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("films")
    film_of_passages(folder / "film.mp4", ["KL57BXT"])
    picture = ["-f", "lavfi", "-i", "testsrc2=size=640x360:rate=5", "-t", "1"]
    command = ["ffmpeg", "-nostdin", "-v", "error", *picture, str(folder / "once.mp4")]
    subprocess.run(command, check=True)
    return folder


@pytest.fixture
async def watching(service: Service, films: Path) -> Service:
    service.environment["MOSAIC_AI_SOURCES"] = json.dumps(SOURCES)
    service.environment["MOSAIC_AI_SOURCES_DIR"] = str(films)
    await service.start()
    return service


@pytest.fixture
def admin(neighbours: Neighbours) -> dict[str, str]:
    return {"Authorization": f"Bearer {neighbours.token(Role.ADMIN)}"}


async def events(
    service: Service, source: str, headers: dict[str, str]
) -> AsyncIterator[tuple[str, dict[str, Any]]]:
    kind = ""
    async with (
        httpx.AsyncClient(timeout=90, base_url=service.url) as client,
        client.stream("GET", STREAM, params={"source": source}, headers=headers) as answer,
    ):
        assert answer.status_code == 200
        async for line in answer.aiter_lines():
            if line.startswith("event:"):
                kind = line.removeprefix("event:").strip()
            if line.startswith("data:"):
                yield kind, json.loads(line.removeprefix("data:"))


def sources(service: Service, headers: dict[str, str]) -> dict[str, dict[str, Any]]:
    answer = httpx.get(f"{service.url}/api/ai/v1/status", headers=headers).json()
    return {source["name"]: source for source in answer["sources"]}


async def test_source_when_listened_to_then_predictions_until_a_while_after_the_last(
    watching: Service, admin: dict[str, str]
) -> None:
    assert {source["state"] for source in sources(watching, admin).values()} == {"idle"}
    plates: set[str] = set()
    times = []
    async for kind, told in events(watching, "film", admin):
        assert (kind, told["source"]) == ("prediction", "film")
        assert (told["width"], told["height"]) == (1280, 720)
        times.append(told["captured_at"])
        plates |= {plate["text"] for plate in told["plates"]}
        if "KL57BXT" in plates:
            film = sources(watching, admin)["film"]
            assert (film["state"], film["listeners"]) == ("online", 1)
            break
    assert times == sorted(set(times))
    await eventually(lambda: sources(watching, admin)["film"]["listeners"] == 0)
    await eventually(lambda: sources(watching, admin)["film"]["state"] == "idle")


async def test_source_when_the_file_is_over_then_told_and_the_stream_ends(
    watching: Service, admin: dict[str, str]
) -> None:
    told = [event async for event in events(watching, "once", admin)]
    assert told[-1] == ("ended", {"source": "once"})
    assert {(kind, each.get("width")) for kind, each in told[:-1]} <= {("prediction", 320)}


async def test_source_when_there_is_no_such_device_then_its_trouble_is_told(
    watching: Service, admin: dict[str, str]
) -> None:
    async for kind, told in events(watching, "webcam", admin):
        assert (kind, told) == ("trouble", {"source": "webcam", "reason": "no-device"})
        assert sources(watching, admin)["webcam"]["state"] == "error"
        break


async def test_source_when_not_an_administrator_then_404_and_not_in_the_status(
    watching: Service, neighbours: Neighbours, admin: dict[str, str]
) -> None:
    for role in (Role.VIEWER, Role.REVIEWER, Role.OPERATOR):
        token = neighbours.token(role, groups=frozenset({uuid4()}))
        headers = {"Authorization": f"Bearer {token}"}
        address = f"{watching.url}{STREAM}?source=film"
        assert httpx.get(address, headers=headers).status_code == 404
        assert sources(watching, headers) == {}
    assert httpx.get(f"{watching.url}{STREAM}?source=film").status_code == 401
    for unknown in ("?source=other", "?source=", "?source=..%2Ffilm"):
        answer = httpx.get(f"{watching.url}{STREAM}{unknown}", headers=admin)
        assert answer.status_code == 404


@pytest.mark.parametrize("query", ["", f"?camera={UUID(int=124)}&source=film"])
async def test_stream_when_neither_or_both_are_named_then_400(
    watching: Service, admin: dict[str, str], query: str
) -> None:
    answer = httpx.get(f"{watching.url}{STREAM}{query}", headers=admin)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["code"] == "one-of"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
async def test_service_when_stopped_amid_a_source_then_no_child_stays(
    watching: Service, admin: dict[str, str], number: signal.Signals
) -> None:
    assert watching.process is not None
    process = psutil.Process(watching.process.pid)
    async for _ in events(watching, "film", admin):
        children = process.children(recursive=True)
        watching.stop(number)
        break
    _, alive = psutil.wait_procs(children, timeout=30)
    assert alive == []

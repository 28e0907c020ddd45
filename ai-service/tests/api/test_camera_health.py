"""The camera doctor over HTTP, on a real stream."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import cv2
import httpx
import numpy as np
import pytest
from ai_neighbours import Neighbours, eventually
from ai_scenes import street
from ai_streams import MediaServer
from fastapi import FastAPI

from mosaic_ai.bootstrap import create_application
from mosaic_ai.settings import Settings
from mosaic_contracts.permissions import Role

GROUP, CAMERA, SILENT = uuid4(), uuid4(), uuid4()


@pytest.fixture
async def app(
    neighbours: Neighbours, secrets_dir: Path, tmp_path: Path, free_port: Callable[[], int]
) -> AsyncIterator[FastAPI]:
    for camera in (CAMERA, SILENT):
        neighbours.add_camera(camera, group_id=GROUP, enabled=False)
    settings = Settings(
        amqp_url=f"amqp://u:p@127.0.0.1:{free_port()}/x",
        secrets_dir=secrets_dir,
        data_dir=tmp_path / "data",
        evidence_url="memory:///",
        backend_url=neighbours.url,
        streaming_url=neighbours.url,
        models_dir=None,
    )
    made = create_application(settings)
    async with made.router.lifespan_context(made):
        await eventually(lambda: made.state.services.reconciler.cameras() != [])
        yield made


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://ai", timeout=120) as made:
        yield made


def health(camera: UUID, rest: str = "") -> str:
    return f"/api/ai/v1/cameras/{camera}/health{rest}"


def still_picture(folder: Path) -> list[str]:
    """ffmpeg's source that shows a street for ever."""
    path = folder / "street.png"
    picture = street()
    for x in range(0, picture.shape[1], 90):
        cv2.line(picture, (x, 330), (x + 160, 719), (70, 70, 70), 3)
    cv2.imwrite(str(path), np.asarray(picture))
    return ["-loop", "1", "-framerate", "10", "-i", str(path)]


ENCODED = ["-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-g", "20"]
ENCODED += ["-pix_fmt", "yuv420p"]


async def test_camera_when_examined_then_findings_history_and_reference(
    client: httpx.AsyncClient, neighbours: Neighbours, media_server: MediaServer, tmp_path: Path
) -> None:
    admin = bearer(neighbours, Role.ADMIN)
    viewer = bearer(neighbours, Role.VIEWER)
    await asyncio.to_thread(media_server.start)
    neighbours.hls_url = media_server.hls_url
    await asyncio.to_thread(media_server.publish_as, CAMERA, still_picture(tmp_path), ENCODED)
    absent = await client.get(health(CAMERA), headers=viewer)
    assert (absent.status_code, absent.json()["code"]) == (404, "never-examined")

    first, second = await asyncio.gather(
        *(client.post(health(CAMERA), headers=admin) for _ in range(2))
    )
    assert {first.status_code, second.status_code} == {200, 409}
    refused = first if first.status_code == 409 else second
    assert refused.json()["code"] == "examination-running"
    told = (second if refused is first else first).json()
    found = {finding["code"]: finding for finding in told["findings"]}
    assert "gop-long" in found
    assert found["gop-long"]["change_to"].startswith("key frame interval 20 -> 10")
    assert told["facts"]["stream"]["width"] == 1280
    assert told["facts"]["picture"]["light"] in {"day", "night"}
    assert told["facts"]["scene"] is None
    assert told["references"] == []

    latest = await client.get(health(CAMERA), headers=viewer)
    assert latest.json() == told
    reference = await client.put(health(CAMERA, "/reference"), headers=admin)
    assert (reference.status_code, reference.json()["chosen"]) == (200, True)

    again: dict[str, Any] = (await client.post(health(CAMERA), headers=admin)).json()
    assert again["facts"]["scene"]["likeness"] > 0.9
    assert {finding["subject"] for finding in again["findings"]}.isdisjoint({"scene"})
    assert [each["chosen"] for each in again["references"]] == [True]
    trend = (await client.get(health(CAMERA, "/history"), headers=viewer)).json()
    assert [point["score"] for point in trend["items"]] == [told["score"], again["score"]]
    assert trend["change"] == again["score"] - told["score"]


@pytest.mark.parametrize(
    ("method", "rest", "allowed"),
    [
        ("GET", "", {Role.ADMIN, Role.OPERATOR, Role.REVIEWER, Role.VIEWER}),
        ("GET", "/history", {Role.ADMIN, Role.OPERATOR, Role.REVIEWER, Role.VIEWER}),
        ("POST", "", {Role.ADMIN, Role.OPERATOR}),
        ("PUT", "/reference", {Role.ADMIN}),
    ],
)
async def test_route_when_asked_by_each_role_then_only_whom_it_is_for(
    client: httpx.AsyncClient,
    neighbours: Neighbours,
    method: str,
    rest: str,
    allowed: set[Role],
) -> None:
    neighbours.hls_url = "http://127.0.0.1:1"
    for role in Role:
        answer = await client.request(
            method, health(SILENT, rest), headers=bearer(neighbours, role)
        )
        refused = answer.status_code == 403
        assert refused == (role not in allowed), role
        assert refused or answer.status_code in {200, 404, 409}


@pytest.mark.parametrize(
    ("method", "rest"), [("GET", ""), ("GET", "/history"), ("POST", ""), ("PUT", "/reference")]
)
async def test_route_when_the_camera_is_of_another_group_or_absent_then_it_is_not_there(
    client: httpx.AsyncClient, neighbours: Neighbours, method: str, rest: str
) -> None:
    stranger = {
        "Authorization": f"Bearer {neighbours.token(Role.OPERATOR, groups=frozenset({uuid4()}))}"
    }
    admin = bearer(neighbours, Role.ADMIN)
    hidden = await client.request(method, health(CAMERA, rest), headers=stranger)
    absent = await client.request(method, health(uuid4(), rest), headers=admin)
    nobody = await client.request(method, health(CAMERA, rest))
    assert (hidden.status_code, absent.status_code, nobody.status_code) == (404, 404, 401)
    assert hidden.json()["detail"] == absent.json()["detail"]


async def test_camera_when_it_sends_nothing_then_a_conflict_and_nothing_is_kept(
    client: httpx.AsyncClient, neighbours: Neighbours
) -> None:
    neighbours.hls_url = "http://127.0.0.1:1"
    admin = bearer(neighbours, Role.ADMIN)
    answer = await client.post(health(SILENT), headers=admin)
    assert (answer.status_code, answer.json()["code"]) == (409, "camera-silent")
    assert (await client.get(health(SILENT), headers=admin)).status_code == 404


@pytest.mark.parametrize("days", ["0", "91", "x"])
async def test_history_when_days_are_out_of_range_then_refused(
    client: httpx.AsyncClient, neighbours: Neighbours, days: str
) -> None:
    answer = await client.get(
        health(CAMERA, f"/history?days={days}"), headers=bearer(neighbours, Role.ADMIN)
    )
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "days"


def bearer(neighbours: Neighbours, role: Role) -> dict[str, str]:
    return {"Authorization": f"Bearer {neighbours.token(role, groups=frozenset({GROUP}))}"}

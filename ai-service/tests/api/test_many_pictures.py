"""Many, slow and odd pictures at once: a clear answer to each, and the service goes on."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import cv2
import httpx
import numpy as np
import psutil
import pytest
from ai_neighbours import Neighbours
from ai_scenes import street, with_van

from mosaic_ai.bootstrap import create_application
from mosaic_ai.infrastructure.image_service import MAX_ADMITTED
from mosaic_ai.interfaces import picture_body
from mosaic_ai.settings import Settings

PREDICT, STATUS = "/api/ai/v1/predict", "/api/ai/v1/status"


def jpeg(pixels: np.ndarray) -> bytes:
    return bytes(cv2.imencode(".jpg", pixels)[1])


@pytest.fixture
async def client(
    neighbours: Neighbours, secrets_dir: Path, tmp_path: Path, free_port: Callable[[], int]
) -> AsyncIterator[httpx.AsyncClient]:
    """With a viewer's token."""
    settings = Settings(
        amqp_url=f"amqp://u:p@127.0.0.1:{free_port()}/x",
        secrets_dir=secrets_dir,
        data_dir=tmp_path / "data",
        evidence_url="memory:///",
        backend_url=neighbours.url,
        streaming_url=neighbours.url,
        models_dir=None,
    )
    app = create_application(settings)
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    headers = {"Authorization": f"Bearer {neighbours.token()}", "Content-Type": "image/jpeg"}
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://ai", headers=headers) as made,
    ):
        yield made


async def test_predict_when_more_send_than_there_are_places_then_turned_away_and_places_come_back(
    client: httpx.AsyncClient,
) -> None:
    whole = jpeg(with_van(street(), "KL57BXT", 400)[0])
    go_on = asyncio.Event()
    begun = 0

    async def slowly() -> AsyncIterator[bytes]:
        nonlocal begun
        begun += 1
        yield whole[:1000]
        await go_on.wait()
        yield whole[1000:]

    sending = [
        asyncio.create_task(client.post(PREDICT, content=slowly())) for _ in range(MAX_ADMITTED)
    ]
    async with asyncio.timeout(30):
        while begun < MAX_ADMITTED:
            await asyncio.sleep(0.01)
    refused = await client.post(PREDICT, content=whole)
    assert refused.status_code == 503
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["code"] == "unavailable"
    assert (await client.get(STATUS)).status_code == 200
    go_on.set()
    statuses = [answer.status_code for answer in await asyncio.gather(*sending)]
    assert set(statuses) <= {200, 503}
    assert 200 in statuses
    again = await client.post(PREDICT, content=whole)
    assert [plate["text"] for plate in again.json()["plates"]] == ["KL57BXT"]


async def test_predict_when_the_picture_comes_too_slowly_then_told(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture_body, "UPLOAD_WITHIN_S", 0.1)

    async def never() -> AsyncIterator[bytes]:
        yield b"\xff\xd8"
        await asyncio.Event().wait()

    answer = await client.post(PREDICT, content=never())
    assert (answer.status_code, answer.json()["code"]) == (408, "upload-too-slow")


@pytest.mark.parametrize("side", [(8, 8), (8, 9999), (9999, 8), (9, 40)])
async def test_predict_when_the_picture_is_a_strip_then_looked_at(
    client: httpx.AsyncClient, side: tuple[int, int]
) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (*side, 3), np.uint8)
    answer = await client.post(PREDICT, content=jpeg(noise))
    assert answer.status_code == 200
    assert (answer.json()["height"], answer.json()["width"]) == side


async def test_predict_when_many_large_pictures_come_then_memory_is_bounded(
    client: httpx.AsyncClient,
) -> None:
    """Each is 120 MB decoded: one is at a time."""
    large = jpeg(np.full((6320, 6320, 3), 120, np.uint8))
    process = psutil.Process()
    before = most = process.memory_info().rss
    tasks = [asyncio.create_task(client.post(PREDICT, content=large)) for _ in range(40)]
    async with asyncio.timeout(300):
        while not all(task.done() for task in tasks):
            most = max(most, process.memory_info().rss)
            assert (await client.get(STATUS)).status_code == 200
            await asyncio.sleep(0.02)
    statuses = [task.result().status_code for task in tasks]
    assert statuses.count(200) >= 8
    assert set(statuses) == {200, 503}
    assert most - before < 1 << 30

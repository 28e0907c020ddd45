"""The service as a process looks at a stream while models are exchanged: every second is looked at."""

import asyncio
import json
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from ai_models import ModelsFolder
from ai_neighbours import Neighbours, eventually
from ai_process import Service
from ai_streams import MediaServer, film_of_passages

from mosaic_contracts.events import CloudEvent, PlateRead
from mosaic_contracts.permissions import Role
from mosaic_platform.messaging import Consumer

PLATES = ["KL57BXT", "WX4821P", "HJ08FDM", "BV1394T"]
"""So many that each is long forgotten when the film begins anew."""
NEW = {"name": "site-locator", "version": "2"}
ATTEMPTS = 10
LONGEST_GAP_S = 1.5
"""The stream has a picture each second."""


class Watched:
    """What is heard of one camera: the instants that were looked at, and the reads that reached RabbitMQ."""

    def __init__(self) -> None:
        self.looked_at: list[datetime] = []
        self.reads: list[PlateRead] = []

    async def take(self, events: object) -> None:
        for event in events:  # type: ignore[attr-defined]
            assert isinstance(event, CloudEvent)
            payload = event.payload()
            assert isinstance(payload, PlateRead)
            self.reads.append(payload)

    async def listen(self, address: str, headers: dict[str, str]) -> None:
        async with (
            httpx.AsyncClient(timeout=None) as client,
            client.stream("GET", address, headers=headers) as answer,
        ):
            assert answer.status_code == 200
            async for line in answer.aiter_lines():
                if line.startswith("data:"):
                    told = json.loads(line.removeprefix("data:"))
                    self.looked_at.append(datetime.fromisoformat(told["captured_at"]))

    async def more(self, count: int = 2) -> None:
        wanted = len(self.looked_at) + count
        await eventually(lambda: len(self.looked_at) >= wanted)

    def longest_gap_s(self, since: int) -> float:
        times = self.looked_at[since:]
        return max((b - a).total_seconds() for a, b in pairwise(times))


async def test_model_when_activated_and_rolled_back_then_no_second_is_lost_and_events_name_it(
    service: Service,
    neighbours: Neighbours,
    media_server: MediaServer,
    amqp_url: str,
    tmp_path: Path,
) -> None:
    models = ModelsFolder(tmp_path / "models")
    models.add_ours("plate_locator", **NEW)
    service.environment["MOSAIC_MODELS_DIR"] = str(models.path)
    camera, watched = uuid4(), Watched()
    media_server.start()
    neighbours.hls_url = media_server.hls_url
    neighbours.add_camera(camera)
    film = film_of_passages(tmp_path / "film.mp4", PLATES)
    media_server.publish(camera, ["-stream_loop", "-1", "-i", str(film)], gop=None)
    await service.start()
    headers = {"Authorization": f"Bearer {neighbours.token(Role.ADMIN)}"}
    api = f"{service.url}/api/ai/v1"
    consumer = Consumer(amqp_url, f"test.{uuid4().hex[:8]}", [PlateRead.TYPE])
    tasks = [
        asyncio.create_task(consumer.run(watched.take)),
        asyncio.create_task(watched.listen(f"{api}/stream?camera={camera}", headers)),
    ]

    async def post(path: str, body: dict[str, str] | None = None) -> httpx.Response:
        async with httpx.AsyncClient(timeout=180) as client:
            return await client.post(f"{api}/models/{path}", headers=headers, json=body)

    try:
        await eventually(lambda: any("site-locator" not in read.engine for read in watched.reads))
        # A machine that stands still for a second loses pictures by itself: not in all of these attempts.
        for attempt in range(1, ATTEMPTS + 1):
            since = len(watched.looked_at)
            await watched.more()
            answer = await post("plate_locator/activate", NEW)
            assert answer.status_code == 200, answer.text
            await watched.more()
            if attempt == 1:
                await eventually(
                    lambda: any(read.engine.startswith("site-locator@2+") for read in watched.reads)
                )
            assert (await post("plate_locator/roll-back")).status_code == 200
            await watched.more()
            if watched.longest_gap_s(since) < LONGEST_GAP_S:
                break
        else:
            pytest.fail("pictures were lost at every exchange")
        told = len(watched.reads)
        await eventually(
            lambda: any(
                read.engine.startswith("mosaic-plate-locator@") for read in watched.reads[told:]
            )
        )
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    assert watched.looked_at == sorted(watched.looked_at)

"""A full disk is told by the status and the metrics, and keeps nobody from asking."""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

import httpx
from ai_neighbours import Neighbours

from mosaic_ai.bootstrap import create_application
from mosaic_ai.settings import Settings


async def test_status_when_the_disk_is_full_then_told_and_the_service_is_ready(
    small_disk: Callable[[int], Path],
    neighbours: Neighbours,
    secrets_dir: Path,
    free_port: Callable[[], int],
) -> None:
    disk = small_disk(16 << 20)
    settings = Settings(
        amqp_url=f"amqp://u:p@127.0.0.1:{free_port()}/x",
        secrets_dir=secrets_dir,
        data_dir=disk / "data",
        evidence_url=(disk / "evidence").as_uri(),
        backend_url=neighbours.url,
        streaming_url=neighbours.url,
        models_dir=None,
        ai_disk_reserve_mb=2,
    )
    app = create_application(settings)
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    headers = {"Authorization": f"Bearer {neighbours.token()}"}
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://ai", headers=headers) as client,
    ):

        async def told(word: str) -> bool:
            limits = (await client.get("/api/ai/v1/status")).json()["limits"]
            return any(word in limit for limit in limits)

        assert not await told("disk")
        room = os.statvfs(disk)
        (disk / "others").write_bytes(bytes(room.f_bavail * room.f_frsize))
        for _ in range(600):
            if await told("the disk is almost full"):
                break
            await asyncio.sleep(0.1)
        assert await told("the disk is almost full")
        assert "mosaic_ai_disk_short 1.0" in (await client.get("/metrics")).text
        assert (await client.get("/ready")).status_code == 200
        (disk / "others").unlink()
        for _ in range(600):
            if not await told("disk"):
                break
            await asyncio.sleep(0.1)
        assert not await told("disk")

"""The wired service in this process, asked over HTTP without a socket; RabbitMQ is away."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from ai_neighbours import Neighbours, eventually

from mosaic_ai.bootstrap import create_application
from mosaic_ai.settings import Settings


@asynccontextmanager
async def running_app(
    neighbours: Neighbours,
    secrets_dir: Path,
    folder: Path,
    free_port: Callable[[], int],
    **more: Any,
) -> AsyncIterator[httpx.AsyncClient]:
    """A client of it; more: further settings."""
    neighbours.hls_url = "http://127.0.0.1:1"
    settings = Settings(
        amqp_url=f"amqp://u:p@127.0.0.1:{free_port()}/x",
        secrets_dir=secrets_dir,
        data_dir=folder / "data",
        evidence_url="memory:///",
        backend_url=neighbours.url,
        streaming_url=neighbours.url,
        **{"models_dir": None, **more},
    )
    app = create_application(settings)
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://ai") as made,
    ):
        await eventually(lambda: app.state.services.reconciler.reached)
        yield made

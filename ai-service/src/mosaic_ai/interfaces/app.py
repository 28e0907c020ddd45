"""The FastAPI application."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any

from fastapi import FastAPI

from mosaic_ai.interfaces import (
    camera_health,
    classify,
    health,
    internal,
    models,
    predict,
    status,
    stream,
    workers,
)
from mosaic_platform.web import create_app

MAX_BODY_BYTES = 21 * 1024 * 1024


def create_ai_app(
    *,
    checks: Mapping[str, Callable[[], Awaitable[str]]],
    lifespan: Callable[[FastAPI], AbstractAsyncContextManager[Any]] | None = None,
) -> FastAPI:
    """All routes; `app.state.services` must be set before the first request."""
    app = create_app("Mosaic ai", checks=checks, lifespan=lifespan, max_body_bytes=MAX_BODY_BYTES)
    for module in (
        predict,
        classify,
        status,
        models,
        stream,
        health,
        camera_health,
        internal,
        workers,
    ):
        app.include_router(module.router)
    return app

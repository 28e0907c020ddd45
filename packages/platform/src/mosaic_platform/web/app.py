"""Builds a FastAPI application with everything that each service's edge must have."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any

from fastapi import FastAPI

from mosaic_platform.web.middleware import BodyLimitMiddleware, RequestMiddleware
from mosaic_platform.web.openapi import problems_in
from mosaic_platform.web.probes import probes_router
from mosaic_platform.web.problems import install_problem_handlers

DEFAULT_BODY_LIMIT = 20 * 1024 * 1024

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[Any]]


def create_app(
    title: str,
    *,
    checks: Mapping[str, Callable[[], Awaitable[str]]],
    lifespan: Lifespan | None = None,
    max_body_bytes: int = DEFAULT_BODY_LIMIT,
    version: str = "0.1.0",
) -> FastAPI:
    """An application with /health, /ready, /metrics, problem+json errors, request ids and a body limit.

    title: the last word, in lower case, names the service in the schema's address (`Mosaic streaming` →
    /api/streaming/schema). checks: what `/ready` asks; each answers "ok" or a reason, an exception or more
    than two seconds count as not ready.
    """
    service = title.rsplit(maxsplit=1)[-1].lower()
    app = FastAPI(
        title=title,
        version=version,
        lifespan=lifespan,
        openapi_url=f"/api/{service}/schema",
        docs_url=None,
        redoc_url=None,
    )
    app.include_router(probes_router(checks))
    install_problem_handlers(app)
    app.add_middleware(BodyLimitMiddleware, limit=max_body_bytes)
    app.add_middleware(RequestMiddleware)
    problems_in(app)
    return app

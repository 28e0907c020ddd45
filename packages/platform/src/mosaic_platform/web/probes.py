"""/health, /ready and /metrics."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from mosaic_platform.logs import get_logger

CHECK_TIMEOUT_S = 5.0
_log = get_logger(__name__)

Check = Callable[[], Awaitable[str]]


def probes_router(checks: Mapping[str, Check]) -> APIRouter:
    """The routes that supervisors, balancers and Prometheus ask; not part of the public schema."""
    router = APIRouter(include_in_schema=False)

    @router.get("/health")
    async def health() -> dict[str, str]:
        return {"status": "ok"}

    @router.get("/ready")
    async def ready() -> JSONResponse:
        outcomes = await asyncio.gather(*(_outcome(name, check) for name, check in checks.items()))
        results = dict(zip(checks, outcomes, strict=True))
        fine = all(outcome == "ok" for outcome in outcomes)
        return JSONResponse({"ready": fine, "checks": results}, status_code=200 if fine else 503)

    @router.get("/metrics")
    async def metrics() -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return router


async def _outcome(name: str, check: Check) -> str:
    try:
        async with asyncio.timeout(CHECK_TIMEOUT_S):
            return await check()
    except TimeoutError:
        return "timeout"
    except Exception as error:  # noqa: BLE001 - the edge: a probe answers, whatever a check does
        _log.warning("readiness_check_failed", check=name, error=repr(error))
        return "failed"

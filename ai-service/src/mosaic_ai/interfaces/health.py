"""GET /health/stream: whether cameras are looked at; beside /health and /ready, for supervision."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from mosaic_ai.application.sampling_health import sampling_health
from mosaic_ai.interfaces.services import ServicesDep

router = APIRouter(include_in_schema=False)


@router.get("/health/stream")
async def health_stream(services: ServicesDep) -> JSONResponse:
    """Numbers alone, as nobody must sign in; 503 when cameras are followed and none gives pictures."""
    health = sampling_health([follower.state() for follower in services.reconciler.followers])
    return JSONResponse(
        health._asdict(),
        status_code=503 if health.status == "down" else 200,
        headers={"Cache-Control": "no-store"},
    )

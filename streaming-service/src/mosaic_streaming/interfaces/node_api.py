"""What the streaming services of several nodes ask each other, with their service tokens."""

from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Depends, Query

from mosaic_platform.service_tokens import ServiceTokenVerifier
from mosaic_platform.web import BearerToken
from mosaic_streaming.application.desired_state import DesiredState
from mosaic_streaming.application.membership import NodeReport
from mosaic_streaming.application.own_report import OwnReport


def node_router(
    own_report: OwnReport, desired: DesiredState, verifier: ServiceTokenVerifier
) -> APIRouter:
    """verifier: accepts streaming's own tokens."""
    router = APIRouter(prefix="/internal", tags=["internal"])

    async def node(token: BearerToken) -> str:
        return verifier.service(token)

    @router.get("/v1/node")
    async def report_node(
        later: BackgroundTasks,
        _node: Annotated[str, Depends(node)],
        revision: Annotated[int, Query(ge=0)] = 0,
        epoch: Annotated[str, Query(max_length=64)] = "",
        version: Annotated[int, Query(ge=0)] = 0,
    ) -> NodeReport:
        """For the streaming service of another node. revision: of the cameras that it knows.

        epoch, version: of the last report that it had; the answer holds what changed since.
        """
        later.add_task(desired.reach, revision)
        return await own_report.report(epoch, version)

    return router

"""What administrators see of the MediaMTX nodes."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from mosaic_contracts.errors import PermissionDeniedError
from mosaic_contracts.permissions import Role
from mosaic_platform.access_tokens import AccessTokenVerifier
from mosaic_platform.web import BearerToken
from mosaic_streaming.application.membership import Membership, NodeReport
from mosaic_streaming.application.own_report import OwnReport


class NodeState(BaseModel):
    """name: empty where there is only one. alive: as the node that answers sees it.

    serving: whether its MediaMTX answered last. cameras, drift: that it serves, and paths that differ from what is
    desired, as it told last; null where it never answered. encoder: of transcoded streams, null where none works;
    transcodings: that run, of so many that may at once.
    """

    name: str
    alive: bool
    serving: bool
    cameras: int | None
    drift: int | None
    encoder: str | None = None
    transcodings: int | None = None
    transcodings_most: int | None = None


class NodeStates(BaseModel):
    """All nodes of the list, by name."""

    items: list[NodeState]


def nodes_router(
    own_report: OwnReport, membership: Membership, verifier: AccessTokenVerifier
) -> APIRouter:
    router = APIRouter(prefix="/api/streaming/v1", tags=["nodes"])

    async def administrator(token: BearerToken) -> None:
        if (await verifier.checked(token)).principal.role is not Role.ADMIN:
            raise PermissionDeniedError("nodes are for administrators")

    @router.get("/nodes")
    async def list_nodes(_allowed: Annotated[None, Depends(administrator)]) -> NodeStates:
        """The MediaMTX nodes, as the one that answers sees them."""
        own = await own_report.report()
        items = [
            NodeState(
                name=own.name,
                alive=True,
                serving=own.serving,
                cameras=own.cameras,
                drift=own.drift,
                **_transcoding(own),
            )
        ]
        for peer in membership.peers.values():
            told, alive = peer.report, peer.liveness.alive
            items.append(
                NodeState(
                    name=peer.node.name,
                    alive=alive,
                    serving=alive and told is not None and told.serving,
                    cameras=told.cameras if told else None,
                    drift=told.drift if told else None,
                    **_transcoding(told),
                )
            )
        return NodeStates(items=sorted(items, key=lambda item: item.name))

    return router


def _transcoding(report: NodeReport | None) -> dict[str, Any]:
    if report is None:
        return {}
    told = report.transcoding
    return {
        "encoder": told.encoder,
        "transcodings": len(told.running),
        "transcodings_most": told.most,
    }

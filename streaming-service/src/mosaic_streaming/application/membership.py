"""The nodes that live, and so which of them serves which camera."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from prometheus_client import Gauge
from pydantic import BaseModel

from mosaic_contracts.clock import Clock
from mosaic_contracts.errors import UnavailableError
from mosaic_contracts.events import StreamState
from mosaic_platform.logs import get_logger
from mosaic_streaming.domain.liveness import Liveness
from mosaic_streaming.domain.nodes import Node, owner_of

POLL_EVERY_S = 1.0

_log = get_logger(__name__)
_nodes = Gauge("mosaic_streaming_nodes", "MediaMTX nodes as this one sees them", ["state"])


class TranscodingReport(BaseModel):
    """encoder: the one in use; None: none works. running: paths. b_frames: paths of streams that have them."""

    encoder: str | None = None
    most: int = 0
    running: list[str] = []
    b_frames: list[str] = []


class NodeReport(BaseModel):
    """What a node tells the others of itself.

    serving: its MediaMTX answers. revision: of the cameras that it knows. states: those of the cameras that it
    serves which changed after the version asked for, or all of them where `epoch` is another than asked for.
    """

    name: str
    serving: bool
    revision: int
    cameras: int
    drift: int
    epoch: str
    version: int
    states: list[StreamState] = []
    transcoding: TranscodingReport = TranscodingReport()


@dataclass
class Peer:
    """Another node, and what it told last."""

    node: Node
    liveness: Liveness
    report: NodeReport | None = None
    states: dict[UUID, StreamState] = field(default_factory=dict)

    def take(self, report: NodeReport) -> None:
        if self.report is None or self.report.epoch != report.epoch:
            self.states.clear()
        self.states |= {state.camera_id: state for state in report.states}
        self.report = report


class NodeClient(Protocol):
    """Asks another node."""

    async def report(self, node: Node, known: NodeReport | None, revision: int) -> NodeReport:
        """revision: which cameras we know, so that it knows too. Raises UnavailableError."""


class NodeList(Protocol):
    """Who the nodes are, this one among them. Calls block."""

    def read(self) -> Sequence[Node]:
        """Raises ValueError or OSError for a list that is none."""


class Membership:
    """With one node everything is its own, and nobody is asked.

    Views may differ for a while: two nodes then serve the same camera, which costs one more connection to it. What
    must not be is that none does, so a node never takes itself for lost, and one that reaches no other serves all.
    """

    def __init__(
        self,
        own: Node,
        nodes: NodeList,
        client: NodeClient,
        revision: Callable[[], int],
        clock: Clock,
    ) -> None:
        self.own = own
        self._list = nodes
        self._client = client
        self._revision = revision
        self._clock = clock
        self._peers: dict[str, Peer] = {}
        self._living: tuple[Node, ...] = (own,)
        self._subscribers: list[asyncio.Event] = []
        self._poke = asyncio.Event()

    @property
    def settled(self) -> bool:
        """Whether every other node has had its chance to answer since this process began."""
        return all(peer.liveness.judged for peer in self._peers.values())

    @property
    def living(self) -> tuple[Node, ...]:
        """Another object whenever it changed."""
        return self._living

    @property
    def peers(self) -> Mapping[str, Peer]:
        return self._peers

    def owner(self, camera_id: UUID) -> Node:
        return owner_of(camera_id, self._living)

    def is_own(self, camera_id: UUID) -> bool:
        return self.owner(camera_id).name == self.own.name

    def state_elsewhere(self, camera_id: UUID) -> StreamState | None:
        """What the node that serves the camera told of it."""
        peer = self._peers.get(self.owner(camera_id).name)
        return peer.states.get(camera_id) if peer else None

    def transcoding_elsewhere(self, camera_id: UUID) -> TranscodingReport | None:
        """What the node that serves the camera told of its transcodings; None where it is this one, or silent."""
        peer = self._peers.get(self.owner(camera_id).name)
        return peer.report.transcoding if peer and peer.report else None

    def subscribe(self, event: asyncio.Event) -> None:
        """Sets the event at every change of who lives."""
        self._subscribers.append(event)

    def poke(self) -> None:
        """The cameras changed: the others are told now, not at the next regular look."""
        self._poke.set()

    async def load(self) -> None:
        """Raises ValueError or OSError for a list that is none."""
        self._follow_list(await asyncio.to_thread(self._list.read), trusted=True)
        self._take_living()

    async def run(self) -> None:
        """For ever."""
        while True:
            await self.look()
            try:
                async with asyncio.timeout(POLL_EVERY_S):
                    await self._poke.wait()
            except TimeoutError:
                pass
            self._poke.clear()

    async def look(self) -> None:
        """One question to each of the others."""
        try:
            self._follow_list(await asyncio.to_thread(self._list.read), trusted=False)
        except (OSError, ValueError) as error:
            _log.error("node_list_unreadable", error=str(error))
        await asyncio.gather(*(self._ask(peer) for peer in self._peers.values()))
        self._take_living()

    async def _ask(self, peer: Peer) -> None:
        try:
            report = await self._client.report(peer.node, peer.report, self._revision())
        except UnavailableError as error:
            _log.debug("node_silent", node=peer.node.name, error=str(error))
            peer.liveness.silent(self._clock.monotonic())
        else:
            peer.take(report)
            peer.liveness.answered(self._clock.monotonic(), good=report.serving)
        peer.liveness.judge(self._clock.monotonic())

    def _follow_list(self, nodes: Sequence[Node], *, trusted: bool) -> None:
        others = {node.name: node for node in nodes if node.name != self.own.name}
        for name in self._peers.keys() - others.keys():
            del self._peers[name]
        for name, node in others.items():
            known = self._peers.get(name)
            if known is None:
                liveness = Liveness(self._clock.monotonic(), trusted=trusted)
                self._peers[name] = Peer(node, liveness)
            else:
                known.node = node
        self.own = next((node for node in nodes if node.name == self.own.name), self.own)

    def _take_living(self) -> None:
        alive = [peer.node for peer in self._peers.values() if peer.liveness.alive]
        living = tuple(sorted((self.own, *alive), key=lambda node: node.name))
        _nodes.labels("alive").set(len(living))
        _nodes.labels("lost").set(len(self._peers) + 1 - len(living))
        if living == self._living:
            return
        self._living = living
        _log.warning("nodes_changed", living=[node.name for node in living])
        for event in self._subscribers:
            event.set()

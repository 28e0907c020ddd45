"""Leases of cameras, as far as sharing them needs RabbitMQ."""

from typing import NamedTuple, Protocol
from uuid import UUID

from mosaic_ai.application.workers import WorkerReport
from mosaic_contracts.errors import UnavailableError


class BrokerLostError(UnavailableError):
    """The connection is gone or in doubt, and with it all leases. refused: nothing listens there."""

    code = "broker-lost"

    def __init__(self, detail: str, *, refused: bool = False) -> None:
        super().__init__(detail)
        self.refused = refused


class Lease(NamedTuple):
    """The right to follow a camera. tag: by which its connection knows it."""

    camera_id: UUID
    tag: int


class Leases(Protocol):
    """One connection's hold on them. Every call may raise BrokerLostError, after which all of them are free.

    made_queue: there was no queue before this connection, so that there is no lease either.
    """

    made_queue: bool

    async def open(self) -> None: ...

    async def fetch(self) -> Lease | None:
        """One that nobody has, whichever comes."""

    async def free(self) -> int:
        """How many nobody has."""

    async def put(self, camera_id: UUID) -> None:
        """Makes one that nobody has."""

    async def drop(self, tag: int) -> None:
        """Ends one in hand."""

    async def give_back(self, tag: int) -> None: ...

    async def say(self, report: WorkerReport) -> None:
        """To all workers."""

    async def coordinates(self) -> bool:
        """Whether this connection is the one that makes leases."""

    async def close(self) -> None: ...

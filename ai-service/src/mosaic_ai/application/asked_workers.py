"""What one worker asks another for a caller that met the wrong one."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import Protocol
from uuid import UUID

from mosaic_ai.application.workers import WorkerReport
from mosaic_contracts.internal_api import AskedPosters, Posters, Watching


class AskedWorkers(Protocol):
    """Each answers from what it follows itself and asks no further. Raises UnavailableError, soon."""

    async def cameras(self, worker: WorkerReport) -> bytes:
        """What that worker follows, as it stands in `/status`: a JSON list."""

    async def watching(self, worker: WorkerReport) -> Watching: ...
    async def posters(self, worker: WorkerReport, asked: AskedPosters) -> Posters: ...

    async def latest(self, worker: WorkerReport, camera_id: UUID) -> tuple[bytes, str] | None:
        """The newest picture and when it was captured; None where that worker has none."""

    def predictions(
        self, worker: WorkerReport, camera_id: UUID
    ) -> AbstractAsyncContextManager[AsyncIterator[str]]:
        """As they come, each as JSON, until the camera leaves that worker."""

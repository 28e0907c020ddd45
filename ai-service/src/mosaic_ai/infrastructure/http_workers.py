"""The other workers, by their internal API, with the AI's own service token."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import httpx
import pydantic

from mosaic_ai.application.workers import WorkerReport
from mosaic_ai.domain.camera_sharing import Answer
from mosaic_ai.infrastructure.refusals import refused
from mosaic_contracts.errors import UnavailableError
from mosaic_contracts.internal_api import AskedPosters, Posters, Watching
from mosaic_platform.service_tokens import ServiceTokenSigner

WITHIN_S = 2.0
SILENT_S = 6.0
"""How long predictions may be silent before it is asked anew who has the camera."""


class HttpWorkers:
    """AskedWorkers: every call ends within WITHIN_S but `predictions`. All but `ask` raise UnavailableError."""

    def __init__(self, client: httpx.AsyncClient, signer: ServiceTokenSigner) -> None:
        self._client = client
        self._signer = signer

    async def ask(self, worker: WorkerReport) -> tuple[Answer, WorkerReport | None]:
        try:
            content = await self._get(worker, "/internal/v1/worker")
            report = WorkerReport.model_validate_json(content)
        except UnavailableError as error:
            return (Answer.GONE if refused(error) else Answer.SILENT), None
        except pydantic.ValidationError:
            return Answer.SILENT, None
        return (Answer.CONNECTED if report.connected else Answer.ADRIFT), report

    async def cameras(self, worker: WorkerReport) -> bytes:
        """What that worker follows, as it stands in `/status`: a JSON list."""
        return await self._get(worker, "/internal/v1/worker/cameras")

    async def watching(self, worker: WorkerReport) -> Watching:
        return Watching.model_validate_json(await self._get(worker, "/internal/v1/watching"))

    async def posters(self, worker: WorkerReport, asked: AskedPosters) -> Posters:
        answer = await self._answer("POST", worker, "/internal/v1/posters", asked.model_dump_json())
        return Posters.model_validate_json(answer.content)

    async def latest(self, worker: WorkerReport, camera_id: UUID) -> tuple[bytes, str] | None:
        """The picture and when it was captured; None where that worker has none."""
        path = f"/internal/v1/cameras/{camera_id}/latest.jpg"
        try:
            answer = await self._answer("GET", worker, path)
        except UnavailableError as error:
            if _status(error) == httpx.codes.NOT_FOUND:
                return None
            raise
        return answer.content, answer.headers.get("X-Captured-At", "")

    @asynccontextmanager
    async def predictions(
        self, worker: WorkerReport, camera_id: UUID
    ) -> AsyncIterator[AsyncIterator[str]]:
        """The other's predictions of a camera as they come, each as JSON. Raises UnavailableError."""
        timeout = httpx.Timeout(WITHIN_S, read=SILENT_S)
        url = f"{worker.url}/internal/v1/cameras/{camera_id}/predictions"
        try:
            async with self._client.stream(
                "GET", url, headers=self._signer.header(), timeout=timeout
            ) as answer:
                answer.raise_for_status()
                yield _data(answer.aiter_lines())
        except httpx.HTTPError as error:
            raise UnavailableError(f"{worker.name} does not tell: {error!r}") from error

    async def _get(self, worker: WorkerReport, path: str) -> bytes:
        return (await self._answer("GET", worker, path)).content

    async def _answer(
        self, method: str, worker: WorkerReport, path: str, body: str | None = None
    ) -> httpx.Response:
        headers = self._signer.header()
        if body is not None:
            headers["Content-Type"] = "application/json"
        try:
            async with asyncio.timeout(WITHIN_S):
                answer = await self._client.request(
                    method, f"{worker.url}{path}", headers=headers, content=body
                )
            return answer.raise_for_status()
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
            raise UnavailableError(f"{worker.name} does not answer: {error!r}") from error


async def _data(lines: AsyncIterator[str]) -> AsyncIterator[str]:
    async for line in lines:
        if line.startswith("data:"):
            yield line.removeprefix("data:").strip()


def _status(error: UnavailableError) -> int | None:
    cause = error.__cause__
    return cause.response.status_code if isinstance(cause, httpx.HTTPStatusError) else None

"""The other nodes, by their internal API."""

import asyncio

import httpx
import pydantic

from mosaic_contracts.errors import UnavailableError
from mosaic_platform.service_tokens import ServiceTokenSigner
from mosaic_streaming.application.membership import NodeReport
from mosaic_streaming.domain.nodes import Node

WITHIN_S = 1.5


class HttpNodeClient:
    """GET /internal/v1/node with streaming's own service token."""

    def __init__(self, client: httpx.AsyncClient, signer: ServiceTokenSigner) -> None:
        self._client = client
        self._signer = signer

    async def report(self, node: Node, known: NodeReport | None, revision: int) -> NodeReport:
        query: dict[str, str | int] = {"revision": revision}
        if known is not None:
            query |= {"epoch": known.epoch, "version": known.version}
        try:
            async with asyncio.timeout(WITHIN_S):
                answer = await self._client.get(
                    f"{node.streaming_url}/internal/v1/node",
                    params=query,
                    headers=self._signer.header(),
                )
            answer.raise_for_status()
            report = NodeReport.model_validate_json(answer.content)
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, pydantic.ValidationError) as error:
            raise UnavailableError(f"{node.name} does not answer: {error!r}") from error
        if report.name != node.name:
            raise UnavailableError(f"{node.streaming_url} is {report.name}, not {node.name}")
        return report

"""What another node answers, and what counts as no answer."""

from pathlib import Path

import httpx
import pytest

from mosaic_contracts.errors import UnavailableError
from mosaic_platform.service_tokens import ServiceTokenSigner, ServiceTokenVerifier
from mosaic_streaming.application.membership import NodeReport
from mosaic_streaming.domain.nodes import Node
from mosaic_streaming.infrastructure.http_nodes import HttpNodeClient

REPORT = NodeReport(
    name="b", serving=True, revision=3, cameras=1, drift=0, epoch="e", version=4
).model_dump_json()


def asking(secrets_dir: Path, answer: httpx.Response) -> tuple[HttpNodeClient, list[httpx.Request]]:
    asked: list[httpx.Request] = []

    def answers(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return answer

    client = httpx.AsyncClient(transport=httpx.MockTransport(answers))
    return HttpNodeClient(client, ServiceTokenSigner("streaming", secrets_dir)), asked


async def test_node_when_asked_then_knows_what_we_know_and_that_it_is_us(secrets_dir: Path) -> None:
    client, asked = asking(secrets_dir, httpx.Response(200, text=REPORT))
    node = Node("b", streaming_url="http://b:1")
    report = await client.report(node, None, 7)
    assert (report.name, report.revision) == ("b", 3)
    await client.report(node, report, 8)
    assert [dict(request.url.params) for request in asked] == [
        {"revision": "7"},
        {"revision": "8", "epoch": "e", "version": "4"},
    ]
    token = asked[0].headers["Authorization"].removeprefix("Bearer ")
    assert ServiceTokenVerifier(secrets_dir, ("streaming",)).service(token) == "streaming"


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(503),
        httpx.Response(401),
        httpx.Response(200, text="{}"),
        httpx.Response(200, text=REPORT.replace('"b"', '"c"')),
    ],
)
async def test_node_when_its_answer_is_none_then_unavailable(
    secrets_dir: Path, answer: httpx.Response
) -> None:
    client, _ = asking(secrets_dir, answer)
    with pytest.raises(UnavailableError):
        await client.report(Node("b", streaming_url="http://b:1"), None, 0)

"""One signed event to one receiver."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx

from mosaic_backend.partners.domain.receiver import Network, ReceiverRefusedError
from mosaic_backend.partners.domain.signature import headers
from mosaic_backend.partners.infrastructure.safe_transport import SafeTransport

TIMEOUT_S = 10.0
AGENT = "Mosaic-Webhooks/1"


@dataclass(frozen=True)
class Answer:
    """status: None without an answer. problem: what went wrong; empty: the event was taken."""

    status: int | None
    problem: str


def opened(networks: Sequence[Network]) -> httpx.AsyncClient:
    """For one receiver. networks: where receivers may be besides the public Internet."""
    return httpx.AsyncClient(
        transport=SafeTransport(networks),
        timeout=TIMEOUT_S,
        follow_redirects=False,
        trust_env=False,
    )


async def post(
    http: httpx.AsyncClient,
    url: str,
    event: Mapping[str, Any],
    *,
    signed_with: Sequence[str],
    at: datetime,
) -> Answer:
    """Never raises for what the receiver does."""
    body = json.dumps(event, separators=(",", ":"), ensure_ascii=False).encode()
    signed = headers(str(event["id"]), body, at, signed_with)
    sent = {"Content-Type": "application/cloudevents+json", "User-Agent": AGENT, **signed}
    try:
        async with (
            asyncio.timeout(TIMEOUT_S),
            http.stream("POST", url, content=body, headers=sent) as answer,
        ):
            status = answer.status_code
    except ReceiverRefusedError as error:
        return Answer(None, str(error))
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, OSError) as error:
        return Answer(None, f"no answer ({type(error).__name__})")
    return Answer(status, "" if 200 <= status < 300 else f"answered {status}")

"""Requests at a fixed rate, whether or not the answers keep up: a slow answer does not slow the next request."""

import asyncio
import itertools
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import httpx

CONNECTIONS = 200


@dataclass(frozen=True)
class Asked:
    """name: how the figure calls it. path with its query. token: whose."""

    name: str
    path: str
    token: str = field(default="", repr=False)


@dataclass(frozen=True)
class Answered:
    """took_s: from when the request was due, not from when it left. status 0: no answer."""

    name: str
    status: int
    took_s: float


async def open_loop(
    url: str, requests: Sequence[Asked], *, per_second: float, seconds: float
) -> list[Answered]:
    limits = httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS)
    async with httpx.AsyncClient(
        base_url=url, limits=limits, timeout=30, trust_env=False
    ) as client:
        started = time.monotonic()
        tasks = []
        for number, asked in enumerate(itertools.cycle(requests)):
            due = started + number / per_second
            if due > started + seconds:
                break
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            tasks.append(asyncio.create_task(_ask(client, asked, due)))
        return await asyncio.gather(*tasks)


async def _ask(client: httpx.AsyncClient, asked: Asked, due: float) -> Answered:
    try:
        headers = {"Authorization": f"Bearer {asked.token}"} if asked.token else {}
        answer = await client.get(asked.path, headers=headers)
        status = answer.status_code
    except httpx.HTTPError:
        status = 0
    return Answered(asked.name, status, time.monotonic() - due)

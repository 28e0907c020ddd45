"""How soon searches are answered over HTTP, one after the other."""

import time
from collections import defaultdict
from collections.abc import Mapping, Sequence

import httpx

from mosaic_cli.bench.backend.site import Site

WARM_UP = 25
Taken = Mapping[str, list[float]]
"""Milliseconds by kind."""


def answers(site: Site, queries: Mapping[str, Sequence[str]]) -> Taken:
    """Kinds in turns. The site serves. Raises HTTPStatusError for an answer that is none."""
    taken: defaultdict[str, list[float]] = defaultdict(list)
    with httpx.Client(base_url=site.url, timeout=60, trust_env=False) as client:
        client.headers["Authorization"] = f"Bearer {site.token('admin')}"
        rounds = zip(
            *([(kind, text) for text in texts] for kind, texts in queries.items()), strict=True
        )
        for number, turn in enumerate(rounds):
            for kind, text in turn:
                started = time.perf_counter()
                client.get(
                    "/api/v1/plates", params={"text": text, "match": kind}
                ).raise_for_status()
                if number >= WARM_UP:
                    taken[kind].append((time.perf_counter() - started) * 1000)
    return taken

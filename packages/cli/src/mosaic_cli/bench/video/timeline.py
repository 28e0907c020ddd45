"""How long the timeline of a month takes, as the console asks for it and in full."""

import json
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import httpx

from mosaic_cli.bench.backend.site import Site, private_site
from mosaic_cli.bench.figure import Figure, figure
from mosaic_cli.repository import ROOT

CAMERAS = 16
GOAL_MS = 100
PIXELS = 1500
ROUNDS = 15


def timeline_figures(_home: Path, _seconds: float) -> list[Figure]:
    """On parts of its own, whatever runs in that home."""
    return measure(CAMERAS)


def measure(cameras: int) -> list[Figure]:
    with private_site() as site:
        told = site.run(str(ROOT / "benchmarks" / "video" / "ledger.py"), str(cameras))
        ledger = json.loads(told.splitlines()[-1])
        with site.serving(), closing(_signed_in(site)) as client:
            return [_figure(client, cameras, kind, ledger) for kind in ("continuous", "gappy")]


def _figure(client: httpx.Client, cameras: int, kind: str, ledger: Mapping[str, Any]) -> Figure:
    asked = {"camera": ledger[kind], "from": ledger["from"], "to": ledger["to"]}
    span = datetime.fromisoformat(ledger["to"]) - datetime.fromisoformat(ledger["from"])
    pixel_s = span / timedelta(seconds=1) / PIXELS
    coarse, spans, _ = _asked(client, {**asked, "resolution": pixel_s})
    whole, every, size = _asked(client, asked)
    how = (
        f"GET /api/v1/recordings/timeline at {PIXELS} pixels, {spans} spans, median of {ROUNDS}, slowest"
        f" {max(coarse):.0f} ms; in full, {every} spans in {size / 1e6:.2f} MB: {median(whole):.0f} ms"
    )
    name = f"timeline {cameras} cameras x 30 days, {kind}"
    return figure(name, median(coarse), "ms", ("<=", GOAL_MS), how)


def _asked(client: httpx.Client, query: Mapping[str, Any]) -> tuple[Sequence[float], int, int]:
    """Milliseconds of each time, to the last byte; how many spans and bytes it was."""
    took: list[float] = []
    for _ in range(ROUNDS + 1):
        began = time.perf_counter()
        answer = client.get("/api/v1/recordings/timeline", params=query).raise_for_status()
        took.append((time.perf_counter() - began) * 1000)
    spans = sum(len(item["spans"]) for item in answer.json()["items"])
    return took[1:], spans, len(answer.content)


def _signed_in(site: Site) -> httpx.Client:
    client = httpx.Client(base_url=site.url, timeout=30, trust_env=False)
    client.headers["Authorization"] = f"Bearer {site.token('admin')}"
    return client

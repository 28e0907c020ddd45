"""What partners wait for: metering in a request, and the way of an event to a webhook while another is dead."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx

from mosaic_cli.bench.backend.site import BENCHMARKS, Site
from mosaic_cli.bench.figure import Figure, figure, percentile
from mosaic_cli.ports import LOOPBACK

ROUNDS = 20
EVENTS_A_ROUND = 5
WITHIN_S = 60.0
DEAD_FOR_S = 600.0


def partner_figures(site: Site) -> list[Figure]:
    site = replace(site, environment=site.environment | {"MOSAIC_WEBHOOK_NETWORKS": "127.0.0.0/8"})
    key = _key(site)
    share = float(site.run(str(BENCHMARKS / "metering.py"), key).split()[-1])
    alone = _delays_s(site, with_a_dead_one=False)
    beside = _delays_s(site, with_a_dead_one=True)
    how = f"{ROUNDS * EVENTS_A_ROUND} events from the AI's publication to the receiver"
    return [
        figure(
            "per-key metering, share of a request",
            share,
            "",
            ("<=", 0.05),
            "list of cameras in one process, medians of 400 requests with and without, in turns",
        ),
        figure("webhook after the event, p95", percentile(alone, 95), "s", ("<=", 1), how),
        figure(
            "webhook after the event, p95, beside a dead receiver",
            percentile(beside, 95),
            "s",
            ("<=", 1),
            how + "; another receiver takes connections and never answers",
        ),
    ]


def _key(site: Site) -> str:
    return site.run(str(BENCHMARKS / "partner_key.py")).split()[-1]


def _delays_s(site: Site, *, with_a_dead_one: bool) -> list[float]:
    """From an event's `time` to its arrival; fewer than were sent where some did not come in time."""
    delays: list[float] = []
    with ExitStack() as stack:
        stack.enter_context(site.serving())
        stack.enter_context(site.process("-m", "mosaic_backend", "consume"))
        stack.enter_context(site.process("-m", "mosaic_backend", "work"))
        if with_a_dead_one:
            _add_webhook(site, stack.enter_context(_receiver([], dead=True)))
        _add_webhook(site, stack.enter_context(_receiver(delays, dead=False)))
        for _ in range(ROUNDS):
            wanted = len(delays) + 1
            site.run(str(BENCHMARKS / "publish.py"), str(EVENTS_A_ROUND))
            deadline = time.monotonic() + WITHIN_S
            while len(delays) < wanted and time.monotonic() < deadline:
                time.sleep(0.05)
    return delays


def _add_webhook(site: Site, url: str) -> None:
    headers = {"X-API-Key": _key(site)}
    answer = httpx.post(f"{site.url}/partner/v1/webhooks", json={"url": url}, headers=headers)
    answer.raise_for_status()


@contextmanager
def _receiver(delays: list[float], *, dead: bool) -> Iterator[str]:
    """Its address. dead: takes a delivery and does not answer."""
    ended = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if dead:
                ended.wait(DEAD_FOR_S)
            delays.append(time.time() - datetime.fromisoformat(body["time"]).timestamp())
            self.send_response(204)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer((LOOPBACK, 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://{LOOPBACK}:{server.server_port}/"
    finally:
        ended.set()
        server.shutdown()
        server.server_close()

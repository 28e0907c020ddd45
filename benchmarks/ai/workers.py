"""How long cameras are followed by nobody, and by two, when workers come, go, freeze and lose RabbitMQ.

python benchmarks/ai/workers.py --trials 3 > figures.json. Needs what the integration tests need.
Measured from outside: who asks for which camera's stream when. A trial's figure is that of its worst camera.
"""

import argparse
import asyncio
import json
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "ai-service" / "tests"))

from ai_neighbours import Neighbours, eventually
from ai_streams import MediaServer
from ai_workers import (
    FOLLOWS_WITHIN_S,
    Asked,
    PrivateBroker,
    StreamLog,
    Wire,
    Workers,
    small_stream,
)

from mosaic_cli.mediamtx.lookup import find_installed
from mosaic_cli.ports import free_port
from mosaic_cli.secret_files import ensure_secrets

CAMERAS = 6
SETTLED_S = 25.0
LONG_S = 180.0


class Site:
    def __init__(self, workers: Workers, broker: PrivateBroker, wire: Wire) -> None:
        self.workers = workers
        self.broker = broker
        self.wire = wire

    async def shared(self, *counts: int) -> None:
        def fair() -> bool:
            return sorted((self.workers.shares() or {}).values()) == sorted(counts)

        await eventually(fair, within_s=LONG_S)
        await asyncio.sleep(3)
        await eventually(fair, within_s=LONG_S)


def gap_s(asked: list[Asked]) -> float:
    """The longest time in which nobody asked for a camera, of the worst camera."""
    worst = 0.0
    for camera in {each.camera for each in asked}:
        times = [each.at for each in asked if each.camera == camera]
        worst = max(worst, *(b - a for a, b in pairwise(times)))
    return worst


def overlap_s(asked: list[Asked]) -> float:
    """How long two asked for a camera, of the worst camera."""
    worst = 0.0
    for camera in {each.camera for each in asked}:
        spans: list[tuple[float, float]] = []
        for worker in {each.worker for each in asked}:
            times = [e.at for e in asked if e.camera == camera and e.worker == worker]
            start = None
            for at, following in pairwise([*times, float("inf")]):
                start = at if start is None else start
                if following - at > FOLLOWS_WITHIN_S:
                    spans.append((start, at))
                    start = None
        spans.sort()
        both = sum(
            max(0.0, min(a[1], b[1]) - b[0]) for i, a in enumerate(spans) for b in spans[i + 1 :]
        )
        worst = max(worst, both)
    return worst


async def kill(site: Site) -> None:
    site.workers.stop("two", number=signal.SIGKILL)
    await site.shared(CAMERAS)


async def freeze(site: Site) -> None:
    site.workers.signal("two", signal.SIGSTOP)
    await site.shared(CAMERAS)


async def thaw(site: Site) -> None:
    site.workers.signal("two", signal.SIGCONT)
    await site.shared(3, 3)


async def join(site: Site) -> None:
    site.workers.stop("two", number=signal.SIGKILL)
    await site.workers.start("two")
    await site.shared(3, 3)


async def leave(site: Site) -> None:
    site.workers.stop("two", number=signal.SIGTERM)
    await site.shared(CAMERAS)


async def restart_broker(site: Site) -> None:
    site.broker.kill()
    site.broker.start()
    await asyncio.sleep(SETTLED_S)
    await site.shared(3, 3)


async def broker_away(site: Site) -> None:
    site.broker.kill()
    await asyncio.sleep(60)
    await site.shared(3, 3)


async def broker_back(site: Site) -> None:
    site.broker.start()
    await asyncio.sleep(SETTLED_S)
    await site.shared(3, 3)


async def broker_silent(site: Site) -> None:
    site.broker.signal(signal.SIGSTOP)
    await asyncio.sleep(45)
    site.broker.signal(signal.SIGCONT)
    await asyncio.sleep(SETTLED_S)
    await site.shared(3, 3)


async def cut(site: Site) -> None:
    site.wire.cut()
    await site.shared(CAMERAS)


async def mend(site: Site) -> None:
    site.wire.mend()
    await site.shared(3, 3)


STEPS: list[Callable[[Site], Awaitable[None]]] = [
    *(kill, join, freeze, thaw, cut, mend, restart_broker, broker_away, broker_back),
    *(broker_silent, leave, join),
]


@asynccontextmanager
async def site_in(folder: Path) -> AsyncIterator[Site]:
    secrets = folder / "secrets"
    secrets.mkdir()
    ensure_secrets(secrets)
    binary = find_installed()
    assert binary is not None
    broker = PrivateBroker()
    media_server = MediaServer(binary, folder, free_port)
    neighbours = Neighbours(secrets, free_port())
    neighbours.start()
    streams = StreamLog(free_port(), small_stream(media_server))
    streams.start()
    wire = Wire(broker.url, free_port())
    workers = Workers(
        amqp_url=broker.url,
        secrets_dir=secrets,
        folder=folder,
        neighbours=neighbours,
        streams=streams,
        free_port=free_port,
    )
    workers.add_cameras(CAMERAS)
    try:
        await workers.start("one")
        await workers.start("two", MOSAIC_AMQP_URL=wire.url)
        yield Site(workers, broker, wire)
    finally:
        workers.stop(number=signal.SIGKILL)
        media_server.stop()
        broker.stop()


async def main(trials: int, only: list[str]) -> None:
    figures: dict[str, list[dict[str, float]]] = {}
    steps = [step for step in STEPS if not only or step.__name__ in only]
    with tempfile.TemporaryDirectory(prefix="mosaic-measure-") as folder:
        async with site_in(Path(folder)) as site:
            await site.shared(3, 3)
            for _ in range(trials):
                for step in steps:
                    asked = site.workers.streams.asked
                    since = time.monotonic()
                    await step(site)
                    seen = [each for each in asked if each.at >= since - FOLLOWS_WITHIN_S]
                    figure = {
                        "gap_s": round(gap_s(seen), 1),
                        "overlap_s": round(overlap_s(seen), 1),
                    }
                    figures.setdefault(step.__name__, []).append(figure)
                    print(step.__name__, figure, file=sys.stderr, flush=True)
    print(json.dumps({"cameras": CAMERAS, "figures": figures}, indent=1))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=[])
    asked_for = parser.parse_args()
    asyncio.run(main(asked_for.trials, asked_for.only))

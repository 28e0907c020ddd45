"""Events from RabbitMQ into PostgreSQL by one consumer, and what a kill -9 does to them."""

import json
import time

from mosaic_cli.bench.backend.site import BENCHMARKS, Site
from mosaic_cli.bench.figure import Figure, figure

EVENTS = 30_000
KILLED = 10_000
GOAL_A_SECOND = 2000.0
WITHIN_S = 300.0
COUNT_EVERY_S = 0.25
"""Counting takes processor time from what is measured."""
CONSUME = ("-m", "mosaic_backend", "consume")


def storing_figures(site: Site) -> list[Figure]:
    _publish(site, EVENTS)
    alone = float(site.run(str(BENCHMARKS / "take.py"), str(EVENTS)).split()[-1])
    before = _stored(site)
    published = _publish(site, EVENTS)
    with site.process(*CONSUME):
        rate = _rate(site, before["inbox"], EVENTS)
    expected = {name: before[name] + published[name] for name in before}
    lost, doubled = _difference(site, expected)
    expected, kills = _killed(site, expected)
    lost_again, doubled_again = _difference(site, expected)
    how = (
        f"{EVENTS} events, half plate reads, from the first stored to the last; beside: the same queue taken"
        f" without storing {alone:.0f} a second"
    )
    after = f"{EVENTS} events, and {KILLED} more while the consumer was killed {kills} times with kill -9"
    return [
        figure("events stored by one consumer", rate, "1/s", (">=", GOAL_A_SECOND), how),
        figure("events lost", lost + lost_again, "", ("==", 0), after),
        figure("events doubled", doubled + doubled_again, "", ("==", 0), after),
    ]


def _publish(site: Site, number: int) -> dict[str, int]:
    said = json.loads(site.run(str(BENCHMARKS / "publish.py"), str(number)).splitlines()[-1])
    return {
        "inbox": number,
        "detections_detection": said["detections"],
        "detections_plateread": said["plates"],
    }


def _stored(site: Site) -> dict[str, int]:
    return {
        table: site.count(table)
        for table in ("inbox", "detections_detection", "detections_plateread")
    }


def _rate(site: Site, before: int, number: int) -> float | None:
    """From the first row that shows to the last; None when they do not come."""
    first_at, first, deadline = 0.0, 0, time.monotonic() + WITHIN_S
    while time.monotonic() < deadline:
        stored = site.count("inbox") - before
        if stored and not first:
            first_at, first = time.monotonic(), stored
        if stored >= number:
            return (number - first) / max(time.monotonic() - first_at, 1e-6)
        time.sleep(COUNT_EVERY_S)
    return None


def _killed(site: Site, expected: dict[str, int]) -> tuple[dict[str, int], int]:
    published = _publish(site, KILLED)
    expected = {name: expected[name] + published[name] for name in expected}
    kills = 0
    for share in (0.2, 0.6):
        with site.process(*CONSUME) as consumer:
            _await_stored(site, int(expected["inbox"] - (1 - share) * KILLED))
            consumer.kill()
            kills += 1
    with site.process(*CONSUME):
        _await_stored(site, expected["inbox"])
    return expected, kills


def _await_stored(site: Site, number: int) -> None:
    deadline = time.monotonic() + WITHIN_S
    while site.count("inbox") < number and time.monotonic() < deadline:
        time.sleep(0.02)


def _difference(site: Site, expected: dict[str, int]) -> tuple[int, int]:
    """How many rows are missing, and how many are too many."""
    stored = _stored(site)
    missing = sum(max(0, expected[table] - stored[table]) for table in stored)
    surplus = sum(max(0, stored[table] - expected[table]) for table in stored)
    return missing, surplus

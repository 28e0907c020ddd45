"""Lists and searches under load."""

import asyncio
from collections import defaultdict
from urllib.parse import urlencode

from mosaic_cli.bench.backend.load import Answered, Asked, open_loop
from mosaic_cli.bench.backend.site import Site
from mosaic_cli.bench.figure import Figure, figure, percentile

PER_SECOND = 50.0
GOAL_MS = 60.0
WARM_UP_S = 5.0


def reading_figures(site: Site, seconds: float) -> list[Figure]:
    """The whole mix, then its slowest endpoint; beside them what the framework alone takes (`/health`)."""
    with site.serving():
        requests = _requests(site)
        asyncio.run(open_loop(site.url, requests, per_second=20, seconds=WARM_UP_S))
        answers = asyncio.run(open_loop(site.url, requests, per_second=PER_SECOND, seconds=seconds))
        bare = asyncio.run(
            open_loop(site.url, [Asked("health", "/health")], per_second=PER_SECOND, seconds=5)
        )
    return _figures(answers, bare)


def _requests(site: Site) -> list[Asked]:
    admin, reviewer = site.token("admin"), site.token("reviewer")
    [(text,)] = site.query("SELECT folded FROM detections_plateread ORDER BY id LIMIT 1")
    [(camera,)] = site.query("SELECT camera_id FROM detections_plateread ORDER BY id LIMIT 1")
    [(since,)] = site.query(
        "SELECT to_char(now() - interval '3 days', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
    )
    plate = str(text)
    lists: dict[str, tuple[str, dict[str, object]]] = {
        "cameras": ("cameras", {"limit": 100}),
        "detections": ("detections", {}),
        "detections of a camera": ("detections", {"camera": camera}),
        "detections by label and time": ("detections", {"label": "bus", "from": since}),
        "detections by zone": ("detections", {"zone": "yard"}),
        "plates": ("plates", {}),
        "plates since": ("plates", {"from": since, "min_confidence": "0.9"}),
        "plate exact": ("plates", {"text": plate, "match": "exact"}),
        "plate prefix": ("plates", {"text": plate[:3], "match": "prefix"}),
        "plate wildcard": ("plates", {"text": f"{plate[:2]}??{plate[4:]}"}),
        "plate wildcard inside": ("plates", {"text": f"*{plate[2:6]}*"}),
        "plate fuzzy": ("plates", {"text": plate}),
        "alerts": ("alerts", {}),
        "clips": ("clips", {}),
        "dashboard": ("dashboard", {}),
    }
    return [
        Asked(f"{name} ({who})", f"/api/v1/{path}?{urlencode(query)}", token)
        for name, (path, query) in lists.items()
        for who, token in (("admin", admin), ("reviewer", reviewer))
    ]


def _figures(answers: list[Answered], bare: list[Answered]) -> list[Figure]:
    by_name: defaultdict[str, list[float]] = defaultdict(list)
    for each in answers:
        by_name[each.name].append(each.took_s * 1000)
    failed = sum(each.status != 200 for each in (*answers, *bare))
    p95 = {name: percentile(taken, 95) or 0.0 for name, taken in by_name.items()}
    slowest = max(p95, key=lambda name: p95[name])
    floor = percentile([each.took_s * 1000 for each in bare], 95)
    whole = percentile([each.took_s * 1000 for each in answers], 95)
    how = (
        f"{len(answers)} requests, {PER_SECOND:g} a second whatever the answers do, {len(by_name)} kinds;"
        f" beside: /health alone p95 {floor or 0:.1f} ms"
    )
    told = ", ".join(f"{name} {p95[name]:.0f}" for name in sorted(p95, key=lambda n: -p95[n])[:6])
    return [
        figure("lists and searches p95", whole, "ms", ("<=", GOAL_MS), how),
        figure("slowest kind p95", p95[slowest], "ms", ("<=", GOAL_MS), f"p95 in ms: {told}"),
        figure("requests that failed", failed, "", ("==", 0), how),
    ]

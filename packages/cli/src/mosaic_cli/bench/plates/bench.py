"""The whole of `./mosaic bench plates`."""

import json
import math
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mosaic_cli.bench.backend.site import Site
from mosaic_cli.bench.figure import Figure, figure, percentile
from mosaic_cli.bench.measured import measured
from mosaic_cli.bench.plates.answers import WARM_UP, Taken, answers
from mosaic_cli.bench.plates.database import BENCHMARKS, cache, filled_site, script, warm

GOALS_MS = {"exact": 20.0, "prefix": 60.0, "wildcard": 60.0, "fuzzy": 80.0}
"""The issue has 20 for exact and prefix together with 60 for wildcard: a prefix of two glyphs is a wildcard."""
NUMPY_PASS_MS = 28.0
"""On the machine for which they are."""
ARRIVING = 100
GOALS_FOUND = {"1": 99.0, "2": 95.0}
POINTS_ABOVE = 5.0
BYTES_A_READ = 700
BACK_TEST_S, BACK_TESTED = 5.0, 20
"""Of a list of so many plates, which are searched one by one (alerts/application/back_test.py)."""
LONGEST_S = 3600
"""For which reads arrive; they end with the searches."""


@dataclass(frozen=True)
class Size:
    """reads: of the databases, the last of which is measured in full. queries: of a kind."""

    reads: tuple[int, ...] = (1_000_000, 3_000_000, 10_000_000)
    queries: int = 200
    misread: int = 1000
    yardsticks: int = 60


SMALL = Size((100_000, 300_000), queries=120, misread=300, yardsticks=20)
LARGE = Size((1_000_000, 3_000_000, 10_000_000, 30_000_000))


def run_plates(_home: Path, _seconds: float, size: Size | None = None) -> list[Figure]:
    """On parts of its own, whatever runs in that home."""
    size = size or Size()
    figures = measured("NumPy pass", _numpy_pass)
    alone: dict[int, Taken] = {}
    for reads in size.reads[:-1]:
        figures += measured(f"{reads} reads", lambda reads=reads: _smaller(reads, size, alone))  # type: ignore[misc]
    return figures + measured("searches", lambda: _whole(size, alone))


def _numpy_pass() -> list[Figure]:
    how = (
        "one pass over 2 million folded plates, 16 MB: what no index would take on this machine now"
    )
    taken = round(_numpy_pass_ms(), 1)
    return [Figure("yardstick: NumPy pass", taken, "ms", "", met=True, how=how)]


def _numpy_pass_ms() -> float:
    done = subprocess.run(
        [sys.executable, str(BENCHMARKS / "numpy_pass.py")],
        check=True,
        capture_output=True,
        text=True,
    )
    return float(done.stdout)


def _smaller(reads: int, size: Size, alone: dict[int, Taken]) -> list[Figure]:
    with filled_site(reads) as site, site.serving():
        warm(reads)
        alone[reads] = answers(site, _queries(site, reads, size.queries))
    return []


def _whole(size: Size, alone: dict[int, Taken]) -> list[Figure]:
    reads = size.reads[-1]
    with filled_site(reads) as site:
        return [
            _bytes_a_read(site, reads),
            *measured("p95", lambda: list(_searches(site, size, alone))),
            *measured("found", lambda: list(_found(site, reads, size))),
            *measured("back-test", lambda: [_back_test(site, reads)]),
        ]


def _searches(site: Site, size: Size, alone: dict[int, Taken]) -> Iterator[Figure]:
    reads = size.reads[-1]
    queries = _queries(site, reads, size.queries)
    warm(reads)
    numpy_pass_ms = _numpy_pass_ms()
    with site.serving():
        alone[reads] = answers(site, queries)
        with _arriving(site):
            beside = answers(site, queries)
    for kind, goal in GOALS_MS.items():
        for taken, when in (
            (alone[reads], "warm"),
            (beside, f"{ARRIVING} reads a second arriving"),
        ):
            yield _p95(taken[kind], kind, f"{reads:,} reads, {when}", goal, numpy_pass_ms)
    yield from _growth(alone)


def _queries(site: Site, reads: int, number: int) -> dict[str, list[str]]:
    said = script(site, "queries.py", str(cache() / str(reads)), str(number + WARM_UP))
    queries: dict[str, list[str]] = json.loads(said)
    return queries


@contextmanager
def _arriving(site: Site) -> Iterator[None]:
    with site.process(str(BENCHMARKS / "arrive.py"), str(ARRIVING), str(LONGEST_S)) as process:
        yield
        if process.poll() is not None:
            raise RuntimeError("reads stopped arriving, see arrive.py")
    script(site, "arrive.py", "remove")


def _p95(taken: list[float], kind: str, where: str, goal: float, numpy_pass_ms: float) -> Figure:
    median, most = percentile(taken, 50) or 0.0, percentile(taken, 95) or 0.0
    how = (
        f"{len(taken)} searches over HTTP, one after the other; median {median:.1f} ms; p95 is "
        f"{most / numpy_pass_ms:.1f} NumPy passes of {numpy_pass_ms:.0f} ms, taken just before; the goal "
        f"{goal / NUMPY_PASS_MS:.1f} of {NUMPY_PASS_MS:.0f} ms, where it was set"
    )
    return figure(f"{kind} p95, {where}", most, "ms", ("<=", goal), how)


def _growth(alone: dict[int, Taken]) -> Iterator[Figure]:
    few, many = min(alone), max(alone)
    if few == many:
        return
    for kind, goal, word in (("exact", 1.5, "flat"), ("fuzzy", math.sqrt(many / few), "below √n")):
        medians = {reads: percentile(taken[kind], 50) or 0.0 for reads, taken in alone.items()}
        told = ", ".join(f"{reads:,}: {medians[reads]:.1f} ms" for reads in sorted(medians))
        yield figure(
            f"{kind}, {many / few:g} times the reads",
            medians[many] / medians[few],
            "times",
            ("<=", round(goal, 2)),
            f"{word}; medians at {told}",
        )


def _found(site: Site, reads: int, size: Size) -> Iterator[Figure]:
    said = script(
        site, "found.py", str(cache() / str(reads)), str(size.misread), str(size.yardsticks)
    )
    for wrong, shares in json.loads(said).items():
        ours = 100 * shares["ours"]
        name = f"found in the first 10, {wrong} wrong glyph{'s' if wrong != '1' else ''}"
        how = f"{shares['reads']} reads; the plate's other reads do not count against it"
        yield figure(name, ours, "%", (">=", GOALS_FOUND[wrong]), how)
        for other in ("pg_trgm", "edit distance"):
            yield figure(
                f"{name}, points above {other}",
                ours - 100 * shares[other],
                "",
                (">=", POINTS_ABOVE),
                f"{other} on the same data finds {100 * shares[other]:.1f} % of {size.yardsticks}",
            )


def _bytes_a_read(site: Site, reads: int) -> Figure:
    [(total,)] = site.query(
        "SELECT sum(pg_total_relation_size(inhrelid)) FROM pg_inherits"
        " WHERE inhparent = 'detections_plateread'::regclass"
    )
    how = f"partitions with indexes, {float(total) / 1e9:.1f} GB; every read has a vehicle and three crops"
    return figure("bytes a read", float(total) / reads, "", ("<=", BYTES_A_READ), how)


def _back_test(site: Site, reads: int) -> Figure:
    said = script(site, "back_test.py", str(cache() / str(reads)), str(BACK_TESTED))
    told = json.loads(said.splitlines()[-1])
    if told["truncated"]:
        raise RuntimeError("the back-test gave up before its end")
    how = (
        f"a watch list of {told['plates']} plates that were seen, near matches on, over {reads:,} reads of 30"
        f" days, by the worker's own job; {told['hits']} hits, {told['near']} of them near;"
        f" {told['processor']:.1f} s of the worker's processor"
    )
    return figure("back-test of one list", told["seconds"], "s", ("<=", BACK_TEST_S), how)

"""Five minutes of traffic: every passage found, once, right, and how soon it was on the operator's screen."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import psutil

from mosaic_cli.bench.figure import Figure, figure, percentile
from mosaic_cli.bench.node import running_script
from mosaic_cli.bench.road.camera_clock import CameraClock, followed
from mosaic_cli.bench.road.load import ProcessorTime, pss_bytes, trees
from mosaic_cli.bench.road.passages import Matched, Read, match, occurrences
from mosaic_cli.checks.live.front_door import FrontDoor
from mosaic_cli.checks.live.running_stack import RunningStack
from mosaic_cli.checks.live.waiting import until
from mosaic_cli.demo import clips_folder
from mosaic_demo.truth import READABLE_WIDTH_PX, load_truths

CAMERAS = 4
PAGE_LIMIT_S = 90
# A vehicle that came just before the end has to pass first, and is forgotten 12 s later.
FINAL_WITHIN_S = 90
MEMORY_GOAL_GB = 2.5
PROCESSOR_GOAL_PERCENT = 60
SCREEN_GOAL_S = 3
EXACT_GOAL_PERCENT = 95


@dataclass
class Observation:
    """What was seen in the time measured.

    shown: read id → instant on the screen. tiles: what the page's videos did.
    """

    begin: float
    end: float
    matched: Matched
    shown: dict[str, float]
    tiles: list[dict[str, Any]]
    ai_percent: float
    memory_bytes: int
    simulation_bytes: int


def observe(stack: RunningStack, seconds: float) -> Observation:
    """Watches the stack with the operator's page open in Chromium."""
    operator = stack.sign_in("operator")
    truths = dict(sorted(load_truths(clips_folder()).items())[:CAMERAS])
    address = stack.parts()["demo"]["address"]
    clocks = {name: CameraClock(truth.fps, truth.frames) for name, truth in truths.items()}
    account = stack.accounts["operator"]
    page = {
        "url": stack.url,
        "username": account["username"],
        "password": account["password"],
    }
    with ExitStack() as opened:
        opened.enter_context(
            followed({name: f"rtsp://{address}/{name}" for name in truths}, clocks)
        )
        said = opened.enter_context(running_script("road/screen.mjs", page))
        until(
            lambda: any("ready" in line for line in said),
            "the operator's page plays four tiles",
            within_s=PAGE_LIMIT_S,
        )
        begin = time.time()
        before = {line["id"] for line in said if "id" in line}
        processor = ProcessorTime(stack.parts()["ai"]["pid"])
        until(
            lambda: time.time() - begin >= seconds,
            "the time measured",
            within_s=seconds + 60,
            pause_s=1,
        )
        end = time.time()
        ai_percent = 100 * processor.used_s() / (end - begin)
        memory, simulation = _memory(stack)
        reads = _finished_reads(operator, begin, end)
    every = [
        occurrence
        for name, truth in truths.items()
        for occurrence in occurrences(name, truth, clocks[name])
    ]
    return Observation(
        begin=begin,
        end=end,
        matched=match(every, reads, begin, end),
        shown={
            line["id"]: line["at_ms"] / 1000
            for line in said
            if "id" in line and line["id"] not in before
        },
        tiles=next((line["tiles"] for line in said if "tiles" in line), []),
        ai_percent=ai_percent,
        memory_bytes=memory,
        simulation_bytes=simulation,
    )


def figures_of(seen: Observation) -> Iterator[Figure]:
    matched = seen.matched
    minutes = (seen.end - seen.begin) / 60
    whole, found = len(matched.whole), len(matched.found)
    how = f"{whole} passages of {CAMERAS} cameras in {minutes:.1f} min, by ground truth and frame clock"
    missed = ", ".join(
        f"{each.camera} {each.plate}" for each in matched.whole if not matched.of(each)
    )
    yield figure(
        "passages found",
        100 * found / whole if whole else None,
        "%",
        (">=", 100),
        f"{found} of {how}" + (f"; missed: {missed}" if missed else ""),
    )
    yield figure("reads beyond one a passage", float(matched.surplus), "reads", ("==", 0), how)
    yield figure(
        "reads of no passage",
        float(len(matched.spurious)),
        "reads",
        ("==", 0),
        how + "".join(f"; {read.camera} {read.text}" for read in matched.spurious),
    )
    wrong = ", ".join(
        f"{each.plate} read {matched.of(each)[0].text}"
        for each in matched.found
        if each not in matched.exact
    )
    yield figure(
        "texts exact",
        100 * len(matched.exact) / found if found else None,
        "%",
        (">=", EXACT_GOAL_PERCENT),
        f"{len(matched.exact)} of {found} found" + (f"; wrong: {wrong}" if wrong else ""),
    )
    delays = _screen_delays(seen)
    middle = percentile(delays, 50)
    yield figure(
        "plate readable in the picture to on the operator's screen, p95",
        percentile(delays, 95),
        "s",
        ("<=", SCREEN_GOAL_S),
        f"{len(delays)} passages, median {middle or 0:.2f} s; from the first frame whose plate is "
        f"{READABLE_WIDTH_PX} px wide and whole, or was read before that, to the painted row in Chromium",
    )
    playing = [tile for tile in seen.tiles if tile["frames"]]
    yield figure(
        "memory of the whole stack with 4 cameras",
        seen.memory_bytes / 1e9,
        "GB",
        ("<=", MEMORY_GOAL_GB),
        f"sum of PSS, simulated cameras left out ({seen.simulation_bytes / 1e9:.2f} GB more)",
    )
    yield figure(
        "processor time of the AI, 4 cameras at 1 frame a second",
        seen.ai_percent,
        "% of one core",
        ("<=", PROCESSOR_GOAL_PERCENT),
        f"process tree over {minutes:.1f} min, while {len(playing)} tiles play in Chromium on the same machine",
    )


def _screen_delays(seen: Observation) -> list[float]:
    """From the first frame in which the plate could be read, by the truth's measure or because it was."""
    delays = []
    for passage in seen.matched.found:
        shown = [read for read in seen.matched.of(passage) if read.id in seen.shown]
        if shown:
            begin = min(passage.readable_at, *(read.first_seen_at for read in shown))
            delays.append(min(seen.shown[read.id] for read in shown) - begin)
    return delays


def _finished_reads(operator: FrontDoor, begin: float, end: float) -> list[Read]:
    """What is stored of the time measured, after the last vote."""
    names = {camera["id"]: camera["name"] for camera in operator.every("/api/v1/cameras")}

    def rows() -> list[dict[str, Any]] | None:
        found = [
            row
            for row in operator.every("/api/v1/plates", **{"from": _text(begin - 30)})
            if row["camera"] in names and _seconds(row["first_seen_at"]) <= end
        ]
        return found if found and all(row["final"] for row in found) else None

    return [
        Read(
            row["id"],
            names[row["camera"]],
            row["text"],
            _seconds(row["first_seen_at"]),
            _seconds(row["last_seen_at"]),
        )
        for row in until(rows, "all reads are final", within_s=FINAL_WITHIN_S, pause_s=1)
    ]


def _memory(stack: RunningStack) -> tuple[int, int]:
    """Bytes of the stack (its supervisor included), and of the simulated cameras."""
    parts = stack.parts()
    simulation = trees([parts["demo"]["pid"]]) if parts.get("demo") else []
    pids = [part["pid"] for part in parts.values() if part["pid"]]
    supervisor = psutil.Process(parts["backend"]["pid"]).ppid()
    everything = {process.pid: process for process in trees([*pids, supervisor])}
    for process in simulation:
        everything.pop(process.pid, None)
    return pss_bytes(everything.values()), pss_bytes(simulation)


def _seconds(instant: str) -> float:
    return datetime.fromisoformat(instant).timestamp()


def _text(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")

"""Many viewers of a few cameras by LL-HLS: whether a picture stands still, and what the machine pays for them."""

import asyncio
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mosaic_cli.bench.figure import Figure, figure
from mosaic_cli.bench.road.bench import stack_of
from mosaic_cli.bench.road.load import ProcessorTime
from mosaic_cli.bench.road.media_token import media_token
from mosaic_cli.bench.video.steady_reader import ReadError, Watched, watch
from mosaic_cli.checks.live.running_stack import RunningStack

READERS, CAMERAS = 200, 4
SECONDS = 60.0
OPENED_WITHIN_S = 10.0
STALL_S = 0.1
"""Shorter ones are not seen: a player slows down a little instead."""
PAYING = ("mediamtx", "haproxy")
Source = tuple[str, str]
"""Address of the playlist, and token."""


@dataclass(frozen=True)
class Audience:
    """What all viewers had, and the processor time of those who served them, by part."""

    watched: Sequence[Watched]
    failures: Sequence[str]
    paid_s: dict[str, float]
    lasted_s: float

    def stalls_s(self) -> list[float]:
        return [stall for each in self.watched for stall in each.stalls_s if stall > STALL_S]

    def cores(self) -> str:
        return ", ".join(f"{name} {used / self.lasted_s:.2f}" for name, used in self.paid_s.items())


def readers(home: Path, _seconds: float) -> list[Figure]:
    with stack_of(home) as (stack, _):
        return list(reader_figures(stack))


def reader_figures(stack: RunningStack) -> Iterator[Figure]:
    """MediaMTX alone in the same run is the yardstick."""
    admin = stack.sign_in("admin")
    cameras = [each["id"] for each in admin.every("/api/v1/cameras")][:CAMERAS]
    sessions = [admin.viewer_session(camera) for camera in cameras]
    ours = asyncio.run(
        _audience(stack, [(each["hls_url"], each["token"]) for each in sessions], PAYING)
    )
    port = json.loads((stack.home / "ports.json").read_text())["mediamtx-hls"]
    bare = [
        (
            f"http://127.0.0.1:{port}/{camera}/index.m3u8?cookieCheck=1",
            media_token(stack.home / "secrets", camera),
        )
        for camera in cameras
    ]
    alone = asyncio.run(_audience(stack, bare, PAYING[:1]))
    stalls, theirs = ours.stalls_s(), alone.stalls_s()
    whole = len(ours.watched) == READERS
    media = min((each.media_s for each in ours.watched), default=0.0)
    yield figure(
        f"{READERS} LL-HLS readers of {len(cameras)} cameras, standstills",
        float(len(stalls)) if whole else None,
        "",
        ("==", 0),
        f"above {STALL_S:g} s, of pictures that play with the hold-back the server asks for, for {SECONDS:.0f} s; "
        f"longest {max(stalls, default=0):.2f} s; each got {media:.0f} s of video at least; "
        f"MediaMTX itself: {len(theirs)}; {_failed(ours.failures)}",
    )
    yield Figure(
        f"processor of {READERS} LL-HLS readers",
        round(sum(ours.paid_s.values()) / ours.lasted_s, 3),
        "cores",
        "",
        met=True,
        how=f"told, without a goal: {ours.cores()}; MediaMTX itself: {alone.cores()}; "
        "the readers' own is not in it, and the same two cores paid it",
    )


def _failed(failures: Sequence[str]) -> str:
    return f"{len(failures)} failed, the first: {failures[0]}" if failures else "none failed"


async def _audience(
    stack: RunningStack, sources: Sequence[Source], paying: Sequence[str]
) -> Audience:
    """READERS viewers, the sources shared out among them, who come one after the other."""
    parts = stack.parts()
    clock = asyncio.get_running_loop().time
    until = clock() + OPENED_WITHIN_S + SECONDS
    viewers = [
        asyncio.create_task(_viewer(sources[number % len(sources)], number, until))
        for number in range(READERS)
    ]
    await asyncio.sleep(OPENED_WITHIN_S)
    begun = clock()
    used = {name: ProcessorTime(parts[name]["pid"]) for name in paying}
    await asyncio.sleep(max(0.0, until - clock()))
    paid, lasted = {name: each.used_s() for name, each in used.items()}, clock() - begun
    told = await asyncio.gather(*viewers)
    watched = [each for each in told if isinstance(each, Watched)]
    return Audience(watched, [each for each in told if isinstance(each, str)], paid, lasted)


async def _viewer(source: Source, number: int, until: float) -> Watched | str:
    await asyncio.sleep(number * OPENED_WITHIN_S / READERS)
    try:
        return await watch(*source, until)
    except (ReadError, OSError, TimeoutError) as error:
        return repr(error)

"""MediaMTX, as Mosaic configures it, beside go2rtc: same source, same run."""

import asyncio
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import mean, median
from typing import Any

from mosaic_cli.bench.figure import Figure, figure
from mosaic_cli.bench.node import run_script, running_script
from mosaic_cli.bench.road.load import ProcessorTime
from mosaic_cli.bench.video.go2rtc import Go2rtc, serving
from mosaic_cli.bench.video.media_server import MediaServer, camera
from mosaic_cli.bench.video.rtsp_reader import read
from mosaic_cli.checks.live.waiting import until

TRIALS = 16
TRIAL_LIMIT_S = 30
WHEP_READERS, RTSP_READERS = 20, 50
FEWEST_FRAMES_A_SECOND = 5
"""Of the ten that the camera sends."""
SECONDS = 20.0
OPENED_WITHIN_S = 3.0
ROUNDS = 2


def peer_figures(_home: Path, _seconds: float) -> list[Figure]:
    """On parts of its own, whatever runs in that home."""
    names = [f"path-{number}" for number in range(TRIALS + 1)]
    with tempfile.TemporaryDirectory(prefix="mosaic-peer-") as made:
        folder = Path(made)
        with camera(folder) as source, serving(folder, names, source) as peer:
            media = MediaServer(folder, "")
            try:
                media.open_to_all()
                media.write({name: {"source": source, "sourceOnDemand": True} for name in names})
                media.start()
                media.await_count(len(names))
                return [*_starts(media, peer, names[1:]), *_readers(media, peer, names[0])]
            finally:
                media.close()


def _starts(media: MediaServer, peer: Go2rtc, names: Sequence[str]) -> Iterator[Figure]:
    """Each path once, in turns; both begin at the same shares of the time between two key frames.

    Whoever just misses one waits for the next: that moves the median by where the shares happen to lie, but as the
    shares are evenly spread the mean is what opening takes and half the time between two key frames.
    """
    port = media.component.ports["webrtc"]
    ours = f"http://127.0.0.1:{port}"
    trials: list[dict[str, Any]] = []
    for number, name in enumerate(names):
        phase = (number + 0.5) / len(names)
        for origin, url in ((ours, f"{ours}/{name}/whep"), (peer.origin, peer.whep_url(name))):
            trials.append(
                {"protocol": "whep", "phase": phase, "origin": origin, "url": url, "token": ""}
            )
    told = run_script(
        "road/first-frame.mjs",
        {"key_frame_at_ms": 0, "key_frame_every_ms": 1000, "trials": trials},
        within_s=TRIAL_LIMIT_S * len(trials),
    )
    took = [
        [each["took_ms"] / 1000 for each in told[side::2] if "took_ms" in each] for side in (0, 1)
    ]
    failures = [each["error"] for each in told if "error" in each]
    yield figure(
        "start of a path by WHEP, against go2rtc",
        mean(took[0]) / mean(took[1]) if all(took) else None,
        "ratio",
        ("<=", 1),
        f"means of {_listed(took[0])} and {_listed(took[1])}; first picture in Chromium of paths nobody read, "
        f"a key frame a second; "
        f"{'failed: ' + ', '.join(failures) if failures else 'none failed'}",
    )


def _readers(media: MediaServer, peer: Go2rtc, name: str) -> Iterator[Figure]:
    """By what browsers read, and by what programs do."""
    ports = media.component.ports
    sides = (
        (
            media.pid,
            f"http://127.0.0.1:{ports['webrtc']}",
            f"/{name}/whep",
            f"rtsp://127.0.0.1:{ports['rtsp']}",
        ),
        (peer.pid, peer.origin, peer.whep_url(name).removeprefix(peer.origin), peer.rtsp),
    )
    whep: tuple[list[float], list[float]] = ([], [])
    rtsp: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for side, (pid, origin, path, address) in enumerate(sides):
            whep[side].append(_of_whep(pid, origin, origin + path) / WHEP_READERS)
            used_s = asyncio.run(_of_rtsp(pid, f"{address}/{name}"))
            rtsp[side].append(1000 * used_s / SECONDS / RTSP_READERS)
    for protocol, readers, (ours, theirs) in (
        ("WHEP", WHEP_READERS, whep),
        ("RTSP", RTSP_READERS, rtsp),
    ):
        yield figure(
            f"processor of one {protocol} reader, against go2rtc",
            median(ours) / median(theirs) if all(theirs) else None,
            "ratio",
            ("<=", 1),
            f"thousandths of a core, ours {_listed(ours)}, theirs {_listed(theirs)}; "
            f"{readers} readers for {SECONDS:.0f} s, in turns; each had pictures all the time",
        )


def _of_whep(pid: int, origin: str, url: str) -> float:
    """Thousandths of a core that the server takes for all. Raises BrowserError; ValueError where some starve."""
    reading = {"origin": origin, "url": url, "readers": WHEP_READERS}
    with running_script("video/whep-readers.mjs", reading) as lines:
        until(lambda: lines, "all WHEP readers have a picture", within_s=TRIAL_LIMIT_S * 4)
        used = ProcessorTime(pid)
        time.sleep(SECONDS)
        used_s = used.used_s()
    fewest = min(lines[-1]["frames"])
    if fewest < FEWEST_FRAMES_A_SECOND * SECONDS:
        raise ValueError(f"{url}: a reader had {fewest} frames in {SECONDS:.0f} s")
    return 1000 * used_s / SECONDS


async def _of_rtsp(pid: int, url: str) -> float:
    """Processor seconds of the server while all read. Raises ValueError where some starve."""
    clock = asyncio.get_running_loop().time
    until_s = clock() + OPENED_WITHIN_S + SECONDS
    readers = [asyncio.create_task(read(url, until_s)) for _ in range(RTSP_READERS)]
    await asyncio.sleep(OPENED_WITHIN_S)
    used = ProcessorTime(pid)
    await asyncio.sleep(max(0.0, until_s - clock()))
    used_s = used.used_s()
    got = await asyncio.gather(*readers)
    if min(got) < max(got) / 2:
        raise ValueError(f"{url}: readers had {min(got)} to {max(got)} bytes")
    return used_s


def _listed(values: Sequence[float]) -> str:
    return ", ".join(f"{value:.2f}" for value in values) or "nothing"

"""The AI service beside the parts that it lives on, looking at simulated cameras."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx

from mosaic_cli.bench.ai.clips import serve_folder
from mosaic_cli.bench.video.site import VideoSite, await_ready, video_site
from mosaic_cli.checks.live.waiting import until
from mosaic_cli.checks.stack import models_environment
from mosaic_cli.mediamtx.lookup import find_installed
from mosaic_cli.ports import LOOPBACK, free_ports
from mosaic_cli.repository import ROOT

ALL_SEEN_WITHIN_S = 180.0
PASSED_ON = ("MOSAIC_AI_CPU_BUDGET", "MOSAIC_AI_THREADS")


@dataclass(frozen=True)
class AiSite:
    """pid: of the AI service."""

    video: VideoSite
    url: str
    pid: int

    def states(self) -> list[dict[str, Any]]:
        """Of each camera that is followed, as `/status` tells."""
        answer = self.video.api.get(f"{self.url}/api/ai/v1/status", timeout=30)
        items: list[dict[str, Any]] = answer.raise_for_status().json()["cameras"]
        return items

    def follow(self, sources: Sequence[str], *, settled_s: float) -> None:
        """These cameras and no others, each sampled for so long when it returns."""
        self._apply(sources, looked_at=False)
        until(
            lambda: not self.states(), "no camera is sampled", within_s=ALL_SEEN_WITHIN_S, pause_s=1
        )
        self._apply(sources, looked_at=True)
        until(
            lambda: (
                [state["sampled"] >= settled_s for state in self.states()] == [True] * len(sources)
            ),
            f"{len(sources)} cameras are sampled",
            within_s=ALL_SEEN_WITHIN_S,
            pause_s=1,
        )

    def _apply(self, sources: Sequence[str], *, looked_at: bool) -> None:
        items = [
            {"key": f"bench-{number}", "name": f"Bench {number}", "source_url": source}
            | {"ai": {"enabled": looked_at}}
            for number, source in enumerate(sources)
        ]
        answer = self.video.api.post(
            "/api/v1/config/apply",
            content=json.dumps({"mosaic": 1, "cameras": items}),
            headers={"Content-Type": "application/yaml"},
        )
        if answer.is_error:
            raise ValueError(answer.text[:2000])


@contextmanager
def ai_site() -> Iterator[AiSite]:
    """With the detector's weights where `MOSAIC_MODELS_DIR` or the tests' folder has them."""
    with video_site() as video:
        [port] = free_ports(1)
        url = f"http://{LOOPBACK}:{port}"
        site = replace(
            video.site,
            environment=video.site.environment
            | models_environment(ROOT)
            | {name: value for name, value in os.environ.items() if name in PASSED_ON}
            | {"MOSAIC_AI_PORT": str(port)},
        )
        with site.process("-m", "mosaic_ai") as process:
            await_ready(lambda: httpx.get(f"{url}/ready").is_success)
            yield AiSite(video, url, process.pid)


@contextmanager
def looking_at(site: AiSite, clips: list[Path], count: int, *, settled_s: float) -> Iterator[None]:
    """So many cameras that play the clips, and no others, are sampled, each for so long already."""
    with (
        tempfile.TemporaryDirectory(prefix="mosaic-cameras-") as folder,
        cameras_playing(Path(folder), clips, count) as sources,
    ):
        site.follow(sources, settled_s=settled_s)
        yield


@contextmanager
def cameras_playing(folder: Path, clips: list[Path], count: int) -> Iterator[list[str]]:
    """Their RTSP addresses, from an own server; each plays one of the clips over and over."""
    serve_folder(folder, clips, count)
    [port] = free_ports(1)
    binary = find_installed()
    command = [
        sys.executable, "-m", "mosaic_demo", "serve", "--clips", str(folder),
        "--port", str(port), "--cameras", str(count), "--mediamtx", str(binary),
    ]  # fmt: skip
    with (folder / "serve.log").open("w+") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=ROOT)
        try:
            until(
                lambda: "simulated cameras" in (folder / "serve.log").read_text(),
                "the simulated cameras play",
                within_s=60,
            )
            yield [f"rtsp://{LOOPBACK}:{port}/camera-{number + 1:02d}" for number in range(count)]
        finally:
            process.terminate()
            process.wait(30)

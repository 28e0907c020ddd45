"""How fast MediaMTX has the paths of thousands of cameras, and one more beside them."""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from mosaic_cli.bench.figure import Figure, figure
from mosaic_cli.bench.node import run_script
from mosaic_cli.bench.video.media_server import MediaServer, camera
from mosaic_cli.bench.video.site import VideoSite, video_site

CAMERAS = 5000
ADDED = 9
TRY_LIMIT_S = 45
IMPORT_GOAL_S, RESTART_GOAL_S, ADDED_GOAL_S = 10, 5, 2


@dataclass(frozen=True)
class Bare:
    """What MediaMTX alone takes for the same paths, by its file.

    start_s: with all of them. reload_s: from none to all. added: one more.
    """

    start_s: float
    reload_s: float
    added: "Added"


@dataclass(frozen=True)
class Added:
    """Of each camera that was added, in turn: seconds to its picture, and to the answer that accepts a reader."""

    shown_s: list[float]
    accepted_s: list[float]


def provisioning_figures(_home: Path, _seconds: float) -> list[Figure]:
    """On parts of its own, whatever runs in that home."""
    return measure(CAMERAS)


def measure(cameras: int) -> list[Figure]:
    with video_site() as site, camera(site.site.folder) as source:
        accepted_s, imported_s = _imported(site, cameras, source)
        added = _added(site, source)
        wanted = cameras + ADDED
        restarted_s = _restarted(site.media, wanted)
        bare = _bare(site, cameras, source)
        states = site.stream_states()
    import_how = (
        f"POST /api/v1/config/apply answered after {accepted_s:.2f} s, from there to the last path in MediaMTX;"
        f" bare MediaMTX from an empty file to one with the same paths: {bare.reload_s:.2f} s"
    )
    restart_how = (
        f"kill -9, started at once, to all {wanted} paths; bare MediaMTX with {cameras} paths in its file:"
        f" {bare.start_s:.2f} s; stream states told: {states}"
    )
    added_how = (
        f"POST /api/v1/cameras to its picture in Chromium by WHEP, which a tile opens first, median of {ADDED}"
        f" ({', '.join(f'{each:.2f}' for each in added.shown_s)}; accepted as a reader after"
        f" {median(added.accepted_s):.2f}), a key frame a second; bare MediaMTX from the written file:"
        f" {median(bare.added.shown_s):.2f} s (accepted after {median(bare.added.accepted_s):.2f})"
    )
    return [
        figure(
            f"{cameras} cameras imported at once, all paths there",
            imported_s,
            "s",
            ("<=", IMPORT_GOAL_S),
            import_how,
        ),
        figure(
            f"MediaMTX restarted with {wanted} paths, all back",
            restarted_s,
            "s",
            ("<=", RESTART_GOAL_S),
            restart_how,
        ),
        figure(
            f"one camera added beside {cameras}, playable",
            median(added.shown_s),
            "s",
            ("<=", ADDED_GOAL_S),
            added_how,
        ),
    ]


def _imported(site: VideoSite, cameras: int, source: str) -> tuple[float, float]:
    """Seconds to the answer, and from there to the last path."""
    items = [
        {"key": f"bench-{number}", "name": f"Bench {number}", "source_url": source}
        | {"ai": {"enabled": False}}
        for number in range(cameras)
    ]
    begun = time.monotonic()
    answer = site.api.post(
        "/api/v1/config/apply",
        content=json.dumps({"mosaic": 1, "cameras": items}),
        headers={"Content-Type": "application/yaml"},
    )
    accepted = time.monotonic()
    if answer.is_error:
        raise ValueError(answer.text[:2000])
    return accepted - begun, site.media.await_count(cameras) - accepted


def _added(site: VideoSite, source: str) -> Added:
    tries = [
        {
            "add": {
                "url": f"{site.site.url}/api/v1/cameras",
                "body": {"name": f"added {number}", "source_url": source},
            },
            "sessions": f"{site.streaming_url}/api/streaming/v1/cameras/{{id}}/sessions",
            "headers": {
                "Authorization": site.api.headers["Authorization"],
                "Content-Type": "application/json",
            },
        }
        for number in range(ADDED)
    ]
    return _watched(site.media, tries)


def _watched(media: MediaServer, tries: Sequence[Mapping[str, Any]]) -> Added:
    """Raises ValueError where one showed nothing."""
    told = run_script(
        "video/added.mjs",
        {"origin": media.webrtc_origin, "tries": list(tries)},
        within_s=TRY_LIMIT_S * len(tries),
    )
    failed = [each["error"] for each in told if "error" in each]
    if failed:
        raise ValueError("; ".join(failed))
    return Added([each["ms"] / 1000 for each in told], [each["path_ms"] / 1000 for each in told])


def _restarted(media: MediaServer, wanted: int) -> float:
    media.kill()
    begun = time.monotonic()
    media.part.prepare()  # as its supervisor does before each start
    media.start()
    return media.await_count(wanted) - begun


def _bare(site: VideoSite, cameras: int, source: str) -> Bare:
    """Beside the site's own, which goes on; it asks nobody for tokens."""
    folder = site.site.folder / "bare"
    folder.mkdir()
    media = MediaServer(folder, "")
    try:
        path = _settings_of(site.media, source)
        paths = {f"bare-{number}": path for number in range(cameras)}
        media.open_to_all()
        media.start()
        media.await_count(0)
        begun = time.monotonic()
        media.write(paths)
        reload_s = media.await_count(cameras) - begun
        media.kill()
        begun = time.monotonic()
        media.start()
        start_s = media.await_count(cameras) - begun
        return Bare(start_s, reload_s, _bare_added(media, paths, path))
    finally:
        media.close()


def _bare_added(media: MediaServer, paths: dict[str, Any], path: dict[str, Any]) -> Added:
    tries = []
    for number in range(ADDED):
        paths[f"added-{number}"] = path
        written = media.prepared(paths, f"added-{number}")
        tries.append(
            {"from": str(written), "to": str(media.component.config), "path": f"added-{number}"}
        )
    return _watched(media, tries)


def _settings_of(media: MediaServer, source: str) -> dict[str, Any]:
    """Of a path as streaming made it."""
    path = next(iter(media.paths().values()))
    names = ("sourceOnDemand", "sourceOnDemandStartTimeout", "sourceOnDemandCloseAfter")
    return {"source": source} | {name: path[name] for name in (*names, "rtspTransport", "record")}

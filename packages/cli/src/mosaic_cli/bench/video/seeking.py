"""How soon the playback page shows an instant of a month of recordings."""

import os
import random
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx

from mosaic_cli.bench.backend.site import Site, private_site
from mosaic_cli.bench.figure import Figure, figure, percentile
from mosaic_cli.bench.node import run_script
from mosaic_cli.programs import require
from mosaic_cli.repository import ROOT

DAYS = 30
SEEKS = 40
GOAL_S = 0.5
# What is on the screen when it is looked at, after a seek that took its time.
RIGHT_WITHIN_S = 20.0
NAME = "%Y-%m-%d_%H-%M-%S-%f.mp4"
_ROWS = """
INSERT INTO clips_segment
    (camera_id, name, starts_at, ends_at, bytes, state, number, stream_s, sha256)
SELECT '{camera}', to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD_HH24-MI-SS-US') || '.mp4', at,
    at + interval '1 minute', {size}, 'complete', 0, 0, ''
FROM generate_series('{start}'::timestamptz, '{last}'::timestamptz, '1 minute') AS at
RETURNING 1
"""
_LEDGER = """
INSERT INTO clips_span (camera_id, starts_at, ends_at, kind, cause)
VALUES ('{camera}', '{start}', '{end}', 'recorded', '') RETURNING 1
"""


def seeking_figures(_home: Path, _seconds: float) -> list[Figure]:
    """On parts of its own, whatever runs in that home."""
    return measure(DAYS, SEEKS)


def measure(days: int, seeks: int) -> list[Figure]:
    """Raises FileNotFoundError where the console was never built."""
    dist = ROOT / "frontend" / "dist"
    if not (dist / "index.html").exists():
        raise FileNotFoundError("the console is not built; `./mosaic up` does that")
    end = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(hours=1)
    start = end - timedelta(days=days)
    with private_site() as site, site.serving():
        account = site.account("admin")
        camera = _camera(site)
        files = _recorded(site, camera, start, end)
        # The first is where the page begins; it is not measured.
        instants = [_somewhere(start, end) for _ in range(seeks + 1)]
        told = run_script(
            "video/seek.mjs",
            {
                "url": site.url,
                "dist": str(dist),
                **account,
                "camera": camera,
                "instants": [round(at.timestamp() * 1000) for at in instants],
            },
            within_s=120 + 5 * seeks,
        )
    wrong = [each for each in told if not _is_right(each["at"], each["shown_ms"])]
    took = [each["took_ms"] / 1000 for each in told if each["took_ms"] is not None]
    whole = len(took) == seeks and not wrong
    how = (
        f"console in Chromium on a backend of its own, one camera of 1280 x 720 at 25 a second, {files} files of a"
        f" minute (hard links to one real one, so from the disk's cache); {len(took)} of {seeks} seeks came,"
        f" {len(wrong)} to the wrong picture; from sending the date to the picture's presentation, median"
        f" {percentile(took, 50) or 0:.3f} s, slowest {max(took, default=0):.3f} s"
    )
    name = f"seek in {days} days of recordings to first picture, p95"
    return [figure(name, percentile(took, 95) if whole else None, "s", ("<=", GOAL_S), how)]


def _camera(site: Site) -> str:
    with httpx.Client(base_url=site.url, timeout=60, trust_env=False) as api:
        api.headers["Authorization"] = f"Bearer {site.token('admin')}"
        body = {"name": "Month", "source_url": "rtsp://192.0.2.1/1", "enabled": False}
        camera = api.post("/api/v1/cameras", json=body).raise_for_status().json()
        return str(camera["id"])


def _recorded(site: Site, camera: str, start: datetime, end: datetime) -> int:
    """A file for every minute, on disk and in the index; how many."""
    folder = site.folder / "recordings" / camera
    folder.mkdir(parents=True)
    film = _film(site.folder)
    minutes = int((end - start) / timedelta(minutes=1))
    for minute in range(minutes):
        os.link(film, folder / f"{start + timedelta(minutes=minute):{NAME}}")
    told = {"camera": camera, "start": start.isoformat(), "end": end.isoformat()}
    last = (end - timedelta(minutes=1)).isoformat()
    site.query(_ROWS.format(**told, last=last, size=film.stat().st_size))
    site.query(_LEDGER.format(**told))
    return minutes


def _film(folder: Path) -> Path:
    """A minute as MediaMTX records it: fragments of a second, a key frame at the beginning of each."""
    path = folder / "minute.mp4"
    subprocess.run(
        [
            *(require("ffmpeg"), "-v", "error", "-nostdin", "-f", "lavfi"),
            *("-i", "testsrc2=size=1280x720:rate=25", "-t", "60", "-c:v", "libx264"),
            *("-preset", "ultrafast", "-b:v", "2M", "-bf", "0", "-g", "25", "-keyint_min", "25"),
            *("-sc_threshold", "0", "-pix_fmt", "yuv420p"),
            *("-movflags", "frag_keyframe+empty_moov+default_base_moof", str(path)),
        ],
        check=True,
    )
    return path


def _somewhere(start: datetime, end: datetime) -> datetime:
    whole = (end - start - timedelta(minutes=2)).total_seconds()
    return start + timedelta(seconds=random.randrange(int(whole)))  # noqa: S311 - no secret


def _is_right(at_ms: int, shown_ms: float | None) -> bool:
    """It plays on while it is looked at."""
    return shown_ms is not None and -0.2 <= (shown_ms - at_ms) / 1000 <= RIGHT_WITHIN_S

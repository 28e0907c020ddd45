"""Times clips as the worker cuts them, from the start of each job to its file, of minutes that are on the disk.

Arguments: how many of 6 seconds, how many minutes the long one has.
"""

import json
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

import django

django.setup()

from django.db import transaction  # noqa: E402

from mosaic_backend.clips.domain.ledger import Stretch  # noqa: E402
from mosaic_backend.clips.domain.spans import Span  # noqa: E402
from mosaic_backend.clips.infrastructure import tasks  # noqa: E402
from mosaic_backend.clips.infrastructure.cutting.clip_queue import request_clips  # noqa: E402
from mosaic_backend.clips.infrastructure.models import Clip, Segment  # noqa: E402
from mosaic_backend.clips.infrastructure.parts import recordings_folder  # noqa: E402
from mosaic_backend.clips.infrastructure.recording import ledger_store  # noqa: E402
from mosaic_contracts.ids import new_id  # noqa: E402

MINUTE = timedelta(minutes=1)
START = datetime(2026, 1, 5, 8, tzinfo=UTC)
NAME = "%Y-%m-%d_%H-%M-%S-%f.mp4"
# As of a running job that nobody stops.
JOB = cast("Any", SimpleNamespace(should_abort=lambda: False, job=SimpleNamespace(attempts=0)))


def main(clips: int, minutes: int) -> None:
    camera = new_id()
    folder = recordings_folder() / str(camera)
    film = _film(folder)
    _record(camera, folder, film, minutes + 1)
    across = START + timedelta(seconds=57.3)
    told: dict[str, object] = {
        name: [_cut(camera, across + n % minutes * MINUTE, 6, exact=exact)[0] for n in range(clips)]
        for name, exact in (("copied_s", False), ("exact_s", True))
    }
    took, size = _cut(camera, START, 60 * minutes, exact=False)
    print(json.dumps({**told, "long_s": took, "long_bytes": size}))


def _film(folder: Path) -> bytes:
    """A minute of 4 Mbit/s as MediaMTX records it: fragments of a second with a key frame each."""
    folder.mkdir(parents=True)
    path = folder / "film"
    rate = ("-b:v", "4M", "-minrate", "4M", "-maxrate", "4M", "-bufsize", "4M")
    subprocess.run(
        [
            *("ffmpeg", "-v", "error", "-nostdin", "-f", "lavfi"),
            *("-i", "testsrc2=size=1280x720:rate=25", "-t", "60", "-c:v", "libx264"),
            *("-preset", "ultrafast", *rate, "-x264-params", "nal-hrd=cbr", "-pix_fmt", "yuv420p"),
            *("-bf", "0", "-g", "25", "-keyint_min", "25", "-f", "mp4"),
            *("-movflags", "frag_keyframe+empty_moov+default_base_moof", str(path)),
        ],
        check=True,
    )
    content = path.read_bytes()
    path.unlink()
    return content


def _record(camera: UUID, folder: Path, film: bytes, minutes: int) -> None:
    """Every minute a file of its own on the disk, in the index and in the ledger."""
    stream = new_id()
    for number in range(minutes):
        at = START + number * MINUTE
        path = folder / f"{at:{NAME}}"
        path.write_bytes(film)
        Segment.objects.create(
            camera_id=camera,
            name=path.name,
            starts_at=at,
            ends_at=at + MINUTE,
            bytes=len(film),
            state="complete",
            stream=stream,
            number=number,
            stream_s=60.0 * number,
        )
    with transaction.atomic():
        ledger_store.paint(camera, [Stretch(START, START + minutes * MINUTE, "recorded")])


def _cut(camera: UUID, start: datetime, length_s: float, *, exact: bool) -> tuple[float, int]:
    """Seconds and bytes. The worker's own code, in this process."""
    wish = Span(start, start + timedelta(seconds=length_s))
    [clip] = request_clips(
        [camera], wish, requester_id=str(new_id()), requested_by="bench", exact=exact
    )
    began = time.perf_counter()
    tasks._cut(JOB, clip.id)
    took = time.perf_counter() - began
    made = Clip.objects.get(pk=clip.pk)
    if made.state != "ready" or not made.size_bytes:
        raise RuntimeError(f"the clip is {made.state}: {made.detail}")
    return took, made.size_bytes


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))

"""The recorded day of the partner API's sandbox: what is committed is what the demo's generator makes."""

import itertools
import json
import subprocess
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from mosaic_demo.library import MAX_CLIPS, plates_of
from mosaic_demo.recorded_day import CLIP_FILE, CLIP_MS, DAY_FILE, DAY_MS, PLATES_FILE, record_day

COMMITTED = (
    Path(__file__).resolve().parents[3]
    / "backend-django/src/mosaic_backend/partners/infrastructure/recording"
)


@pytest.fixture(scope="module")
def day() -> dict[str, Any]:
    made: dict[str, Any] = json.loads(json.dumps(record_day()))
    return made


def test_committed_day_when_recorded_again_then_the_same(day: dict[str, Any]) -> None:
    assert json.loads((COMMITTED / DAY_FILE).read_text()) == day


def test_day_when_recorded_then_its_plates_are_those_of_the_clips(day: dict[str, Any]) -> None:
    seed = day["seed"]
    rendered = {plate.text for index in range(MAX_CLIPS) for plate in plates_of(index, seed)}
    passed = {passage["plate"] for passage in day["passages"] if "plate" in passage}
    assert passed <= rendered
    assert len(passed) > 40
    with ZipFile(COMMITTED / PLATES_FILE) as archive:
        assert {name.removesuffix(".jpg") for name in archive.namelist()} == rendered
        assert all(archive.read(name)[:3] == b"\xff\xd8\xff" for name in archive.namelist())


def test_timetable_when_recorded_then_nothing_passes_two_at_once_or_in_an_outage(
    day: dict[str, Any],
) -> None:
    busy: dict[int, list[tuple[int, int]]] = {}
    for camera, since, until, _ in day["outages"]:
        busy.setdefault(camera, []).append((since, until))
    for begins, number in day["timetable"]:
        passage = day["passages"][number]
        busy.setdefault(passage["camera"], []).append((begins, begins + passage["lasts_ms"]))
    for spans in busy.values():
        spans.sort()
        assert spans[0][0] > 0
        assert spans[-1][1] < DAY_MS
        assert all(one[1] < other[0] for one, other in itertools.pairwise(spans))


def test_boxes_when_recorded_then_inside_the_picture(day: dict[str, Any]) -> None:
    for passage in day["passages"]:
        boxes = [box[1:] for box in passage["boxes"]]
        for x, y, width, height in [
            *boxes,
            *([passage["plate_box"]] if "plate" in passage else []),
        ]:
            assert min(x, y) >= 0
            assert max(x + width, y + height) <= 1.0001


def test_film_when_probed_then_as_long_as_the_clips_say() -> None:
    asked = ["ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0"]
    told = subprocess.run(
        [*asked, str(COMMITTED / CLIP_FILE)], check=True, capture_output=True, text=True
    )
    assert float(told.stdout) * 1000 == pytest.approx(CLIP_MS, abs=1)
    assert sum(file.stat().st_size for file in COMMITTED.iterdir()) < 300_000

"""The recorded day that sandbox keys of the partner API replay: a small file made from the clips' ground truth.

Nothing is rendered: what each clip shows of a passage follows from its timetable and the camera's geometry.
"""

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import cv2
import numpy as np
from numpy.typing import NDArray

from mosaic_demo.encoding import encode
from mosaic_demo.film import FPS
from mosaic_demo.geometry import Camera, Points
from mosaic_demo.library import DEFAULT_SEED, MAX_CLIPS, clip_plans, film
from mosaic_demo.plates.face import draw_face
from mosaic_demo.scenes.people import place
from mosaic_demo.scenes.scene import Scene, Walker
from mosaic_demo.traffic import Trip
from mosaic_demo.truth import READABLE_WIDTH_PX
from mosaic_demo.vehicles.drawing import VehiclePainter

RECORDED_ON, DAY_MS = "2026-05-12", 24 * 3600 * 1000
DAY_FILE, PLATES_FILE, CLIP_FILE = "day.json", "plates.zip", "clip.mp4"
STEP_S, FOUND_PX, EDGE_MS = 0.2, 48, 120_000
PICTURE_WIDTH_PX, JPEG_QUALITY = 128, 60
KEPT_BOXES = 3
LABELS = {"car": "car", "van": "car", "truck": "truck"}
"""COCO has no vans, and the detectors that know its words call them cars."""
CONFUSABLE = {"0": "O", "8": "B", "1": "I", "5": "S", "2": "Z"}
RHYTHM = {
    "street": (1, 1, 1, 1, 1, 3, 7, 12, 13, 9, 7, 7, 8, 8, 7, 8, 10, 13, 12, 8, 5, 4, 3, 2),
    "gate": (0, 0, 0, 0, 0, 2, 8, 10, 7, 5, 5, 5, 4, 6, 5, 5, 7, 10, 6, 2, 1, 0, 0, 0),
    "night": (5, 4, 3, 3, 3, 4, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 5, 7, 8, 7),
    "yard": (0, 0, 0, 0, 1, 4, 7, 8, 8, 8, 7, 6, 3, 6, 8, 7, 6, 4, 2, 1, 0, 0, 0, 0),
}
"""Passages before a camera of the scene in each hour of the day."""
OUTAGES = (
    (3, "10:42:10", "10:55:40", "unreachable"),
    (1, "14:03:00", "14:03:11", "interrupted"),
    (6, "23:05:30", "23:31:00", "timeout"),
)
"""Camera, from, to, and the reason: the second is too short to be told as offline."""
CLIPS_A_DAY, CLIP_MS, WATCHED = 12, 8_000, 2
CLIP_FROM_S, CLIP_SIZE, CLIP_EVERY = 8, (320, 180), 5


def record_day(seed: int = DEFAULT_SEED) -> dict[str, Any]:
    """The day as JSON: cameras, what passes them, and when; boxes are shares of the picture, times ms."""
    cameras, passages = [], []
    for index, plan in enumerate(clip_plans(MAX_CLIPS, seed)):
        made = film(plan, seed)
        view = made.scene.camera
        cameras.append(
            {
                "name": f"{made.scene.name.capitalize()} {index // 4 + 1}",
                "scene": made.scene.name,
                "width": view.width,
                "height": view.height,
            }
        )
        seen = [_vehicle(made.scene, trip) for trip in made.trips]
        seen += [_person(view, walker) for walker in made.scene.walkers]
        passages += [{"camera": index, **passage} for passage in seen if passage]
    rng = Random(seed)
    for number, passage in enumerate(p for p in passages if "plate" in p):
        passage["confidence"] = round(rng.uniform(0.9, 0.995), 3)
        passage["first_read"] = _first_read(passage["plate"], misread=number % 5 == 0)
    outages = [[c, _ms(since), _ms(until), reason] for c, since, until, reason in OUTAGES]
    timetable = _timetable(cameras, passages, outages, rng)
    return {
        "recorded_on": RECORDED_ON,
        "seed": seed,
        "cameras": cameras,
        "passages": passages,
        "timetable": timetable,
        "outages": outages,
        "clip_ms": CLIP_MS,
        "clips": _clips(passages, timetable, rng),
        "watched": [p["plate"] for p in rng.sample([p for p in passages if "plate" in p], WATCHED)],
    }


def write_day(folder: Path, seed: int = DEFAULT_SEED) -> None:
    """Writes the day, the pictures of its plates, and the film that all its clips show, into the folder."""
    day = record_day(seed)
    rows = [f" {json.dumps(name)}: {_lines(value)}" for name, value in day.items()]
    (folder / DAY_FILE).write_text("{\n" + ",\n".join(rows) + "\n}\n")
    with ZipFile(folder / PLATES_FILE, "w", ZIP_STORED) as archive:
        for text, picture in plate_pictures(seed).items():
            archive.writestr(ZipInfo(f"{text}.jpg"), picture)
    encode(folder / CLIP_FILE, CLIP_SIZE, FPS // CLIP_EVERY, _clip_pictures(seed))


def plate_pictures(seed: int = DEFAULT_SEED) -> dict[str, bytes]:
    """Plate → JPEG of its face as it passes."""
    pictures = {}
    for plan in clip_plans(MAX_CLIPS, seed):
        for trip in film(plan, seed).trips:
            face = draw_face(trip.plate, rear=trip.view == "rear")
            height = round(face.shape[0] * PICTURE_WIDTH_PX / face.shape[1])
            small = cv2.resize(face, (PICTURE_WIDTH_PX, height), interpolation=cv2.INTER_AREA)
            _, jpeg = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
            pictures[trip.plate.text] = jpeg.tobytes()
    return pictures


def _clip_pictures(seed: int) -> Iterator[NDArray[np.uint8]]:
    """A few seconds of the first camera, small: I420, (height * 3 / 2, width)."""
    made = film(clip_plans(1, seed)[0], seed)
    first = CLIP_FROM_S * FPS
    for picture in islice(made.frames(), first, first + CLIP_MS * FPS // 1000, CLIP_EVERY):
        shown = cv2.cvtColor(picture, cv2.COLOR_YUV2BGR_I420)
        small = cv2.resize(shown, CLIP_SIZE, interpolation=cv2.INTER_AREA)
        yield np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2YUV_I420), np.uint8)


def _lines(value: Any) -> str:
    if not isinstance(value, list) or not value or not isinstance(value[0], dict | list):
        return json.dumps(value)
    return "[\n" + ",\n".join(f"  {json.dumps(row)}" for row in value) + "\n ]"


def _vehicle(scene: Scene, trip: Trip) -> dict[str, Any] | None:
    """None where the plate can never be read."""
    blank = np.zeros((2, 8, 3), np.uint8)  # where a plate is does not depend on what it looks like
    painter = VehiclePainter(trip.vehicle, scene.light, blank, blank)
    body = np.concatenate(trip.vehicle.facets.polygons)
    camera, boxes, plates = scene.camera, {}, {}
    for step in range(round(scene.seconds / STEP_S)):
        at_s = step * STEP_S
        pose = trip.pose(at_s)
        if not trip.is_near(at_s):
            continue
        box = _box(camera, camera.project(pose.to_world(body)))
        if box is None or box[3] * camera.height < FOUND_PX:
            continue
        boxes[step] = box
        corners = painter.plate_corners(camera, pose)
        plate = _box(camera, (corners[0], np.ones(4)), whole=True) if corners else None
        if plate is not None and plate[2] * camera.width >= READABLE_WIDTH_PX:
            plates[step] = plate
    if not plates:
        return None
    first = min(boxes)
    best = max(plates, key=lambda step: plates[step][2])
    return {
        "label": LABELS[trip.vehicle.kind],
        "view": trip.view,
        "lasts_ms": _since(max(boxes), first),
        "boxes": _kept(boxes),
        "plate": trip.plate.text,
        "plate_box": plates[best],
        "read_ms": [_since(step, first) for step in (min(plates), best, max(plates))],
        "votes": len(plates),
    }


def _person(camera: Camera, walker: Walker) -> dict[str, Any] | None:
    boxes = {}
    for step in range(round(walker.from_s / STEP_S), round(walker.to_s / STEP_S)):
        pose = place(walker, step * STEP_S)
        if pose is None:
            continue
        half, tall = walker.height_m * 0.15, walker.height_m
        figure = np.array([[pose.x + x, pose.y, z] for x in (-half, half) for z in (0.0, tall)])
        box = _box(camera, camera.project(figure))
        if box is not None and box[3] * camera.height >= FOUND_PX:
            boxes[step] = box
    if not boxes:
        return None
    return {
        "label": "person",
        "lasts_ms": _since(max(boxes), min(boxes)),
        "boxes": _kept(boxes),
    }


def _box(camera: Camera, seen: tuple[Points, Points], *, whole: bool = False) -> list[float] | None:
    """x, y, width, height in shares of the picture; None: out of it, or with `whole` not quite in it."""
    pixels, depths = seen
    size = np.array([camera.width, camera.height])
    low, high = pixels.min(0), pixels.max(0)
    if depths.min() <= 0 or (whole and ((low < 0).any() or (high > size).any())):
        return None
    low, high = np.clip(low, 0, size) / size, np.clip(high, 0, size) / size
    if (high - low).min() <= 0.005:
        return None
    return [round(float(value), 4) for value in (*low, *(high - low))]


def _kept(boxes: dict[int, list[float]]) -> list[list[float]]:
    """Some of the boxes, evenly, each behind the time since the first of all: [ms, x, y, width, height]."""
    steps = sorted(boxes)
    chosen = [steps[len(steps) * (2 * k + 1) // (2 * KEPT_BOXES)] for k in range(KEPT_BOXES)]
    return [[_since(step, steps[0]), *boxes[step]] for step in dict.fromkeys(chosen)]


def _since(step: int, first: int) -> int:
    return round((step - first) * STEP_S * 1000)


def _ms(clock: str) -> int:
    hours, minutes, seconds = (int(part) for part in clock.split(":"))
    return ((hours * 60 + minutes) * 60 + seconds) * 1000


def _first_read(plate: str, *, misread: bool) -> str:
    """What the first frames said: for some plates one glyph is taken for another."""
    at = next((i for i, glyph in enumerate(plate) if glyph in CONFUSABLE), None)
    if not misread or at is None:
        return plate
    return plate[:at] + CONFUSABLE[plate[at]] + plate[at + 1 :]


def _timetable(
    cameras: list[dict[str, Any]],
    passages: list[dict[str, Any]],
    outages: list[list[Any]],
    rng: Random,
) -> list[list[int]]:
    """[ms of the day, passage], by time; nothing passes two at once, in an outage, or near midnight."""
    rows: list[list[int]] = []
    for index, camera in enumerate(cameras):
        cast = [n for n, passage in enumerate(passages) if passage["camera"] == index]
        dark = [(since, until) for c, since, until, _ in outages if c == index]
        starts = sorted(
            (hour * 3600 + rng.random() * 3600) * 1000
            for hour, number in enumerate(RHYTHM[camera["scene"]])
            for _ in range(number)
        )
        free_ms, order = EDGE_MS, [n for _ in starts for n in rng.sample(cast, len(cast))]
        for start, chosen in zip(starts, order, strict=False):
            begins = int(max(start, free_ms))
            ends = begins + passages[chosen]["lasts_ms"] + 4000
            if ends > DAY_MS - EDGE_MS or any(begins < b and ends > a for a, b in dark):
                continue
            rows.append([begins, chosen])
            free_ms = ends
    return sorted(rows)


def _clips(
    passages: list[dict[str, Any]], timetable: list[list[int]], rng: Random
) -> list[list[int]]:
    """[camera, from, requested at, finished at]; each lasts CLIP_MS and shows a plate being read."""
    readable = [row for row in timetable if "plate" in passages[row[1]]]
    clips = []
    for begins, n in sorted(rng.sample(readable, CLIPS_A_DAY)):
        since = begins + passages[n]["read_ms"][1] - CLIP_MS // 2
        asked = since + CLIP_MS + rng.randrange(20_000, 60_000)
        clips.append([passages[n]["camera"], since, asked, asked + rng.randrange(900, 3000)])
    return clips

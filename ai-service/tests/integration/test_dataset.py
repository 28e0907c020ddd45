"""Data sets are read back as a trainer would read them."""

import csv
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import numpy as np
import pytest
import yaml
from captured import AT, CAMERA, capture

from mosaic_ai import capture_erase, capture_export
from mosaic_ai.domain.captures import Capture, Label
from mosaic_ai.domain.dataset import PARTS, part_of
from mosaic_ai.infrastructure.capture_opening import open_captures
from mosaic_ai.infrastructure.images import open_image, to_jpeg
from mosaic_ai.infrastructure.obstore_captures import ObstoreCaptures
from mosaic_cli.testing.minio.server import Bucket

JPEG = to_jpeg(np.full((480, 640, 3), 90, np.uint8), 640)
OTHER = UUID("01936f00-1a2b-7c3d-8e4f-000000000000")
FIRST = uuid4()
Told = dict[str, object]


@pytest.fixture
def url(tmp_path: Path) -> str:
    return (tmp_path / "store").as_uri()


@pytest.fixture
def store(url: str) -> ObstoreCaptures:
    """Twenty days of two cameras; of the first read a person said what it is."""
    store = open_captures(url)
    for day in range(20):
        at = AT + timedelta(days=day)
        store.add(capture(FIRST if day == 0 else uuid4(), at=at), JPEG)
        store.add(capture(uuid4(), at=at, camera=OTHER), JPEG)
    store.label(FIRST, Label("AB12 CDE", AT))
    return store


@pytest.fixture
def exported(
    store: ObstoreCaptures, url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[Path, Told]]:
    def export(*arguments: str) -> tuple[Path, Told]:
        out = tmp_path / f"out-{uuid4().hex}"
        assert capture_export.main(["--store", url, "--out", str(out), *arguments]) == 0
        return out, json.loads(capsys.readouterr().out)

    return export


def test_yolo_then_pictures_and_labels_as_the_boxes_were(
    exported: Callable[..., tuple[Path, Told]],
) -> None:
    out, told = exported("--format", "yolo")
    assert told["pictures"] == 40
    assert told["annotations"] == {"car": 40, "plate": 40}
    assert told["verified"] == 1
    settings = yaml.safe_load((out / "data.yaml").read_text())
    assert settings["names"] == {0: "plate", 1: "car"}
    count = 0
    for part in PARTS:
        assert settings[part] == f"images/{part}"
        for picture in (out / settings[part]).iterdir():
            assert open_image(picture.read_bytes()).shape == (480, 640, 3)
            lines = (out / "labels" / part / f"{picture.stem}.txt").read_text().splitlines()
            plate, car = [[float(word) for word in line.split()] for line in lines]
            assert plate == pytest.approx([0, 160 / 640, 215 / 480, 120 / 640, 30 / 480], abs=1e-5)
            assert car == pytest.approx([1, 230 / 640, 200 / 480, 300 / 640, 200 / 480], abs=1e-5)
            count += 1
    assert count == 40
    with (out / "texts.csv").open() as opened:
        texts = list(csv.DictReader(opened))
    assert sorted({(row["text"], row["verified"]) for row in texts}) == [
        ("A812CDE", "false"),
        ("AB12CDE", "true"),
    ]
    assert all((out / row["image"]).is_file() for row in texts)


def test_coco_then_ids_fit_and_texts_are_attributes(
    exported: Callable[..., tuple[Path, Told]],
) -> None:
    out, told = exported("--format", "coco")
    verified = []
    for part in PARTS:
        document = json.loads((out / part / "annotations.json").read_text())
        images = {image["id"]: image for image in document["images"]}
        categories = {item["id"]: item["name"] for item in document["categories"]}
        assert len(images) == len(document["images"]) == told["parts"][part]  # type: ignore[index]
        assert {path.name for path in (out / part).glob("*.jpg")} == {
            image["file_name"] for image in images.values()
        }
        ids = [item["id"] for item in document["annotations"]]
        assert sorted(ids) == list(range(1, len(ids) + 1))
        for item in document["annotations"]:
            x, y, width, height = item["bbox"]
            image = images[item["image_id"]]
            assert 0 <= x <= x + width <= image["width"]
            assert 0 <= y <= y + height <= image["height"]
            assert item["area"] == pytest.approx(width * height)
            assert item["iscrowd"] == 0
            is_plate = categories[item["category_id"]] == "plate"
            assert ("text" in item["attributes"]) == is_plate
            if item["attributes"]["verified"]:
                verified.append(item["attributes"]["text"])
    assert verified == ["AB12CDE"]


def test_parts_then_a_camera_and_a_day_are_never_torn_apart_and_the_same_every_time(
    exported: Callable[..., tuple[Path, Told]], store: ObstoreCaptures
) -> None:
    trees = []
    for narrower in ([], ["--camera", str(CAMERA)]):
        out, _ = exported("--format", "yolo", *narrower)
        trees.append({path.stem: path.parent.name for path in (out / "images").rglob("*.jpg")})
    assert set(trees[0].values()) == set(PARTS)
    assert trees[1].items() < trees[0].items()
    for kept in store.kept():
        document = store.capture(kept)
        assert isinstance(document, Capture)
        later = capture(at=document.captured_at + timedelta(hours=3), camera=kept.camera_id)
        assert part_of(document) == part_of(later) == trees[0][str(document.id)]


def test_export_when_narrowed_then_only_those(
    exported: Callable[..., tuple[Path, Told]],
) -> None:
    since, until = AT + timedelta(days=3), AT + timedelta(days=5)
    span = ["--from", since.isoformat(), "--to", until.isoformat()]
    _, told = exported("--format", "coco", *span, "--camera", str(CAMERA))
    assert told["pictures"] == 2


def test_correction_when_withdrawn_then_the_read_is_back_and_nobody_vouches_for_it(
    exported: Callable[..., tuple[Path, Told]], store: ObstoreCaptures
) -> None:
    store.label(FIRST, Label(None, AT + timedelta(days=1)))
    _, told = exported("--format", "yolo")
    assert told["verified"] == 0


@pytest.mark.parametrize(
    "wrong",
    [
        ["--format", "voc"],
        ["--format", "yolo", "--from", "yesterday"],
        ["--format", "yolo", "--from", "2026-11-01T00:00:00"],
        ["--format", "yolo", "--camera", "gate"],
        ["--format", "yolo", "--store", "nowhere"],
        ["--format", "yolo", "--store", "file:///no/such/folder"],
    ],
)
def test_export_when_asked_wrongly_then_said_and_nothing_written(
    url: str, store: ObstoreCaptures, tmp_path: Path, wrong: list[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        capture_export.main(["--store", url, "--out", str(tmp_path / "out"), *wrong])
    assert ended.value.code == 2
    assert not (tmp_path / "out").exists()


def test_export_when_the_folder_holds_something_then_left_alone(
    url: str, store: ObstoreCaptures, tmp_path: Path
) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(SystemExit):
        capture_export.main(["--store", url, "--out", str(tmp_path), "--format", "yolo"])
    assert (tmp_path / "mine.txt").read_text() == "mine"


@pytest.mark.parametrize(
    ("which", "left"),
    [
        (["--camera", str(OTHER)], 20),
        (["--read", str(FIRST)], 39),
        (["--plate", "ab-12-cde"], 39),
        (["--plate", "A812CDE"], 0),
        (["--before", (AT + timedelta(days=5)).isoformat()], 30),
        (["--all"], 0),
    ],
)
def test_erasure_when_asked_then_those_go_and_no_others(
    store: ObstoreCaptures,
    url: str,
    capsys: pytest.CaptureFixture[str],
    which: list[str],
    left: int,
) -> None:
    assert capture_erase.main(["--store", url, *which]) == 0
    assert capsys.readouterr().out == f"{40 - left} were deleted\n"
    assert len(store.kept()) == left


def test_export_and_erasure_when_the_pictures_are_on_s3_then_just_so(
    s3_bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in s3_bucket.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("MOSAIC_AI_CAPTURE_URL", f"{s3_bucket.url}/captures")
    store = open_captures(f"{s3_bucket.url}/captures")
    store.add(capture(FIRST), JPEG)
    out = tmp_path / "out"
    assert capture_export.main(["--out", str(out), "--format", "coco"]) == 0
    assert len(list(out.rglob("*.jpg"))) == 1
    assert capture_erase.main(["--read", str(FIRST)]) == 0
    assert store.kept() == []
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    assert capture_export.main(["--out", str(tmp_path / "more"), "--format", "coco"]) == 1
    assert capture_erase.main(["--all"]) == 1

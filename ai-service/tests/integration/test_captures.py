"""Captured pictures in every kind of store: a folder, memory, and a real S3."""

import asyncio
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from captured import AT, CAMERA, capture

from mosaic_ai.application.label_captures import CaptureLabels
from mosaic_ai.domain.captures import Label
from mosaic_ai.infrastructure.capture_opening import open_captures
from mosaic_ai.infrastructure.object_stores import open_store
from mosaic_ai.infrastructure.obstore_captures import ObstoreCaptures
from mosaic_cli.testing.minio.server import Bucket
from mosaic_contracts.errors import UnavailableError
from mosaic_contracts.events import PlateCorrected, new_event

JPEG = b"\xff\xd8picture"


@pytest.fixture(params=["file", "memory", "s3"])
def url(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "file":
        return (tmp_path / "captures of cameras").as_uri()
    if request.param == "memory":
        return "memory:///"
    bucket: Bucket = request.getfixturevalue("s3_bucket")
    for name, value in bucket.environment.items():
        monkeypatch.setenv(name, value)
    return f"{bucket.url}/captures"


@pytest.fixture
def store(url: str) -> ObstoreCaptures:
    return open_captures(url)


def test_capture_when_added_then_found_as_it_was(store: ObstoreCaptures) -> None:
    first, second = capture(uuid4()), capture(at=AT + timedelta(days=40))
    sizes = {first.id: store.add(first, JPEG), second.id: store.add(second, JPEG + b"2")}
    kept = sorted(store.kept(), key=lambda item: item.captured_at)
    assert [store.capture(item) for item in kept] == [first, second]
    assert [store.picture(item) for item in kept] == [JPEG, JPEG + b"2"]
    assert [item.size_bytes for item in kept] == [sizes[first.id], sizes[second.id]]
    assert [item.worth for item in kept] == [first.worth, second.worth]
    assert {item.complete for item in kept} == {True}
    assert {item.labelled for item in kept} == {False}


def test_label_when_put_withdrawn_and_come_again_late_then_the_latest_word_holds(
    store: ObstoreCaptures,
) -> None:
    read, other = uuid4(), uuid4()
    store.add(capture(read, other), JPEG)
    first, second = Label("AB12CDE", AT), Label("AB12CDF", AT + timedelta(seconds=9))
    assert store.label(read, second) == 1
    assert store.label(read, first) == 1
    (kept,) = store.kept()
    assert kept.labelled
    assert store.labels(kept) == {read: second}
    withdrawn = Label(None, AT + timedelta(seconds=10))
    store.label(read, withdrawn)
    store.label(read, second)
    assert store.labels(store.kept()[0]) == {read: withdrawn}


def test_label_when_no_picture_of_the_passage_was_kept_then_nothing_is(
    store: ObstoreCaptures,
) -> None:
    store.add(capture(uuid4()), JPEG)
    assert store.label(uuid4(), Label("AB12CDE", AT)) == 0
    assert not store.kept()[0].labelled


def test_capture_when_removed_then_its_labels_and_reads_are_gone_and_others_stay(
    store: ObstoreCaptures, url: str
) -> None:
    read = uuid4()
    store.add(capture(read), JPEG)
    store.add(capture(read, at=AT + timedelta(seconds=1)), JPEG)
    store.label(read, Label("AB12CDE", AT))
    first, second = sorted(store.kept(), key=lambda item: item.captured_at)
    store.remove(first)
    assert store.kept() == [second]
    assert store.label(read, Label("AB12CDF", AT + timedelta(days=1))) == 1
    store.remove(second)
    assert store.kept() == []
    if url != "memory:///":
        assert open_store(url).list().collect() == []


def test_store_when_it_holds_other_things_then_they_are_no_captures(tmp_path: Path) -> None:
    folder = tmp_path / "captures" / "frames" / "2026" / "11" / "20" / str(CAMERA)
    folder.mkdir(parents=True)
    for name in ("notes.txt", f"{uuid4()}.unsure.0500.jpg", f"{CAMERA}.dull.0500.jpg"):
        (folder / name).write_bytes(b"x")
    assert open_captures((tmp_path / "captures").as_uri()).kept() == []


def test_capture_when_its_writer_died_before_the_picture_then_told_as_incomplete(
    tmp_path: Path,
) -> None:
    store = open_captures((tmp_path / "captures").as_uri())
    store.add(capture(), JPEG)
    (kept,) = store.kept()
    (tmp_path / "captures" / f"{kept.key}.jpg").unlink()
    (left,) = store.kept()
    assert not left.complete
    store.remove(left)
    assert store.kept() == []


async def test_correction_when_it_comes_then_it_labels_and_a_withdrawal_takes_that_back(
    store: ObstoreCaptures,
) -> None:
    read = uuid4()
    await asyncio.to_thread(store.add, capture(read), JPEG)
    labels = CaptureLabels(store)
    for number, text in enumerate(["AB12CDE", None]):
        said_at = AT + timedelta(minutes=number)
        correction = PlateCorrected(
            read_id=read,
            camera_id=CAMERA,
            text=text,
            read_text="A812CDE",
            corrected_by="ruth",
            corrected_at=said_at,
        )
        await labels.take([new_event(correction, source="mosaic/backend")])
        assert store.labels(store.kept()[0]) == {read: Label(text, said_at)}


def test_folder_when_made_then_for_its_owner_alone(tmp_path: Path) -> None:
    open_captures((tmp_path / "captures").as_uri())
    assert (tmp_path / "captures").stat().st_mode & 0o777 == 0o700


def test_store_when_away_then_unavailable(
    monkeypatch: pytest.MonkeyPatch, s3_bucket: Bucket
) -> None:
    for name, value in s3_bucket.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    store = ObstoreCaptures(s3_bucket.url)
    with pytest.raises(UnavailableError):
        store.add(capture(), JPEG)
    with pytest.raises(UnavailableError):
        store.kept()
    with pytest.raises(UnavailableError):
        store.label(uuid4(), Label("AB12CDE", AT))

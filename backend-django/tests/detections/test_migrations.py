"""Rows of an older Mosaic are taken over whole."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from event_factories import plate_read
from hypothesis import given
from hypothesis import strategies as st
from older_versions import migrated, models_of, newest

from mosaic_backend.detections.domain.beliefs import confusions
from mosaic_backend.detections.domain.folding import fold
from mosaic_backend.detections.domain.neighbourhood import keys_of
from mosaic_backend.detections.facade import plates, store_plate_reads
from mosaic_backend.detections.infrastructure import partitioned_model
from mosaic_backend.detections.infrastructure.partitions import keep_partitions, tune_indexes
from mosaic_contracts.ids import new_id

FOLDER = "mosaic_backend.detections.infrastructure.migrations"
BEFORE = [("detections", "0007_id_skew")]
AT = datetime(2046, 11, 20, 23, 59, 59, tzinfo=UTC)
"""No other test, which may have committed its partitions, comes that far."""
LESSONS = import_module(f"{FOLDER}.0004_lessons")
TEXTS = st.text(alphabet="AB8B01оАВ-ß|éQDILSZGΞ", max_size=9)


@pytest.fixture
def old(transactional_db: None) -> Iterator[Any]:
    with models_of(BEFORE) as apps:
        yield apps


def _add(apps: Any, at: datetime, **fields: Any) -> UUID:
    read_id = fields.setdefault("id", new_id(at))
    fields = {
        "camera_id": new_id(at),
        "track_id": new_id(at),
        "revision": 3,
        "final": True,
        "text": "AB-1",
        "folded": "AB1",
        "confidence": 0.123456789012345,
        "glyphs": "A998|B610|8340|1998",
        "keys": [1, -2, 3],
        "first_seen_at": at,
        "seen_at": at + timedelta(microseconds=7),
        "last_seen_at": at + timedelta(seconds=7),
        "votes": 9,
        "box": [0.1, 0.23456, 1.0, 0.0],
        "frame_width": 1920,
        "frame_height": 1080,
        "zones": ["gate", "yard"],
        "engine": "one@1",
    } | fields
    apps.get_model("detections", "PlateRead").objects.create(**fields)
    return UUID(str(read_id))


def _kept(apps: Any) -> list[dict[str, Any]]:
    return list(apps.get_model("detections", "PlateRead").objects.order_by("id").values())


def _indexes() -> Counter[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexdef FROM pg_indexes WHERE tablename LIKE 'detections_plateread%'"
            " AND indexdef NOT LIKE '%seen%'"
        )
        return Counter(row[0] for row in cursor.fetchall())


def test_reads_when_made_compact_then_every_field_is_kept_and_back(
    old: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(partitioned_model, "BATCH", 2)
    keep_partitions(AT)
    camera, usual = new_id(AT), new_id(AT)
    crops = {
        kind: f"plates/2046/11/20/{camera}/{usual}-{kind}.jpg"
        for kind in ("plate", "vehicle", "scene")
    }
    vehicle = {
        "label": "car",
        "confidence": 0.7654321,
        "box": [0.0, 0.5, 0.25, 1.0],
        "colour": "red",
    }
    far = AT + timedelta(days=4000)
    told: dict[UUID, tuple[Any, dict[str, str], str]] = {
        _add(old, AT, id=usual, camera_id=camera, vehicle=vehicle, images=crops): (
            vehicle,
            crops,
            "one@1",
        ),
        _add(old, AT, vehicle={**vehicle, "colour": None}, images={"plate": "a/b.jpg"}): (
            {**vehicle, "colour": None},
            {"plate": "a/b.jpg"},
            "one@1",
        ),
        _add(old, AT, images={"plate": "A/Ünusual {K}", "front": "x"}, engine="two@1"): (
            None,
            {"plate": "A/Ünusual {K}", "front": "x"},
            "two@1",
        ),
        _add(old, AT, engine="two@1"): (None, {}, "two@1"),
        # Of a time that has no partition.
        _add(old, far, vehicle=vehicle, images={**crops, "scene": None}): (
            vehicle,
            {kind: crops[kind] for kind in ("plate", "vehicle")},
            "one@1",
        ),
    }
    before, indexes = _kept(old), _indexes()
    migrated(newest())
    found = plates(list(told))
    assert found.keys() == told.keys()
    same = ("id", "camera_id", "track_id", "revision", "final", "text", "folded", "confidence")
    same += ("first_seen_at", "seen_at", "last_seen_at", "votes")
    for row in before:
        read = found[row["id"]]
        assert {name: getattr(read, name) for name in same} == {name: row[name] for name in same}
        assert (read.vehicle, read.images, read.engine) == told[row["id"]]
        assert read.box == tuple(row["box"])
        assert read.zones == ("gate", "yard")
        assert read.frame == (1920, 1080)
    tune_indexes()
    assert _indexes() == indexes
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM detections_plateread_20461101")
        assert cursor.fetchone() == (4,)
        cursor.execute("SELECT image_keys FROM detections_plateread WHERE id = %s", [usual])
        assert cursor.fetchone() == ("psv",)
    new = plate_read("CD456", at=AT, engine="three@1")
    assert store_plate_reads([new]) == {new.read_id}
    assert store_plate_reads([new]) == set()
    store_plate_reads([plate_read("CD457", at=AT, read_id=new.read_id, revision=2)])
    assert plates([new.read_id])[new.read_id].text == "CD457"
    again = [row for row in _kept(migrated(BEFORE)) if row["id"] in told]
    for row in before:
        row["images"] = {kind: key for kind, key in row["images"].items() if key}
    assert again == before
    tune_indexes()
    assert _indexes() == indexes


@given(TEXTS, TEXTS)
def test_lessons_then_told_as_the_code_tells_them(read: str, true: str) -> None:
    one, other = fold(read), fold(true)
    assert LESSONS.fold(true) == other
    assert LESSONS.keys_of(other) == keys_of(other)
    assert Counter(LESSONS.confusions(one, other)) == Counter(confusions(one, other))


def _files() -> dict[str, int]:
    """The file of each table of plate reads and of each of their indexes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, relfilenode FROM pg_class WHERE relname LIKE 'detections_plateread%'"
            " AND relkind IN ('r', 'i')"
        )
        return dict(cursor.fetchall())


def test_columns_when_they_can_hold_seals_then_nothing_is_written_anew(
    transactional_db: None,
) -> None:
    with models_of([("detections", "0009_plate_direction")]):
        before = _files()
    assert len(before) > 5
    assert _files() == before

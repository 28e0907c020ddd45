"""The adapter on PostgreSQL: what it finds, and that it goes by an index."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from event_factories import CAMERA, plate_read

from mosaic_backend.detections import facade
from mosaic_backend.detections.application.plates import PlateFilters
from mosaic_backend.detections.domain.neighbourhood import keys_of
from mosaic_backend.detections.infrastructure.models import PlateRead
from mosaic_backend.detections.infrastructure.plate_index import (
    PostgresPlateIndex,
    filtered,
    fitting,
    sharing,
)

pytestmark = pytest.mark.django_db
ALL = PlateFilters(cameras=None)
NOW = datetime.now(UTC)


@pytest.fixture
def index() -> PostgresPlateIndex:
    facade.keep_partitions(NOW)
    return PostgresPlateIndex()


def _texts(reads: list[Any]) -> set[str]:
    return {read.text for read in reads}


def test_index_then_finds_as_the_port_says(index: PostgresPlateIndex) -> None:
    facade.store_plate_reads(
        [plate_read(text) for text in ("AB123", "ABI23", "ABX23", "AB1234", "ZZ999")]
    )
    assert _texts(index.exact("AB123", ALL, None, 9)) == {"AB123"}
    assert _texts(index.like("AB_23", ALL, None, 9)) == {"AB123", "ABI23", "ABX23"}
    assert _texts(index.like("AB%", ALL, None, 9)) == {"AB123", "ABI23", "ABX23", "AB1234"}
    near = index.near(keys_of("AB123"), ALL, 9)
    assert {read.text for read in near[:2]} == {"AB123", "ABI23"}
    assert _texts(near) == {"AB123", "ABI23", "ABX23", "AB1234"}


def test_index_when_stored_then_every_field_comes_back(index: PostgresPlateIndex) -> None:
    event = plate_read(
        "AB-1",
        candidates=[[("A", 0.9)], [("8", 0.6), ("B", 0.4)], [("-", 1.0)], [("1", 1.0)]],
        vehicle={"label": "car", "confidence": 0.7, "box": (0, 0, 0.5, 0.5), "colour": "red"},
        zones=["gate"],
        images={"plate": "a/b.jpg"},
        final=True,
        revision=4,
    )
    facade.store_plate_reads([event])
    read = index.get(event.read_id)
    assert read is not None
    for name in ("revision", "final", "text", "seen_at", "first_seen_at", "last_seen_at", "votes"):
        assert getattr(read, name) == getattr(event, name)
    assert read.folded == "AB1"
    assert [glyph[0][0] for glyph in read.glyphs] == ["A", "8", "1"]
    assert read.vehicle == event.vehicle.model_dump(mode="json")  # type: ignore[union-attr]
    assert read.images == {"plate": "a/b.jpg"}
    assert (read.box, read.frame) == (event.box, (1280, 720))


def test_filters_when_time_and_camera_then_only_those(index: PostgresPlateIndex) -> None:
    facade.store_plate_reads(
        [plate_read("OLD1", at=NOW - timedelta(days=2)), plate_read("NEW1", at=NOW)]
    )
    since = PlateFilters(cameras=None, since=NOW - timedelta(hours=1))
    until = PlateFilters(cameras=frozenset({CAMERA}), until=NOW - timedelta(hours=1))
    assert _texts(index.newest(since, None, 9)) == {"NEW1"}
    assert _texts(index.newest(until, None, 9)) == {"OLD1"}
    assert index.newest(PlateFilters(cameras=frozenset()), None, 9) == []


@pytest.fixture
def many(index: PostgresPlateIndex) -> None:
    """Fifty thousand reads of random plates: one read multiplied inside the database."""
    seed = plate_read("AB12345", at=NOW)
    facade.store_plate_reads([seed])
    columns = [field.column for field in PlateRead._meta.concrete_fields]
    new = {
        "id": "(left(id::text, 24) || lpad(to_hex(n), 12, '0'))::uuid",
        "folded": "translate(upper(left(md5(n::text), 7)), '0', 'X')",
        "keys": "array(SELECT hashtext(n::text || k) FROM generate_series(1, 8) k)",
    }
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO detections_plateread ({', '.join(columns)})"
            f" SELECT {', '.join(new.get(column, column) for column in columns)}"
            " FROM detections_plateread, generate_series(1, 50000) n"
        )
        month = f"detections_plateread_{NOW:%Y%m}01"
        cursor.execute(
            "SELECT gin_clean_pending_list(indexrelid) FROM pg_index JOIN pg_class c"
            " ON c.oid = indexrelid JOIN pg_am a ON a.oid = c.relam"
            " WHERE indrelid = %s::regclass AND amname = 'gin'",
            [month],
        )
        cursor.execute("ANALYZE detections_plateread")


def _plan(rows: QuerySet[PlateRead]) -> str:
    return rows.explain()


@pytest.mark.usefixtures("many")
def test_plans_then_no_partition_is_read_whole() -> None:
    plans = {
        "exact": filtered(ALL).filter(folded="AB12345").order_by("-id")[:51],
        "prefix": fitting(filtered(ALL), "AB1%").order_by("-id")[:51],
        "wildcard": fitting(filtered(ALL), "%B123%").order_by("-id")[:51],
        "fuzzy": sharing(filtered(ALL), keys_of("AB12345"))[:51],
        "newest": filtered(ALL).order_by("-id")[:51],
        "one camera": filtered(PlateFilters(cameras=frozenset({CAMERA}))).order_by("-id")[:51],
    }
    month = f"detections_plateread_{NOW:%Y%m}01"
    for name, rows in plans.items():
        plan = _plan(rows)
        assert f"Seq Scan on {month}" not in plan, f"{name}: {plan}"
        assert "Index" in plan, f"{name}: {plan}"


@pytest.mark.usefixtures("index")
def test_plans_when_time_is_given_then_other_partitions_are_not_touched() -> None:
    later = NOW + timedelta(days=40)
    recent = PlateFilters(cameras=None, since=later)
    assert f"detections_plateread_{NOW:%Y%m}01" not in _plan(filtered(recent))
    assert f"detections_plateread_{later:%Y%m}01" in _plan(filtered(recent))

"""The adapter on PostgreSQL: what it finds, and that it goes by an index."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from event_factories import CAMERA, plate_read

from mosaic_backend.alerts.infrastructure.models import WatchList
from mosaic_backend.alerts.infrastructure.watched_plates import listed_plates
from mosaic_backend.detections import facade
from mosaic_backend.detections.application.plates import Found, PlateFilters
from mosaic_backend.detections.domain.neighbourhood import keys_of, keys_of_query
from mosaic_backend.detections.infrastructure import bounded
from mosaic_backend.detections.infrastructure.models import PlateRead
from mosaic_backend.detections.infrastructure.plate_index import PostgresPlateIndex
from mosaic_contracts.permissions import Principal, Role

pytestmark = pytest.mark.django_db
ALL = PlateFilters(cameras=None)
NOW = datetime.now(UTC)
ADMIN = Principal(
    user_id="1", username="admin", role=Role.ADMIN, all_cameras=True, group_ids=frozenset()
)


@pytest.fixture
def index() -> PostgresPlateIndex:
    facade.keep_partitions(NOW)
    return PostgresPlateIndex()


def _texts(found: Found) -> set[str]:
    return {read.text for read in found.reads}


def test_index_then_finds_as_the_port_says(index: PostgresPlateIndex) -> None:
    facade.store_plate_reads(
        [plate_read(text) for text in ("AB123", "ABI23", "ABX23", "AB1234", "ZZ999")]
    )
    assert _texts(index.exact("AB123", ALL, None, 9)) == {"AB123"}
    assert _texts(index.like("AB_23", ALL, None, 9)) == {"AB123", "ABI23", "ABX23"}
    assert _texts(index.like("A_%3", ALL, None, 9)) == {"AB123", "ABI23", "ABX23"}
    assert _texts(index.like("AB%", ALL, None, 9)) == {"AB123", "ABI23", "ABX23", "AB1234"}
    near = index.near(keys_of("AB123"), ALL, 9)
    texts = [index.records([each.id])[each.id].text for each in near]
    assert set(texts[:2]) == {"AB123", "ABI23"}
    assert set(texts) == {"AB123", "ABI23", "ABX23", "AB1234"}


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
    assert index.newest(PlateFilters(cameras=frozenset()), None, 9).reads == []


@pytest.fixture
def many(index: PostgresPlateIndex) -> None:
    """Thirty thousand reads of random plates: one read multiplied inside the database."""
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
            " FROM detections_plateread, generate_series(1, 30000) n"
        )
        month = f"detections_plateread_{NOW:%Y%m}01"
        cursor.execute(
            "SELECT gin_clean_pending_list(indexrelid) FROM pg_index JOIN pg_class c"
            " ON c.oid = indexrelid JOIN pg_am a ON a.oid = c.relam"
            " WHERE indrelid = %s::regclass AND amname = 'gin'",
            [month],
        )
        cursor.execute("ANALYZE detections_plateread")


def _sought(search: Callable[[], object]) -> str:
    """The plans of all that a search asks of plate reads."""
    with CaptureQueriesContext(connection) as asked:
        search()
    plans = []
    with connection.cursor() as cursor:
        for query in asked.captured_queries:
            sql = query["sql"]
            if sql.startswith("SET"):
                cursor.execute(sql)
            elif sql.startswith(("SELECT", "WITH")) and "detections_plateread" in sql:
                cursor.execute(f"EXPLAIN {sql}")
                plans += [row[0] for row in cursor.fetchall()]
    return "\n".join(plans)


SEARCHES: dict[str, Callable[[PostgresPlateIndex, PlateFilters], object]] = {
    "newest": lambda index, filters: index.newest(filters, None, 51),
    "exact": lambda index, filters: index.exact("AB12345", filters, None, 51),
    "prefix": lambda index, filters: index.like("AB1%", filters, None, 51),
    "wildcard": lambda index, filters: index.like("%B123%", filters, None, 51),
    "wildcard by its beginning": lambda index, filters: index.like("AB1%9_", filters, None, 51),
    "wildcard that many fit": lambda index, filters: index.like("A%", filters, None, 51),
    "wildcard of few glyphs": lambda index, filters: index.like("_A_9%", filters, None, 51),
    "fuzzy": lambda index, filters: index.near(keys_of_query("AB12345"), filters, 3000),
    "colour": lambda index, filters: index.newest(
        replace(filters, colours=frozenset({"pink"})), None, 51
    ),
}


@pytest.mark.usefixtures("many")
def test_plans_then_no_partition_is_read_whole_and_time_leaves_others_out(
    index: PostgresPlateIndex,
) -> None:
    month = f"detections_plateread_{NOW:%Y%m}01"
    later = PlateFilters(cameras=None, since=NOW + timedelta(days=40))
    for name, search in SEARCHES.items():
        for filters in (ALL, PlateFilters(cameras=frozenset({CAMERA}))):
            plan = _sought(lambda search=search, filters=filters: search(index, filters))  # type: ignore[misc]
            assert month in plan, f"{name}: {plan}"
            assert f"Seq Scan on {month}" not in plan, f"{name}: {plan}"
        assert month not in _sought(lambda search=search: search(index, later)), name  # type: ignore[misc]


@pytest.mark.usefixtures("many")
def test_plan_when_a_pattern_is_known_by_its_beginning_then_trigrams_are_not_asked(
    index: PostgresPlateIndex,
) -> None:
    plan = _sought(lambda: index.like("AB%9_", ALL, None, 51))
    of_those_that_fit = plan.split("CTE Scan", 1)[0]
    assert "Index Only Scan" in of_those_that_fit
    assert "Bitmap" not in of_those_that_fit


@pytest.mark.usefixtures("many")
def test_pages_when_no_index_helps_then_each_looks_at_some_reads_and_nothing_is_left_out(
    index: PostgresPlateIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded, "WINDOW", 7000)
    wanted = set(PlateRead.objects.filter(folded__regex="^.A.9").values_list("id", flat=True))
    seen: list[UUID] = []
    before: UUID | None = None
    pages = 0
    while pages == 0 or before is not None:
        found = index.like("_A_9%", ALL, before, 5000)
        seen += [read.id for read in found.reads]
        before, pages = found.looked_to, pages + 1
    assert pages == 5
    assert len(seen) == len(set(seen)) > 0
    assert set(seen) == wanted


def test_filters_when_of_vehicle_and_time_of_day_then_only_those(
    index: PostgresPlateIndex,
) -> None:
    noon = NOW.replace(hour=12, minute=0) - timedelta(days=1)
    red = {"label": "car", "confidence": 0.7, "box": (0, 0, 0.5, 0.5), "colour": "red"}
    facade.store_plate_reads(
        [
            plate_read("NOON1", at=noon, vehicle=red),
            plate_read("NIGHT1", at=noon + timedelta(hours=11), vehicle={**red, "label": "bus"}),
            plate_read("BARE1", at=noon + timedelta(hours=1)),
        ]
    )
    night = PlateFilters(None, day_from=time(22), day_until=time(6))
    day = PlateFilters(None, day_from=time(12), day_until=time(13))
    assert _texts(index.newest(night, None, 9)) == {"NIGHT1"}
    assert _texts(index.newest(day, None, 9)) == {"NOON1"}
    reddish = PlateFilters(None, colours=frozenset({"red", "brown"}))
    assert _texts(index.newest(reddish, None, 9)) == {"NOON1", "NIGHT1"}
    assert _texts(index.newest(PlateFilters(None, colours=frozenset({"blue"})), None, 9)) == set()
    assert _texts(index.newest(PlateFilters(None, vehicle="bus"), None, 9)) == {"NIGHT1"}


def test_near_when_two_glyphs_are_wrong_and_unsure_then_among_the_candidates(
    index: PostgresPlateIndex,
) -> None:
    sure, unsure = [("A", 0.99)], [("W", 0.6), ("K", 0.3)]
    wrong = plate_read("WA1AWA", candidates=[unsure, sure, [("1", 0.99)], sure, unsure, sure])
    certain = plate_read("XA1AXA", candidates=[[(char, 0.99)] for char in "XA1AXA"])
    facade.store_plate_reads([wrong, certain])
    found = index.near(keys_of_query("KA1AKA"), ALL, 9)
    assert [candidate.id for candidate in found] == [wrong.read_id]


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("asked", ["one", "any", "none"])
def test_plans_when_lists_have_100_000_plates_then_asked_by_their_index(
    index: PostgresPlateIndex, asked: str
) -> None:
    watchlist = WatchList.objects.create(name="Long")
    WatchList.objects.create(name="Another")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO alerts_watchlistentry (id, watchlist_id, text, folded, keys, note)"
            " SELECT gen_random_uuid(), %s, 'P' || n, 'P' || n, '{}', ''"
            " FROM generate_series(1, 100000) n",
            [watchlist.id],
        )
        cursor.execute("ANALYZE alerts_watchlistentry")
    plates = listed_plates([watchlist.id] if asked == "one" else None, ADMIN, NOW)
    listed = PlateFilters(None, listed=plates._replace(wanted=asked != "none"))
    month = f"detections_plateread_{NOW:%Y%m}01"
    for name, search in SEARCHES.items():
        plan = _sought(lambda search=search: search(index, listed))  # type: ignore[misc]
        assert month in plan, f"{name}: {plan}"
        assert f"Seq Scan on {month}" not in plan, f"{name}: {plan}"
        assert "Seq Scan on alerts_watchlistentry" not in plan, f"{name}: {plan}"
        assert "watchlist_entry_once" in plan, f"{name}: {plan}"

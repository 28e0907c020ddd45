"""The search of detections: what it finds, how far it looks, and what it counts."""

import math
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from event_factories import detection
from rest_framework.test import APIClient

from mosaic_backend.audit.infrastructure.models import AuditEntry
from mosaic_backend.cameras.infrastructure.models import CameraGroup, CameraRow
from mosaic_backend.detections import facade
from mosaic_backend.detections.application.detections import DetectionFilters, DrawnBox, Meets
from mosaic_backend.detections.infrastructure import detection_search
from mosaic_backend.detections.infrastructure.detection_search import facets, newest
from mosaic_backend.detections.infrastructure.models import Detection
from mosaic_backend.detections.infrastructure.partitions import keep_partitions
from mosaic_contracts.ids import new_id

pytestmark = pytest.mark.django_db
Client = Callable[..., APIClient]
NOW = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
PATH = "/api/v1/detections"
ONE, OTHER = new_id(), new_id()
ALL = DetectionFilters(cameras=None)


def seen(label: str = "car", second: float = 0, camera: UUID = ONE, **more: Any) -> UUID:
    frame = detection(label, at=NOW + timedelta(seconds=second), camera_id=camera, **more)
    facade.store_detections([frame])
    return frame.detections[0].detection_id


def found(**filters: Any) -> set[UUID]:
    rows, after = newest(DetectionFilters(**{"cameras": None, **filters}), None, 50)
    assert after is None
    return {row.id for row in rows}


def pages(filters: DetectionFilters, limit: int) -> Iterator[list[Detection]]:
    before = None
    while True:
        rows, before = newest(filters, before, limit)
        yield rows
        if before is None:
            return


def test_filters_then_only_those() -> None:
    track = new_id()
    car = seen(zones=["gate", "street"], track_id=track, confidence=0.9)
    person = seen("person", 60, OTHER, zones=["gate"], confidence=0.4)
    bus = seen("bus", 120, track_id=new_id())
    assert found() == {car, person, bus}
    assert found(labels=["car"]) == {car}
    assert found(labels=["car", "bus", "moon"]) == {car, bus}
    assert found(zones=["street"]) == {car}
    assert found(zones=["street", "gate"]) == {car, person}
    assert found(cameras={OTHER}) == {person}
    assert found(cameras={ONE, OTHER}, labels=["person"]) == {person}
    assert found(cameras=set()) == set()
    assert found(track=track) == {car}
    assert found(track=track, cameras={OTHER}) == set()
    assert found(min_confidence=0.5) == {car, bus}
    assert found(since=NOW + timedelta(seconds=60)) == {person, bus}
    assert found(until=NOW + timedelta(seconds=60)) == {car}


@pytest.mark.parametrize(
    ("box", "centre", "touching"),
    [
        ((0.0, 0.0, 0.5, 0.5), True, True),
        ((0.0, 0.0, 0.15, 0.15), False, True),
        ((0.19, 0.19, 0.21, 0.21), True, True),  # within the object
        ((0.31, 0.0, 0.5, 0.5), False, False),
        ((0.0, 0.31, 1.0, 0.5), False, False),
        ((0.25, 0.0, 0.5, 0.2), False, True),
    ],
)
def test_drawn_box_then_by_the_centre_or_by_any_part(
    box: tuple[float, float, float, float], centre: bool, touching: bool
) -> None:
    it = seen(box=(0.1, 0.1, 0.2, 0.2))
    drawn = DrawnBox(*box)
    assert (it in found(box=drawn)) is centre
    assert (it in found(box=drawn, meets=Meets.TOUCHES)) is touching


@pytest.mark.parametrize(
    "filters",
    [
        ALL,
        DetectionFilters(cameras={ONE, OTHER}),
        DetectionFilters(cameras={ONE, OTHER}, min_confidence=0.5),
        DetectionFilters(cameras=None, labels=["car", "bus"]),
        DetectionFilters(cameras=None, labels=["car", "bus"], box=DrawnBox(0, 0, 1, 1)),
        DetectionFilters(cameras=None, until=NOW + timedelta(hours=1)),
    ],
)
def test_pages_when_rows_arrive_between_then_each_is_there_once(
    filters: DetectionFilters, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(detection_search, "WINDOW", 6)
    stored = {
        seen(("car", "bus")[n % 2], n, (ONE, OTHER)[n % 3 == 0], confidence=0.8) for n in range(25)
    }
    for n in range(25):
        seen("person", n + 0.5, ONE, confidence=0.1)
    got: list[UUID] = []
    for page in pages(filters, 4):
        assert len(page) <= 4
        got += [row.id for row in page]
        seen("car", 7200, ONE)
    assert len(got) == len(set(got))
    assert stored <= set(got)
    assert got == sorted(got, reverse=True)


def test_facets_then_counts_of_what_the_filters_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(6):
        seen("car", n * 1800, ONE, zones=["gate", "street"] if n else [])
    seen("person", 0, OTHER, zones=["gate"])
    told = facets(ALL)
    assert told.labels == [("car", 6), ("person", 1)]
    assert told.zones == [("gate", 6), ("street", 5)]
    assert told.cameras == [(str(ONE), 6), (str(OTHER), 1)]
    assert told.hours == [
        ("2026-11-20T08:00:00Z", 2),
        ("2026-11-20T09:00:00Z", 2),
        ("2026-11-20T10:00:00Z", 2),
        ("2026-11-20T11:00:00Z", 1),
    ]
    assert (told.total, told.counted_from) == (7, None)
    assert facets(DetectionFilters(cameras={OTHER})).total == 1
    assert facets(DetectionFilters(cameras=set())).total == 0
    monkeypatch.setattr(detection_search, "WINDOW", 3)
    bounded = facets(ALL)
    assert (bounded.total, bounded.counted_from) == (3, NOW + timedelta(hours=1, minutes=30))


@pytest.fixture
def many() -> str:
    """50,000 detections of two weeks' partition, of which PostgreSQL has statistics; the partition's name."""
    keep_partitions(NOW)
    seen(track_id=new_id(), zones=["gate"])
    columns = [field.column for field in Detection._meta.concrete_fields]
    new = {
        "id": "(left(id::text, 24) || lpad(to_hex(n), 12, '0'))::uuid",
        "camera_id": f"CASE WHEN n % 100 = 0 THEN '{OTHER}'::uuid ELSE camera_id END",
        "label": "'label' || n % 7",
        "track_id": "md5((n / 50)::text)::uuid",
    }
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO detections_detection ({', '.join(columns)})"
            f" SELECT {', '.join(new.get(column, column) for column in columns)}"
            " FROM detections_detection, generate_series(1, 50000) n"
        )
        cursor.execute("ANALYZE detections_detection")
    monday = NOW - timedelta(days=NOW.weekday())
    return f"detections_detection_{monday:%Y%m%d}"


SEARCHES = {
    "newest": ALL,
    "camera": DetectionFilters(cameras={ONE}),
    "cameras": DetectionFilters(cameras={ONE, OTHER, new_id()}),
    "label": DetectionFilters(cameras=None, labels=["label3"]),
    "label that is not there": DetectionFilters(cameras=None, labels=["moon"]),
    "track": DetectionFilters(cameras=None, track=new_id()),
    "box": DetectionFilters(cameras=None, box=DrawnBox(0.9, 0.9, 1, 1)),
    "box of a camera": DetectionFilters(cameras={OTHER}, box=DrawnBox(0.9, 0.9, 1, 1)),
    "zone": DetectionFilters(cameras={ONE, OTHER}, zones=["moon"]),
    "confidence": DetectionFilters(cameras=None, labels=["label1"], min_confidence=0.99),
    "time": DetectionFilters(cameras=None, since=NOW - timedelta(hours=1)),
}


@pytest.mark.parametrize("name", SEARCHES)
def test_plans_then_by_an_index_and_never_farther_than_a_window(
    many: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(detection_search, "WINDOW", 2000)
    for search in (lambda: newest(SEARCHES[name], None, 50), lambda: facets(SEARCHES[name])):
        with CaptureQueriesContext(connection) as asked:
            search()
        for query in asked.captured_queries:
            with connection.cursor() as cursor:
                if query["sql"].startswith("SET"):
                    cursor.execute(query["sql"])
                if "detections_detection" not in query["sql"]:
                    continue
                cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {query['sql']}")
                [[told]] = cursor.fetchall()
            read = list(_scans(told[0]["Plan"]))
            assert not [
                each for each in read if each["Node Type"] == "Seq Scan" and many in str(each)
            ]
            assert sum(map(_rows_read, read)) <= 2100, name


def test_plans_when_the_time_is_elsewhere_then_the_partition_is_left_out(many: str) -> None:
    later = DetectionFilters(cameras=None, since=NOW + timedelta(days=30))
    with CaptureQueriesContext(connection) as asked:
        newest(later, None, 50)
    sought = [each["sql"] for each in asked if "detections_detection" in each["sql"]]
    assert sought
    for sql in sought:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN {sql}")
            assert many not in "\n".join(row[0] for row in cursor.fetchall())


def _scans(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if str(plan.get("Relation Name", "")).startswith("detections_detection"):
        yield plan
    for part in plan.get("Plans", ()):
        yield from _scans(part)


def _rows_read(scan: dict[str, Any]) -> float:
    """PostgreSQL tells both a turn of the loop."""
    left_out = scan.get("Rows Removed by Filter", 0)
    return float((scan["Actual Rows"] + left_out) * scan["Actual Loops"])


@pytest.fixture
def camera(admin: APIClient) -> UUID:
    group = CameraGroup.objects.create(name="yard")
    row = CameraRow.objects.create(
        name="Gate", group=group, source_url="rtsp://10.0.0.9/1", revision=1
    )
    return row.id


def test_search_by_rest_then_filters_facets_pages_and_audit(admin: APIClient, camera: UUID) -> None:
    ids = [str(seen("car", n, camera, zones=["gate"])) for n in range(3)]
    seen("person", 5, camera)
    query = {"label": ["car", "bus"], "zone": "gate", "box": "0,0,0.5,0.5", "meets": "intersects"}
    first = admin.get(PATH, {**query, "limit": "2"}).json()
    second = admin.get(PATH, {**query, "limit": "2", "cursor": first["next_cursor"]}).json()
    assert [item["id"] for item in first["items"] + second["items"]] == ids[::-1]
    assert second["next_cursor"] is None
    told = admin.get(f"{PATH}/facets", query).json()
    assert (told["total"], told["complete"], told["counted_from"]) == (3, True, None)
    assert told["labels"] == [{"value": "car", "count": 3}]
    assert told["cameras"] == [{"value": str(camera), "count": 3, "name": "Gate"}]
    group = str(CameraGroup.objects.get().id)
    assert admin.get(f"{PATH}/facets", {"group": group}).json()["total"] == 4
    assert admin.get(f"{PATH}/facets", {"group": str(new_id())}).json()["total"] == 0
    entry = AuditEntry.objects.filter(action="detections.searched").order_by("id").first()
    assert entry is not None
    assert entry.details == query


def test_search_when_the_group_is_another_then_nothing_is_seen_or_counted(
    client_of: Client, camera: UUID
) -> None:
    seen(camera=camera)
    stranger = client_of("reviewer", groups=[new_id()])
    friend = client_of("reviewer", groups=[CameraGroup.objects.get().id])
    for query in ({}, {"camera": str(camera)}, {"label": "car"}, {"box": "0,0,1,1"}):
        for client, number in ((stranger, 0), (friend, 1)):
            assert len(client.get(PATH, query).json()["items"]) == number
            told = client.get(f"{PATH}/facets", query).json()
            assert (told["total"], len(told["labels"]), len(told["cameras"])) == (number,) * 3
    assert client_of("viewer").get(f"{PATH}/facets").status_code == 403


@pytest.mark.parametrize("path", [PATH, f"{PATH}/facets"])
@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"box": "1,2"}, "box"),
        ({"box": "0,0,1,1,1"}, "box"),
        ({"box": "a,b,c,d"}, "box"),
        ({"box": "0.5,0.5,0.4,0.6"}, "box"),
        ({"box": "0,0,2,2"}, "box"),
        ({"box": f"0,0,1,{math.nan}"}, "box"),
        ({"box": f"0,0,{math.inf},1"}, "box"),
        ({"meets": "centre"}, "meets"),
        ({"box": "0,0,1,1", "meets": "x"}, "meets"),
        ({"track": "x"}, "track"),
        ({"group": "x"}, "group"),
        ({"label": "a\x00"}, "label"),
        ({"label": "x" * 65}, "label"),
        ({"zone": ["z"] * 101}, "zone"),
        ({"min_confidence": "nan"}, "min_confidence"),
        ({"colour": "red"}, "colour"),
        ({"from": "2026-11-21T00:00:00Z", "to": "2026-11-20T00:00:00Z"}, "from"),
    ],
)
def test_search_when_the_query_is_wrong_then_a_problem(
    admin: APIClient, path: str, query: dict[str, Any], pointer: str
) -> None:
    answer = admin.get(path, query)
    assert answer.status_code == 400, answer.content
    assert answer.json()["errors"][0]["pointer"] == pointer


def test_search_when_the_cursor_is_wrong_then_a_problem(admin: APIClient) -> None:
    assert admin.get(PATH, {"cursor": "x"}).status_code == 400
    assert admin.get(f"{PATH}/facets", {"cursor": "x"}).status_code == 400

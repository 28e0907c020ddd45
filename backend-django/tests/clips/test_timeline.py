"""The ledger as REST."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from mosaic_backend.clips.domain.ledger import Stretch
from mosaic_backend.clips.infrastructure.models import LedgerSpan
from mosaic_backend.clips.infrastructure.recording import ledger_store, timeline
from mosaic_contracts.ids import new_id

START = datetime(2026, 11, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def _ledger(camera: UUID, hours: int = 24) -> None:
    """Recorded, but for a quarter of an hour each hour."""
    LedgerSpan.objects.bulk_create(
        LedgerSpan(camera_id=camera, starts_at=one, ends_at=two, kind=kind, cause=cause)
        for hour in range(hours)
        for one, two, kind, cause in (
            (START + hour * HOUR, START + (hour + 0.75) * HOUR, "recorded", ""),
            (START + (hour + 0.75) * HOUR, START + (hour + 1) * HOUR, "missing", "camera-offline"),
        )
    )


def _ask(
    client: APIClient, *cameras: UUID, resolution: float | None = None, **span: datetime
) -> Any:
    query: dict[str, Any] = {name.rstrip("_"): at.isoformat() for name, at in span.items()}
    if resolution is not None:
        query["resolution"] = resolution
    return client.get(
        "/api/v1/recordings/timeline", {"camera": [str(one) for one in cameras], **query}
    )


@pytest.fixture
def cameras(db: None) -> list[UUID]:
    made = [new_id() for _ in range(16)]
    for camera in made:
        _ledger(camera)
    return made


def test_timeline_then_contiguous_and_clipped_to_what_was_asked(
    admin: APIClient, cameras: list[UUID]
) -> None:
    start, end = START + 0.5 * HOUR, START + 3 * HOUR
    [item] = _ask(admin, cameras[0], from_=start, to=end).json()["items"]
    assert item["camera"] == str(cameras[0])
    spans = item["spans"]
    assert (spans[0]["from"], spans[-1]["to"]) == ("2026-11-01T00:30:00Z", "2026-11-01T03:00:00Z")
    assert all(one["to"] == two["from"] for one, two in pairwise(spans))
    assert [(one["kind"], one["cause"]) for one in spans] == [
        ("recorded", ""),
        ("missing", "camera-offline"),
    ] * 3


def test_timeline_when_the_ledger_has_a_hole_then_unknown_and_beyond_it_nothing(
    admin: APIClient, cameras: list[UUID]
) -> None:
    LedgerSpan.objects.filter(camera_id=cameras[0], starts_at=START + HOUR).delete()
    [item] = _ask(admin, cameras[0], from_=START - HOUR, to=START + 100 * HOUR).json()["items"]
    spans = item["spans"]
    assert spans[2] == {
        "from": "2026-11-01T01:00:00Z",
        "to": "2026-11-01T01:45:00Z",
        "kind": "missing",
        "cause": "unknown",
    }
    assert (spans[0]["from"], spans[-1]["to"]) == ("2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z")
    assert _ask(admin, new_id()).json()["items"][0]["spans"] == []


def test_timeline_of_many_cameras_then_as_many_queries_as_of_one(
    admin: APIClient, cameras: list[UUID]
) -> None:
    with CaptureQueriesContext(connection) as one:
        _ask(admin, cameras[0], from_=START, to=START + 20 * HOUR)
    with CaptureQueriesContext(connection) as all_of_them:
        answer = _ask(admin, *cameras, from_=START, to=START + 20 * HOUR)
    assert len(answer.json()["items"]) == len(cameras)
    assert len(one) == len(all_of_them) <= 3


def test_timeline_then_by_the_index_on_camera_and_time(cameras: list[UUID]) -> None:
    at = START + 20 * HOUR
    asked = {"cameras": cameras, "start": START, "end": at, "shortest": HOUR}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # a small table would be read whole
        for query, values in (
            (ledger_store._READ, [cameras, START, START, at, START]),
            (timeline.IN_FULL, asked),
            (timeline.AT_A_RESOLUTION, asked),
        ):
            cursor.execute(f"EXPLAIN {query}", values)  # type: ignore[arg-type]
            plan = "\n".join(line for (line,) in cursor.fetchall())
            assert "Seq Scan" not in plan
            assert plan.count("span_begins_once") == 2, plan


def _irregular(camera: UUID, count: int = 400) -> list[LedgerSpan]:
    """Spans of a millisecond to hours, some with a hole behind them, each unlike its neighbours."""
    pick, at, rows = random.Random(5), START, []
    states = [("recorded", ""), ("missing", "disk"), ("skipped", "off"), ("missing", "restart")]
    for number in range(count):
        end = at + timedelta(seconds=pick.choice((0.001, 0.5, 3, 59.999, 60, 61, 9000)))
        kind, cause = states[number % len(states)]
        rows.append(LedgerSpan(camera_id=camera, starts_at=at, ends_at=end, kind=kind, cause=cause))
        at = end + timedelta(seconds=pick.choice((0, 0, 0, 0, 0, 2)))
    return LedgerSpan.objects.bulk_create(rows)


def _lasted(spans: Sequence[dict[str, Any]]) -> dict[tuple[str, str], float]:
    """Seconds by state, of what is told as mixed by its parts."""
    lasted: Counter[tuple[str, str]] = Counter()
    for span in spans:
        for part in span.get("parts", [{**span, "seconds": _seconds(span)}]):
            lasted[part["kind"], part["cause"]] += part["seconds"]
    return {state: round(seconds, 2) for state, seconds in lasted.items()}


def _span(span: dict[str, Any]) -> tuple[datetime, datetime]:
    return datetime.fromisoformat(span["from"]), datetime.fromisoformat(span["to"])


def _seconds(span: dict[str, Any]) -> float:
    start, end = _span(span)
    return (end - start) / timedelta(seconds=1)


@pytest.mark.django_db
@pytest.mark.parametrize("resolution", [0.5, 60, 3600, 86_400])
def test_timeline_at_a_resolution_then_nothing_of_any_state_is_lost_or_added(
    admin: APIClient, resolution: float
) -> None:
    camera = new_id()
    rows = _irregular(camera)
    span = {"from_": START, "to": rows[-1].ends_at}
    [whole] = _ask(admin, camera, **span).json()["items"]
    [item] = _ask(admin, camera, resolution=resolution, **span).json()["items"]
    spans = item["spans"]
    assert len(spans) < len(whole["spans"])
    assert all(one["to"] == two["from"] for one, two in pairwise(spans))
    assert _lasted(spans) == pytest.approx(_lasted(whole["spans"]), abs=0.1)
    mixed = [one for one in spans if one["kind"] == "mixed"]
    assert mixed
    assert all(one["cause"] == "" and one["parts"] for one in mixed)
    exact = [one for one in spans if one["kind"] != "mixed"]
    assert all(one in whole["spans"] for one in exact)
    covered = [_span(one) for one in mixed]
    for one in whole["spans"]:
        if _seconds(one) >= resolution:
            assert one in exact
        elif one not in exact:
            start, end = _span(one)
            assert any(since <= start and end <= until for since, until in covered)


def test_timeline_at_a_resolution_when_a_short_span_is_alone_then_it_comes_as_it_is(
    admin: APIClient, cameras: list[UUID]
) -> None:
    span = {"from_": START, "to": START + 24 * HOUR}
    whole = _ask(admin, cameras[0], **span).json()
    assert _ask(admin, cameras[0], resolution=1800, **span).json() == whole
    [item] = _ask(admin, cameras[0], resolution=3600, **span).json()["items"]
    assert item["spans"] == [
        {
            "from": "2026-11-01T00:00:00Z",
            "to": "2026-11-02T00:00:00Z",
            "kind": "mixed",
            "cause": "",
            "parts": [
                {"kind": "recorded", "cause": "", "seconds": 64_800.0},
                {"kind": "missing", "cause": "camera-offline", "seconds": 21_600.0},
            ],
        }
    ]


def test_timeline_when_a_camera_is_not_ones_own_then_as_if_it_were_not_there(
    admin: APIClient, client_of: Callable[..., APIClient]
) -> None:
    group = admin.post("/api/v1/camera-groups", {"name": "Gate"}).json()["id"]
    made = admin.post(
        "/api/v1/cameras", {"name": "G", "source_url": "rtsp://10.0.0.9/1", "group": group}
    )
    own = UUID(made.json()["id"])
    reviewer = client_of("reviewer", groups=[UUID(group)])
    assert _ask(reviewer, own).status_code == 200
    assert _ask(reviewer, own, new_id()).status_code == 404
    assert _ask(client_of("viewer"), own).status_code == 403


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"camera": "x"},
        {"camera": [str(new_id())] * 65},
        {"camera": str(new_id()), "kind": "missing"},
        {"camera": str(new_id()), "resolution": "0"},
        {"camera": str(new_id()), "resolution": "nan"},
        {"camera": str(new_id()), "resolution": "86401"},
        {"camera": str(new_id()), "from": "yesterday"},
        {"camera": str(new_id()), "from": "2026-11-20T00:00:00Z", "to": "2026-11-19T00:00:00Z"},
    ],
)
def test_timeline_when_asked_wrongly_then_refused(admin: APIClient, query: dict[str, Any]) -> None:
    answer = admin.get("/api/v1/recordings/timeline", query)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid-input")


@pytest.mark.django_db
def test_paint_when_causes_become_known_then_neighbours_that_are_alike_are_one_row() -> None:
    camera = new_id()
    at = [START + n * HOUR for n in range(6)]
    ledger_store.paint(camera, [Stretch(at[0], at[2], "recorded")])
    ledger_store.paint(camera, [Stretch(at[2], at[3], "missing", "unknown")])
    ledger_store.paint(camera, [Stretch(at[3], at[4], "recorded")])
    ledger_store.paint(camera, [Stretch(at[1], at[3], "missing", "disk")])
    ledger_store.paint(camera, [Stretch(at[2], at[3], "recorded")])
    rows = LedgerSpan.objects.order_by("starts_at")
    assert [(row.starts_at, row.ends_at, row.kind) for row in rows] == [
        (at[0], at[1], "recorded"),
        (at[1], at[2], "missing"),
        (at[2], at[4], "recorded"),
    ]

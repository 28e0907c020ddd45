"""The endpoints: who may, what they say of bad input, what the audit log keeps."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from event_factories import plate_read
from rest_framework.test import APIClient

from mosaic_backend.audit.infrastructure.models import AuditEntry, AuditPolicy
from mosaic_backend.audit.infrastructure.seals import subject_of
from mosaic_backend.cameras.infrastructure.models import CameraGroup, CameraRow
from mosaic_backend.config.event_routes import apply_events
from mosaic_backend.detections.infrastructure.models import PlateCorrection
from mosaic_backend.journeys.facade import learn_journeys
from mosaic_backend.journeys.infrastructure.models import ReviewItem
from mosaic_contracts.events import CloudEvent, PlateCorrected, PlateRead
from mosaic_contracts.ids import new_id

pytestmark = pytest.mark.django_db
Client = Callable[..., APIClient]
NOW = datetime.now(UTC)
BY_TEXT = ("history", "journey", "companions")


@dataclass(frozen=True)
class Site:
    yard: CameraGroup
    gate: UUID
    exit: UUID
    foreign: UUID


@pytest.fixture
def site() -> Site:
    yard, other = (CameraGroup.objects.create(name=name) for name in ("yard", "other"))
    ids = [
        CameraRow.objects.create(
            name=name, group=group, source_url="rtsp://10.0.0.9/1", revision=1
        ).id
        for name, group in (("Gate", yard), ("Exit", yard), ("Foreign", other))
    ]
    return Site(yard, *ids)


def read(text: str, camera: UUID, ago_s: float, sure: float = 0.99) -> PlateRead:
    at = NOW - timedelta(seconds=ago_s)
    candidates = [[(char, sure)] for char in text]
    return plate_read(text, at=at, camera_id=camera, final=True, candidates=candidates)


def stored(*reads: PlateRead) -> None:
    apply_events(reads, NOW)
    learn_journeys(NOW)


def sightings(page: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for visit in page["items"] for each in visit["sightings"]]


def apply_corrections() -> None:
    """As the relay and the consumer do."""
    from mosaic_backend.shared.outbox.models import OutboxRow

    events = OutboxRow.objects.order_by("position").values_list("event", flat=True)
    payloads = [CloudEvent.from_json(event.encode()).payload() for event in events]
    apply_events([each for each in payloads if isinstance(each, PlateCorrected)], NOW)
    learn_journeys(NOW)


def test_history_when_corrected_then_the_read_goes_to_the_other_plate(
    admin: APIClient, site: Site
) -> None:
    right, wrong = read("AB123CD", site.gate, 7200), read("XY999ZW", site.exit, 60)
    stored(right, wrong)
    admin.put(f"/api/v1/plates/{wrong.read_id}/correction", {"text": "ab 123-cd"})
    apply_corrections()
    page = admin.get("/api/v1/plates/history", {"text": "АB-123 CD"}).json()  # a Cyrillic А
    assert [(each["id"], each["certainty"]) for each in sightings(page)] == [
        (str(wrong.read_id), "corrected"),
        (str(right.read_id), "read"),
    ]
    assert [len(visit["sightings"]) for visit in page["items"]] == [1, 1]
    gone = admin.get("/api/v1/plates/history", {"text": "XY999ZW"}).json()
    assert sightings(gone) == []
    admin.delete(f"/api/v1/plates/{wrong.read_id}/correction")
    apply_corrections()
    back = admin.get("/api/v1/plates/history", {"text": "XY999ZW"}).json()
    assert [each["certainty"] for each in sightings(back)] == ["read"]


def test_history_when_pages_are_read_while_reads_arrive_then_none_twice_and_none_lost(
    admin: APIClient, site: Site
) -> None:
    old = [read("AB123CD", site.gate, 100 * number + 60) for number in range(12)]
    stored(*old)
    told: list[str] = []
    query: dict[str, object] = {"text": "AB123CD", "limit": 5}
    while True:
        page = admin.get("/api/v1/plates/history", query).json()
        told += [each["id"] for each in sightings(page)]
        if page["next_cursor"] is None:
            break
        assert page["items"][-1]["complete"] is False
        query["cursor"] = page["next_cursor"]
        stored(read("AB123CD", site.exit, -len(told)))
    assert told == [str(each.read_id) for each in old]


def test_looks_at_a_plate_when_cameras_are_not_theirs_then_not_shown(
    client_of: Client, site: Site
) -> None:
    stored(
        *(read("AB123CD", camera, ago) for camera, ago in ((site.gate, 300), (site.exit, 200))),
        read("AB123CD", site.foreign, 100),
        *(read("XY999ZW", camera, 95) for camera in (site.foreign, site.gate)),
        read("XY999ZW", site.exit, 195),
    )
    reviewer = client_of("reviewer", groups=[site.yard.pk])
    for path in BY_TEXT:
        answer = reviewer.get(
            f"/api/v1/plates/{path}",
            {"text": "AB123CD", "min_cameras": 1} if path == "companions" else {"text": "AB123CD"},
        )
        assert answer.status_code == 200, answer.content
        assert str(site.foreign) not in answer.content.decode()
    times = reviewer.get("/api/v1/travel-times").json()["items"]
    assert [(each["from_camera_name"], each["to_camera_name"]) for each in times] == [
        ("Gate", "Exit")
    ]
    assert len(client_of("admin").get("/api/v1/travel-times").json()["items"]) > 1
    viewer = client_of("viewer")
    assert viewer.get("/api/v1/plates/history", {"text": "AB123CD"}).status_code == 403


def test_looks_at_a_plate_when_done_then_audited_with_the_reason_that_the_site_demands(
    admin: APIClient,
) -> None:
    AuditPolicy.objects.update_or_create(pk=1, defaults={"plate_search_reason": True})
    for path in BY_TEXT:
        refused = admin.get(f"/api/v1/plates/{path}", {"text": "AB123"})
        assert (refused.status_code, refused.json()["code"]) == (400, "reason-required")
        admin.get(f"/api/v1/plates/{path}", {"text": "AB123", "reason": "case 7"})
    entries = AuditEntry.objects.filter(action__startswith="plate.").order_by("pk")
    assert [(each.action, each.subject, each.reason) for each in entries] == [
        (f"plate.{path}-seen", subject_of("AB123"), "case 7") for path in BY_TEXT
    ]


@pytest.mark.parametrize(
    ("path", "query", "pointer"),
    [
        *((f"plates/{path}", {}, "text") for path in BY_TEXT),
        *((f"plates/{path}", {"text": "*%_\\'\""}, "text") for path in BY_TEXT),
        *((f"plates/{path}", {"text": "A" * 10_000}, "text") for path in BY_TEXT),
        ("plates/history", {"text": "🚗"}, "text"),
        ("plates/history", {"text": "A\x00B1"}, "text"),
        ("plates/history", {"text": "AB1", "cursor": "x"}, "cursor"),
        ("plates/history", {"text": "AB1", "min_probability": "2"}, "min_probability"),
        ("plates/history", {"text": "AB1", "wrong": "2"}, "wrong"),
        (
            "plates/journey",
            {"text": "AB1", "from": "2026-11-02T00:00:00Z", "to": "2026-11-01T00:00:00Z"},
            "from",
        ),
        (
            "plates/journey",
            {"text": "AB1", "from": "2026-11-02T00:00:00Z", "to": "2026-11-12T00:00:00Z"},
            "from",
        ),
        ("plates/journey", {"text": "AB1", "from": "yesterday"}, "from"),
        ("plates/companions", {"text": "AB1", "window_s": "301"}, "window_s"),
        ("plates/companions", {"text": "AB1", "min_cameras": "0"}, "min_cameras"),
        ("plate-visitors", {}, "kind"),
        ("plate-visitors", {"kind": "first-time", "camera": "x"}, "camera"),
        ("reviews/plates", {"state": "x"}, "state"),
        ("reviews/plates", {"cursor": "AAAA"}, "cursor"),
    ],
)
def test_look_when_the_question_is_wrong_then_told_where(
    admin: APIClient, path: str, query: dict[str, str], pointer: str
) -> None:
    answer = admin.get(f"/api/v1/{path}", query)
    assert answer.status_code == 400, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize("instant", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_look_when_the_time_is_at_the_end_of_all_time_then_nothing_is_found(
    admin: APIClient, instant: str
) -> None:
    for path in (
        *(f"plates/{path}?text=AB1&" for path in BY_TEXT),
        "plate-visitors?kind=first-time&",
    ):
        for name in ("from", "to"):
            assert admin.get(f"/api/v1/{path}{name}={instant}").status_code == 200


def test_visitors_when_asked_then_who_never_came_before_and_who_came_at_another_hour(
    admin: APIClient, site: Site
) -> None:
    noon = (NOW - timedelta(days=1)).replace(hour=12, minute=0)
    for day in range(1, 21):
        stored(
            *(
                plate_read(text, at=noon - timedelta(days=day, minutes=day), camera_id=site.gate)
                for text in ("DAILY1", "DAILY2")
            )
        )
    night = noon.replace(hour=23)
    stored(plate_read("DAILY1", at=noon + timedelta(minutes=7), camera_id=site.gate))
    stored(plate_read("DAILY2", at=night, camera_id=site.gate))
    stored(plate_read("NEW001", at=night, camera_id=site.gate))

    def found(kind: str) -> list[str]:
        window = {"from": noon.isoformat(), "to": (night + timedelta(minutes=1)).isoformat()}
        answer = admin.get("/api/v1/plate-visitors", {"kind": kind, **window})
        return [each["plate"] for each in answer.json()["items"]]

    assert found("first-time") == ["NEW001"]
    assert found("unusual-hour") == ["DAILY2"]


@pytest.fixture
def unsure(site: Site) -> list[PlateRead]:
    """Worth most last."""
    reads = [read(f"AB{100 + n}", site.gate, 50 - n, sure=0.75 - 0.05 * n) for n in range(5)]
    stored(*reads, read("XY999", site.foreign, 10, sure=0.3))
    return reads


def test_queue_when_paged_then_worth_most_first_and_only_cameras_of_ones_own(
    client_of: Client, site: Site, unsure: list[PlateRead]
) -> None:
    reviewer = client_of("reviewer", groups=[site.yard.pk])
    told: list[dict[str, Any]] = []
    query: dict[str, object] = {"limit": 2}
    while True:
        page = reviewer.get("/api/v1/reviews/plates", query).json()
        assert page["unreviewed"] == 5
        told += page["items"]
        if page["next_cursor"] is None:
            break
        query["cursor"] = page["next_cursor"]
    assert {each["read"]["id"] for each in told} == {str(each.read_id) for each in unsure}
    worths = [each["worth"] for each in told]
    assert worths == sorted(worths, reverse=True)
    assert told[0]["read"]["id"] == str(unsure[-1].read_id)
    assert all(each["outcome"] is None for each in told)
    narrowed = reviewer.get("/api/v1/reviews/plates", {"camera": str(site.foreign)}).json()
    assert narrowed["items"] == []


def test_bulk_when_posted_then_each_outcome_is_told_and_the_same_again_does_nothing(
    client_of: Client, site: Site, unsure: list[PlateRead]
) -> None:
    reviewer = client_of("reviewer", groups=[site.yard.pk], user_id=new_id())
    foreign = ReviewItem.objects.get(camera_id=site.foreign).read_id
    admin = client_of("admin")
    admin.put(f"/api/v1/plates/{unsure[4].read_id}/correction", {"text": "QQ777"})
    verdicts = [
        {"read": str(unsure[0].read_id), "decision": "accept", "text": "AB-100"},
        {"read": str(unsure[1].read_id), "decision": "correct", "text": "A8 101"},
        {"read": str(unsure[2].read_id), "decision": "skip"},
        {"read": str(unsure[3].read_id), "decision": "accept", "text": "AB999"},
        {"read": str(unsure[4].read_id), "decision": "accept", "text": "AB104"},
        {"read": str(foreign), "decision": "accept", "text": "XY999"},
        {"read": str(new_id()), "decision": "skip"},
    ]
    body = {"items": verdicts, "reason": "looked at the crop"}

    def outcomes() -> list[str]:
        answer = reviewer.post("/api/v1/reviews/plates", body)
        assert answer.status_code == 200, answer.content
        return [each["outcome"] for each in answer.json()["items"]]

    first = ["accepted", "corrected", "skipped", "changed", "conflict", "not-found", "not-found"]
    assert outcomes() == first
    assert outcomes() == ["unchanged", "unchanged", *first[2:]]
    said = dict(PlateCorrection.objects.values_list("read_id", "text"))
    assert said == {
        unsure[0].read_id: "AB100",
        unsure[1].read_id: "A8 101",
        unsure[4].read_id: "QQ777",
    }
    entries = AuditEntry.objects.filter(action="plate.corrected", actor="reviewer")
    assert entries.count() == 2
    waiting = reviewer.get("/api/v1/reviews/plates").json()
    assert [each["read"]["id"] for each in waiting["items"]] == [str(unsure[3].read_id)]
    assert waiting["unreviewed"] == 1
    skipped = reviewer.get("/api/v1/reviews/plates", {"state": "reviewed"}).json()["items"]
    assert [(each["read"]["id"], each["outcome"]) for each in skipped] == [
        (str(unsure[2].read_id), "skipped")
    ]
    other = client_of("reviewer", groups=[site.yard.pk]).get("/api/v1/reviews/plates").json()
    assert other["unreviewed"] == 2


@pytest.mark.parametrize(
    ("items", "pointer"),
    [
        ([], "items"),
        ([{"read": str(UUID(int=n)), "decision": "skip"} for n in range(501)], "items"),
        ([{"read": str(UUID(int=1)), "decision": "skip"}] * 2, "items"),
        ([{"read": str(UUID(int=1)), "decision": "accept"}], "items/0/text"),
        ([{"read": "x", "decision": "skip"}], "items/0/read"),
        ([{"read": str(UUID(int=1)), "decision": "burn"}], "items/0/decision"),
    ],
)
def test_bulk_when_it_makes_no_sense_then_told_where(
    admin: APIClient, items: list[dict[str, str]], pointer: str
) -> None:
    answer = admin.post("/api/v1/reviews/plates", {"items": items})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"].strip("/") == pointer


def test_bulk_when_a_text_is_no_plate_then_nothing_of_it_is_done(
    admin: APIClient, unsure: list[PlateRead]
) -> None:
    items = [
        {"read": str(unsure[0].read_id), "decision": "accept", "text": "AB100"},
        {"read": str(unsure[1].read_id), "decision": "correct", "text": "--"},
    ]
    answer = admin.post("/api/v1/reviews/plates", {"items": items})
    assert answer.status_code == 400
    assert not PlateCorrection.objects.exists()


def gates(site: Site) -> list[dict[str, Any]]:
    return [
        {"camera": str(site.gate), "direction": "in"},
        {"camera": str(site.exit), "direction": "out"},
    ]


def test_parking_when_vehicles_come_and_go_then_counted_and_paired(
    admin: APIClient, client_of: Client, site: Site
) -> None:
    made = admin.post("/api/v1/parking-areas", {"name": "P1", "capacity": 9, "gates": gates(site)})
    assert made.status_code == 201, made.content
    stored(
        read("STAYS1", site.gate, 3000),
        read("AB123CD", site.gate, 2400),
        read("AB128CD", site.exit, 1200),  # a misread 3
        read("WENT01", site.gate, 1800),
        read("WENT01", site.exit, 600),
        read("EARLY1", site.exit, 300),  # came before cameras were there
    )
    path = f"/api/v1/parking-areas/{made.json()['id']}/occupancy"
    answer = admin.get(path, {"from": (NOW - timedelta(hours=1)).isoformat(), "steps": 6}).json()
    assert (answer["inside"], answer["capacity"]) == (1, 9)
    assert [step["inside"] for step in answer["over_time"]][:3] == [0, 1, 2]
    assert answer["median_s"] == pytest.approx(1200, abs=1)
    told = {
        (stay["plate"], stay["duration_s"] and round(stay["duration_s"]), stay["probable"])
        for stay in answer["stays"]
    }
    assert told == {
        ("STAYS1", None, False),
        ("AB123CD", 1200, True),
        ("WENT01", 1200, False),
        ("EARLY1", None, False),
    }
    stranger = client_of("reviewer", groups=[new_id()])
    assert stranger.get(path).status_code == 404
    assert stranger.get("/api/v1/parking-areas").json() == {"items": []}
    assert client_of("operator").delete(path.removesuffix("/occupancy")).status_code == 403
    assert admin.delete(path.removesuffix("/occupancy")).status_code == 204
    actions = AuditEntry.objects.filter(action__startswith="parking-area").order_by("pk")
    assert [each.action for each in actions] == [
        "parking-area.created",
        "parking-area.stays-seen",
        "parking-area.removed",
    ]


def test_parking_when_it_makes_no_sense_then_told_where(admin: APIClient, site: Site) -> None:
    def pointer(name: str, gates: list[dict[str, Any]]) -> str:
        answer = admin.post("/api/v1/parking-areas", {"name": name, "gates": gates})
        assert answer.status_code == 400, answer.content
        return str(answer.json()["errors"][0]["pointer"])

    good = gates(site)
    assert pointer("P", [good[0], {**good[0], "zone": "x"}]) == "gates"
    assert pointer("P", [good[0], good[0], good[1]]) == "gates"
    unknown = {"camera": str(new_id()), "direction": "out"}
    assert pointer("P", [good[0], unknown]) == "gates/1/camera"
    assert admin.post("/api/v1/parking-areas", {"name": "P", "gates": good}).status_code == 201
    assert pointer("P", good) == "name"


@pytest.fixture
def queries() -> Iterator[list[tuple[str, Any]]]:
    """What is asked of the database with its arguments."""
    asked: list[tuple[str, Any]] = []

    def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        yield asked


def test_plans_when_looked_at_then_no_reads_and_no_items_are_scanned(
    admin: APIClient, site: Site, queries: list[tuple[str, Any]]
) -> None:
    """With many rows; the search by likelihood has a test of its own (detections)."""
    stored(read("AB12345", site.gate, 30), read("AB12345", site.exit, 5))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO journeys_reviewitem SELECT gen_random_uuid(), %s, random(), 1, 1, false, false,"
            " now() FROM generate_series(1, 20000)",
            [site.foreign],
        )
        cursor.execute(
            "INSERT INTO journeys_correctedread SELECT gen_random_uuid(), md5(n::text), now()"
            " FROM generate_series(1, 20000) n"
        )
        columns = [
            column.name
            for column in connection.introspection.get_table_description(
                cursor, "detections_plateread"
            )
        ]
        new = {
            "id": "(left(id::text, 24) || lpad(to_hex(n), 12, '0'))::uuid",
            "folded": "upper(left(md5(n::text), 7))",
            "camera_id": "gen_random_uuid()",
            "keys": "'{1}'",
        }
        cursor.execute(
            f"INSERT INTO detections_plateread ({', '.join(columns)})"
            f" SELECT {', '.join(new.get(column, column) for column in columns)}"
            " FROM detections_plateread, generate_series(1, 20000) n"
        )
        cursor.execute("ANALYZE detections_plateread, journeys_reviewitem, journeys_correctedread")
    queries.clear()
    for path in (
        "history?text=AB12345&min_probability=1",
        "journey?text=AB12345",
        "companions?text=AB12345",
    ):
        assert admin.get(f"/api/v1/plates/{path}").status_code == 200
    assert admin.get("/api/v1/reviews/plates", {"limit": 5}).status_code == 200
    assert (
        admin.get(f"/api/v1/plate-visitors?kind=first-time&camera={site.gate}").status_code == 200
    )
    looks = [
        (sql, params)
        for sql, params in queries
        if any(table in sql for table in ("detections_plateread", "journeys_"))
        and sql.startswith("SELECT")
        and "COUNT(" not in sql
        and "keys" not in sql.partition("WHERE")[2]
    ]
    assert len(looks) >= 8
    for sql, params in looks:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN {sql}", params)
            plan = "\n".join(row[0] for row in cursor.fetchall())
        for table in ("detections_plateread_2", "journeys_reviewitem", "journeys_correctedread"):
            assert f"Seq Scan on {table}" not in plan, f"{sql}\n{plan}"

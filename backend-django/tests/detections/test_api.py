import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from event_factories import detection, plate_read
from rest_framework.test import APIClient

from mosaic_backend.audit.infrastructure.models import AuditEntry
from mosaic_backend.audit.infrastructure.seals import opened, subject_of
from mosaic_backend.cameras.infrastructure.models import CameraGroup
from mosaic_backend.detections import facade
from mosaic_contracts.ids import new_id

pytestmark = pytest.mark.django_db
Client = Callable[..., APIClient]


@pytest.fixture
def camera(admin: APIClient) -> dict[str, Any]:
    """A camera in a group of its own."""
    group = CameraGroup.objects.create(name="yard")
    answer = admin.post(
        "/api/v1/cameras",
        {"name": "Gate", "source_url": "rtsp://10.0.0.9/1", "group": str(group.pk)},
    )
    assert answer.status_code == 201, answer.content
    return {"id": UUID(answer.json()["id"]), "group": group.pk}


def test_plates_when_searched_then_ranked_with_reasons(
    admin: APIClient, camera: dict[str, Any]
) -> None:
    unsure = [*([(char, 0.9)] for char in "AB12"), [("8", 0.61), ("B", 0.34)]]
    facade.store_plate_reads(
        [
            plate_read("AB128", camera_id=camera["id"], candidates=unsure),
            plate_read("AB12B", camera_id=camera["id"]),
            plate_read("ZZ999", camera_id=camera["id"]),
        ]
    )
    items = admin.get("/api/v1/plates", {"text": "ab 12b"}).json()["items"]
    assert [item["text"] for item in items] == ["AB12B", "AB128"]
    glyphs, formats = items[1]["why"].split("; ")
    assert glyphs == "5th glyph read 8 (0.61), B (0.34)"
    assert formats == "AB128 fits US-RI, DE, GB and 6 more, AB12B no plate format"
    assert items[0]["score"] > items[1]["score"] > 0
    assert items[1]["candidates"][4] == [["8", 0.61], ["B", 0.34]]
    assert (items[0]["camera"], items[0]["camera_name"]) == (str(camera["id"]), "Gate")
    assert items[0]["images"] == {"plate": None, "vehicle": None, "scene": None}


@pytest.mark.parametrize("match", [None, "exact", "prefix", "wildcard", "fuzzy"])
@pytest.mark.parametrize(
    "text", ["*", "%", "_", "\\", "'", '"', "A" * 10_000, "🚗", "", "\x00", "?*?", "'; DROP TABLE"]
)
def test_plates_when_the_text_is_odd_then_told_or_empty(
    admin: APIClient, text: str, match: str | None
) -> None:
    answer = admin.get("/api/v1/plates", {"text": text, **({"match": match} if match else {})})
    assert answer.status_code in {200, 400}
    if answer.status_code == 400:
        assert answer.json()["errors"][0]["pointer"] == "text"
    else:
        assert answer.json()["items"] == []


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"from": "2026-02-02T00:00:00Z", "to": "2026-01-01T00:00:00Z"}, "from"),
        ({"from": "yesterday"}, "from"),
        ({"time_from": "25:00"}, "time_from"),
        ({"time_to": "08:30+01:00"}, "time_to"),
        ({"group": "yard"}, "group"),
        ({"colour": "x" * 65}, "colour"),
        ({"from": "2026-02-02T00:00:00"}, "from"),
        ({"camera": "gate"}, "camera"),
        ({"min_confidence": "2"}, "min_confidence"),
        ({"min_confidence": "nan"}, "min_confidence"),
        ({"cursor": "x"}, "cursor"),
        ({"limit": "0"}, "limit"),
        ({"match": "best", "text": "A"}, "match"),
        ({"txt": "AB"}, "txt"),
    ],
)
def test_plates_when_a_parameter_is_wrong_then_it_is_named(
    admin: APIClient, query: dict[str, str], pointer: str
) -> None:
    answer = admin.get("/api/v1/plates", query)
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"][0]["pointer"] == pointer


def test_plates_when_the_camera_is_unknown_then_nothing(admin: APIClient) -> None:
    answer = admin.get("/api/v1/plates", {"camera": str(new_id())})
    assert answer.json() == {"items": [], "next_cursor": None, "estimated_total": 0}


def test_plates_when_cameras_and_groups_are_named_then_those_that_one_may_see(
    admin: APIClient, client_of: Client, camera: dict[str, Any]
) -> None:
    other = CameraGroup.objects.create(name="road")
    body = {"name": "Road", "source_url": "rtsp://10.0.0.8/1", "group": str(other.pk)}
    road = UUID(admin.post("/api/v1/cameras", body).json()["id"])
    nowhere = new_id()
    for seen_by in (camera["id"], road, nowhere):
        facade.store_plate_reads([plate_read("AB123", camera_id=seen_by)])

    def found(client: APIClient, **query: Any) -> set[UUID]:
        answer = client.get("/api/v1/plates", query)
        return {UUID(item["camera"]) for item in answer.json()["items"]}

    assert found(admin, camera=[camera["id"], nowhere]) == {camera["id"], nowhere}
    assert found(admin, group=[other.pk]) == {road}
    assert found(admin, group=[other.pk], camera=[nowhere], text="AB123") == {road, nowhere}
    of_yard = client_of("reviewer", groups=[camera["group"]])
    assert found(of_yard, group=[other.pk]) == set()
    assert found(of_yard, group=[other.pk, camera["group"]]) == {camera["id"]}
    assert found(of_yard, camera=[road, camera["id"]]) == {camera["id"]}


def test_plates_when_all_hits_fit_one_page_then_the_estimate_is_their_number(
    admin: APIClient, camera: dict[str, Any]
) -> None:
    for text in ("AB123", "AB124", "ZZ9"):
        facade.store_plate_reads([plate_read(text, camera_id=camera["id"])])
    for query, number in (
        ({}, 3),
        ({"text": "AB123", "match": "exact"}, 1),
        ({"text": "AB*"}, 2),
        ({"text": "AB123"}, 2),
    ):
        assert admin.get("/api/v1/plates", query).json()["estimated_total"] == number


@pytest.mark.parametrize("query", [{}, {"text": "AB123"}, {"text": "AB*"}])
def test_plates_when_paged_then_each_comes_once(
    admin: APIClient, camera: dict[str, Any], query: dict[str, str]
) -> None:
    reads = [plate_read("AB123", camera_id=camera["id"]) for _ in range(7)]
    facade.store_plate_reads(reads)
    seen: list[str] = []
    cursor: str | None = None
    while True:
        asked = {**query, "limit": "3", **({"cursor": cursor} if cursor else {})}
        page = admin.get("/api/v1/plates", asked).json()
        seen += [item["id"] for item in page["items"]]
        facade.store_plate_reads([plate_read("AB123", camera_id=camera["id"])])
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert sorted(seen) == sorted(str(read.read_id) for read in reads)


def test_plates_when_the_group_is_another_then_nothing_is_seen(
    client_of: Client, camera: dict[str, Any]
) -> None:
    read = plate_read("AB123", camera_id=camera["id"], images={"plate": "x/y.jpg"})
    facade.store_plate_reads([read])
    facade.store_detections([detection(camera_id=camera["id"])])
    stranger = client_of("reviewer", groups=[new_id()])
    friend = client_of("reviewer", groups=[camera["group"]])
    for path in ("/api/v1/plates", "/api/v1/plates?text=AB123", "/api/v1/detections"):
        assert stranger.get(path).json()["items"] == []
        assert len(friend.get(path).json()["items"]) == 1
    for path in (
        f"/api/v1/plates/{read.read_id}",
        f"/api/v1/plates/{read.read_id}/images/plate.jpg",
    ):
        assert stranger.get(path).status_code == 404
    assert friend.get(f"/api/v1/plates/{read.read_id}").status_code == 200
    assert client_of("viewer").get("/api/v1/plates").status_code == 403
    assert APIClient().get("/api/v1/plates").status_code == 401


def test_images_then_from_the_evidence_store(admin: APIClient, camera: dict[str, Any]) -> None:
    store = Path(urlsplit(os.environ["MOSAIC_EVIDENCE_URL"]).path)
    (store / "reads").mkdir(exist_ok=True)
    (store / "reads" / "plate.jpg").write_bytes(b"\xff\xd8crop")
    read = plate_read(
        "AB123",
        camera_id=camera["id"],
        images={"plate": "reads/plate.jpg", "scene": "reads/gone.jpg"},
    )
    facade.store_plate_reads([read])
    shown = admin.get(f"/api/v1/plates/{read.read_id}").json()["images"]
    picture = admin.get(shown["plate"])
    assert (picture.content, picture["Content-Type"]) == (b"\xff\xd8crop", "image/jpeg")
    assert picture["Cache-Control"].startswith("private")
    assert shown["vehicle"] is None
    assert admin.get(shown["scene"]).status_code == 404
    assert admin.get(f"/api/v1/plates/{read.read_id}/images/door.jpg").status_code == 404


def test_searches_then_audited(admin: APIClient) -> None:
    admin.get("/api/v1/plates", {"text": "AB123"})
    admin.get("/api/v1/plates")
    entry = AuditEntry.objects.get(action="plates.searched")
    assert (entry.actor, entry.subject) == ("admin", subject_of("AB123"))
    assert opened(entry.details) == {"text": "AB123"}


def test_plates_then_queries_do_not_grow_with_the_page(
    admin: APIClient, camera: dict[str, Any]
) -> None:
    facade.store_plate_reads([plate_read("AB123", camera_id=camera["id"])])
    # What the number of an engine means is asked once.
    assert admin.get("/api/v1/plates").status_code == 200
    counts = []
    for number in (1, 40):
        facade.store_plate_reads(
            [plate_read("AB123", camera_id=camera["id"]) for _ in range(number)]
        )
        with CaptureQueriesContext(connection) as queries:
            assert admin.get("/api/v1/plates").status_code == 200
        counts.append(len(queries))
    # Whether the token was revoked, plates, cameras, corrections; without Redis each look is told, and why.
    assert counts[0] == counts[1] <= 6


def test_detections_when_filtered_then_only_those(admin: APIClient, camera: dict[str, Any]) -> None:
    now = datetime.now(UTC)
    facade.store_detections(
        [
            detection("car", camera_id=camera["id"], zones=["gate"]),
            detection("person", camera_id=camera["id"], confidence=0.3),
            detection("car", camera_id=camera["id"], at=now - timedelta(days=2)),
        ]
    )

    def found(**query: str) -> int:
        answer = admin.get("/api/v1/detections", query)
        assert answer.status_code == 200, answer.content
        return len(answer.json()["items"])

    assert found() == 3
    assert found(label="car") == 2
    assert found(zone="gate") == 1
    assert found(min_confidence="0.5") == 2
    assert found(**{"from": (now - timedelta(hours=1)).isoformat()}) == 2
    assert found(to=(now - timedelta(hours=1)).isoformat()) == 1
    assert found(camera=str(camera["id"])) == 3
    assert found(camera=str(new_id())) == 0

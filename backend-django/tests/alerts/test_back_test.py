"""What a watch list would have told: by the job's own code, among reads that are stored."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from event_factories import plate_read
from rest_framework.test import APIClient

from mosaic_backend.alerts.application.back_test import PLATES_ONE_BY_ONE
from mosaic_backend.alerts.infrastructure import tasks
from mosaic_backend.alerts.infrastructure.models import Alert, BackTest, BackTestHit
from mosaic_backend.audit.infrastructure.models import AuditEntry, AuditPolicy
from mosaic_backend.cameras.infrastructure.models import CameraGroup, CameraRow
from mosaic_backend.detections.facade import store_plate_reads
from mosaic_contracts.ids import new_id

Client = Callable[..., APIClient]
NOW = datetime.now(UTC).replace(microsecond=0)
FILLERS = [{"text": f"ZZ{n:04}Y"} for n in range(PLATES_ONE_BY_ONE)]


@pytest.fixture
def cameras(db: None) -> tuple[UUID, UUID]:
    ours = CameraGroup.objects.create(name="ours")
    one = CameraRow.objects.create(
        name="Gate", group=ours, source_url="rtsp://10.0.0.9/1", revision=1
    )
    two = CameraRow.objects.create(name="Yard", source_url="rtsp://10.0.0.8/1", revision=2)
    return one.id, two.id


def seen(camera: UUID, text: str, days: float, seconds: float = 0, share: float = 0.0) -> UUID:
    """Stores a read; share: that the reader gave B instead of a last 8."""
    at = NOW - timedelta(days=days, seconds=-seconds)
    candidates: list[list[tuple[str, float]]] = [[(char, 0.95)] for char in text]
    if share:
        candidates[-1] = [(text[-1], 0.95 - share), ("B", share)]
    read = plate_read(text, camera_id=camera, at=at, candidates=candidates, images={"plate": "k"})
    store_plate_reads([read])
    return read.read_id


@pytest.fixture
def listed(admin: APIClient) -> str:
    wish = {"name": "Stolen", "armed": False, "entries": [{"text": "AB12B"}]}
    return f"/api/v1/watchlists/{admin.post('/api/v1/watchlists', wish).json()['id']}"


def ran(client: APIClient, listed: str, **wish: Any) -> dict[str, Any]:
    asked = client.post(f"{listed}/back-test", wish)
    assert asked.status_code == 202, asked.content
    assert asked.json()["summary"] is None
    tasks.run(UUID(asked.json()["id"]), lambda: False)
    told: dict[str, Any] = client.get(asked["Location"]).json()
    assert told["state"] == "done", told
    return told


def hits(client: APIClient, listed: str, test: dict[str, Any], **query: str) -> list[Any]:
    answer = client.get(f"{listed}/back-tests/{test['id']}/hits", query)
    found: list[Any] = answer.json()["items"]
    return found


EITHER_WAY = pytest.mark.parametrize("more", [[], FILLERS], ids=["plate by plate", "read by read"])


@EITHER_WAY
def test_back_test_when_run_then_hits_doubts_and_alerts_a_day_are_told(
    admin: APIClient, cameras: tuple[UUID, UUID], listed: str, more: list[Any]
) -> None:
    gate, yard = cameras
    exact = seen(gate, "AB12B", 2)
    seen(gate, "AB12B", 31)
    seen(yard, "CD34E", 3)
    unlikely = seen(gate, "AB128", 4)
    likely = seen(yard, "AB128", 5, share=0.45)
    otherwise = seen(gate, "AB128", 6, share=0.45)
    seen(gate, "AB1Z8", 6, seconds=10)
    for entry in more:
        admin.post(f"{listed}/entries", entry)
    test = ran(admin, listed)
    summary = test["summary"]
    assert (summary["hits"], summary["exact"], summary["near"]) == (4, 1, 3)
    assert (summary["likely_false"], summary["alerts"]) == (2, 4)
    assert summary["alerts_per_day"] == round(4 / 30, 3)
    found = hits(admin, listed, test)
    assert [(hit["read"], hit["doubt"]) for hit in found] == [
        (str(exact), ""),
        (str(unlikely), "unlikely"),
        (str(likely), ""),
        (str(otherwise), "read-otherwise"),
    ]
    assert found[0]["images"]["plate"] == f"/api/v1/plates/{exact}/images/plate.jpg"
    assert (found[2]["camera_name"], found[2]["plate"]) == ("Yard", "AB12B")
    assert [hit["read"] for hit in hits(admin, listed, test, doubt="none")] == [
        str(exact),
        str(likely),
    ]
    assert not Alert.objects.exists()


@EITHER_WAY
def test_back_test_when_a_camera_was_corrected_then_its_likelihoods_follow(
    admin: APIClient, cameras: tuple[UUID, UUID], listed: str, more: list[Any]
) -> None:
    """X and B are no confusion that the prior knows."""
    gate, yard = cameras
    here = seen(gate, "AX12B", 2)
    seen(yard, "AX12B", 3)
    for entry in more:
        admin.post(f"{listed}/entries", entry)
    assert ran(admin, listed)["summary"]["hits"] == 0
    for number in range(10):
        read = seen(gate, f"X{number}YY", 1)
        path = f"/api/v1/plates/{read}/correction"
        assert admin.put(path, {"text": f"B{number}YY"}).status_code == 200
    test = ran(admin, listed)
    assert [hit["read"] for hit in hits(admin, listed, test)] == [str(here)]


def test_back_test_when_plates_are_not_saved_then_they_alone_are_tried(
    admin: APIClient, cameras: tuple[UUID, UUID], listed: str
) -> None:
    seen(cameras[0], "AB12B", 1)
    other = seen(cameras[0], "CD34E", 1)
    test = ran(admin, listed, entries=[{"text": "cd-34 e"}, {"text": "X1"}], min_likelihood=1)
    assert [hit["read"] for hit in hits(admin, listed, test)] == [str(other)]
    assert admin.get(listed).json()["entry_count"] == 1


def test_back_test_when_the_list_has_rules_then_they_count_but_arming_and_validity_do_not(
    admin: APIClient, cameras: tuple[UUID, UUID], listed: str
) -> None:
    gate, yard = cameras
    seen(gate, "AB12B", 1)
    seen(gate, "AB12B", 1, seconds=30)
    seen(yard, "AB12B", 1)
    rules = {"all_cameras": False, "cameras": [str(gate)], "cooldown_s": 600}
    admin.patch(listed, {**rules, "valid_from": (NOW + timedelta(days=1)).isoformat()})
    summary = ran(admin, listed)["summary"]
    assert (summary["hits"], summary["alerts"]) == (2, 1)
    other_day = {0: "tue", 1: "wed", 2: "thu", 3: "fri", 4: "sat", 5: "sun", 6: "mon"}
    day = other_day[(NOW - timedelta(days=1)).weekday()]
    admin.patch(listed, {"schedule": [{"days": [day], "start": "00:00", "end": "24:00"}]})
    assert ran(admin, listed)["summary"]["hits"] == 0


def test_back_test_when_somebody_sees_some_cameras_then_their_hits_and_nobody_elses_test(
    admin: APIClient, client_of: Client, cameras: tuple[UUID, UUID], listed: str
) -> None:
    for camera in cameras:
        seen(camera, "AB12B", 1)
    group = CameraGroup.objects.get().id
    me = new_id()
    ours = client_of("operator", groups=[group], user_id=me)
    test = ran(ours, listed)
    assert test["summary"]["hits"] == 1
    assert len(admin.get(f"{listed}/back-tests").json()["items"]) == 1
    other = client_of("operator")
    assert other.get(f"{listed}/back-tests").json()["items"] == []
    assert other.get(f"{listed}/back-tests/{test['id']}").status_code == 404
    assert other.get(f"{listed}/back-tests/{test['id']}/hits").status_code == 404
    assert other.delete(f"{listed}/back-tests/{test['id']}").status_code == 404
    moved = client_of("operator", groups=[new_id()], user_id=me)
    assert moved.get(f"{listed}/back-tests/{test['id']}").json()["summary"]["hits"] == 0
    assert hits(moved, listed, test) == []
    assert client_of("viewer").post(f"{listed}/back-test", {}).status_code == 403


def test_back_test_when_deleted_while_it_runs_then_it_ends_and_stores_nothing(
    admin: APIClient, cameras: tuple[UUID, UUID], listed: str
) -> None:
    seen(cameras[0], "AB12B", 1)
    asked = admin.post(f"{listed}/back-test", {}).json()

    def delete() -> bool:
        admin.delete(f"{listed}/back-tests/{asked['id']}")
        return False

    tasks.run(UUID(asked["id"]), delete)
    tasks.run(UUID(asked["id"]), lambda: False)
    assert not BackTestHit.objects.exists()
    assert admin.get(f"{listed}/back-tests/{asked['id']}").status_code == 404


def test_back_test_when_its_worker_ends_then_it_waits_for_another(
    admin: APIClient, cameras: tuple[UUID, UUID], listed: str
) -> None:
    seen(cameras[0], "AB12B", 1)
    asked = admin.post(f"{listed}/back-test", {}).json()
    tasks.run(UUID(asked["id"]), lambda: True)
    assert BackTest.objects.get().state == "queued"
    tasks.run(UUID(asked["id"]), lambda: False)
    assert BackTest.objects.get().state == "done"


def test_back_test_when_too_many_wait_or_no_reason_is_given_then_refused(
    admin: APIClient, listed: str
) -> None:
    for _ in range(10):
        assert admin.post(f"{listed}/back-test", {}).status_code == 202
    refused = admin.post(f"{listed}/back-test", {})
    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
    BackTest.objects.all().delete()
    AuditPolicy.objects.update_or_create(pk=1, defaults={"plate_search_reason": True})
    assert admin.post(f"{listed}/back-test", {}).json()["errors"][0]["code"] == "reason-required"
    asked = admin.post(f"{listed}/back-test", {}, headers={"X-Reason": "case 7"})
    assert asked.status_code == 202
    assert AuditEntry.objects.latest("id").reason == "case 7"


@pytest.mark.parametrize(
    "wrong",
    [
        {"days": 0},
        {"days": 91},
        {"entries": []},
        {"entries": [{"text": "--"}]},
        {"entries": [{"text": "A1"}] * 1001},
        {"min_likelihood": 0},
        {"likely_false_below": 2},
    ],
)
def test_back_test_when_asked_wrongly_then_a_problem(
    admin: APIClient, listed: str, wrong: Any
) -> None:
    assert admin.post(f"{listed}/back-test", wrong).status_code == 400

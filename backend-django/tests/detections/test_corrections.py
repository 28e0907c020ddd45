"""What reviewers say of plate reads stands beside them, and is told to the AI."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from event_factories import plate_read
from rest_framework.test import APIClient

from mosaic_backend.audit.infrastructure.models import AuditEntry
from mosaic_backend.cameras.infrastructure.models import CameraGroup
from mosaic_backend.detections import facade
from mosaic_backend.shared.outbox.models import OutboxRow
from mosaic_contracts.events import CloudEvent, PlateCorrected
from mosaic_contracts.events import PlateRead as PlateReadEvent
from mosaic_contracts.ids import new_id

pytestmark = pytest.mark.django_db
Client = Callable[..., APIClient]


@pytest.fixture
def group() -> CameraGroup:
    return CameraGroup.objects.create(name="yard")


@pytest.fixture
def read(admin: APIClient, group: CameraGroup) -> PlateReadEvent:
    camera = {"name": "Gate", "source_url": "rtsp://10.0.0.9/1", "group": str(group.pk)}
    answer = admin.post("/api/v1/cameras", camera)
    read = plate_read("A812CDE", camera_id=UUID(answer.json()["id"]))
    facade.store_plate_reads([read])
    OutboxRow.objects.all().delete()
    return read


def address(read: PlateReadEvent) -> str:
    return f"/api/v1/plates/{read.read_id}/correction"


def told() -> list[PlateCorrected]:
    """The corrections that wait to be published, in their order."""
    events = OutboxRow.objects.order_by("position").values_list("event", flat=True)
    payloads = [CloudEvent.from_json(event.encode()).payload() for event in events]
    return [payload for payload in payloads if isinstance(payload, PlateCorrected)]


def audited() -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(action__startswith="plate.corr").order_by("pk"))


def test_correction_when_put_then_beside_the_read_told_and_audited(
    client_of: Client, read: PlateReadEvent, group: CameraGroup
) -> None:
    reviewer = client_of("reviewer", groups=[group.pk])
    answer = reviewer.put(address(read), {"text": " ab12 cde ", "reason": "B, not 8"})
    assert answer.status_code == 200, answer.content
    correction = answer.json()
    assert (correction["text"], correction["reason"]) == ("AB12 CDE", "B, not 8")
    shown = reviewer.get(f"/api/v1/plates/{read.read_id}").json()
    assert shown["correction"] == correction
    assert (shown["text"], shown["revision"]) == ("A812CDE", 1)
    (listed,) = reviewer.get("/api/v1/plates", {"text": "A812CDE", "match": "exact"}).json()[
        "items"
    ]
    assert listed["correction"] == correction
    (event,) = told()
    assert (event.read_id, event.camera_id) == (read.read_id, read.camera_id)
    assert (event.text, event.read_text) == ("AB12 CDE", "A812CDE")
    (entry,) = audited()
    assert (entry.action, entry.subject) == ("plate.corrected", f"plate:{read.read_id}")
    assert entry.actor == correction["corrected_by"] == event.corrected_by
    assert (entry.reason, entry.after) == ("B, not 8", {"text": "AB12 CDE"})


def test_correction_when_put_again_then_the_same_does_nothing_and_another_takes_its_place(
    admin: APIClient, read: PlateReadEvent
) -> None:
    first = admin.put(address(read), {"text": "AB12CDE"}).json()
    assert admin.put(address(read), {"text": "ab12cde"}).json() == first
    assert len(told()) == len(audited()) == 1
    second = admin.put(address(read), {"text": "AB12CDF"}).json()
    assert second["corrected_at"] > first["corrected_at"]
    assert [event.text for event in told()] == ["AB12CDE", "AB12CDF"]
    assert (audited()[1].before, audited()[1].after) == ({"text": "AB12CDE"}, {"text": "AB12CDF"})


def test_correction_when_withdrawn_then_gone_and_told_once(
    admin: APIClient, read: PlateReadEvent
) -> None:
    admin.put(address(read), {"text": "AB12CDE"})
    for _ in range(2):
        assert admin.delete(f"{address(read)}?reason=mistaken").status_code == 204
    assert admin.get(f"/api/v1/plates/{read.read_id}").json()["correction"] is None
    assert [event.text for event in told()] == ["AB12CDE", None]
    assert told()[1].corrected_at > told()[0].corrected_at
    withdrawn = audited()[-1]
    assert (withdrawn.action, withdrawn.reason) == ("plate.correction-withdrawn", "mistaken")
    assert withdrawn.before == {"text": "AB12CDE"}


def test_correction_when_the_read_gets_better_then_stays(
    admin: APIClient, read: PlateReadEvent
) -> None:
    correction = admin.put(address(read), {"text": "AB12CDE"}).json()
    facade.store_plate_reads([read.model_copy(update={"revision": 2, "text": "AB12CDF"})])
    shown = admin.get(f"/api/v1/plates/{read.read_id}").json()
    assert (shown["text"], shown["correction"]) == ("AB12CDF", correction)


def test_correction_when_it_says_what_was_read_then_it_confirms_that(
    admin: APIClient, read: PlateReadEvent
) -> None:
    assert admin.put(address(read), {"text": "A812CDE"}).status_code == 200
    assert [event.text for event in told()] == ["A812CDE"]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "text"),
        ({"text": ""}, "text"),
        ({"text": " - "}, "text"),
        ({"text": "A\x00B"}, "text"),
        ({"text": "A\nB"}, "text"),
        ({"text": "A" * 33}, "text"),
        ({"text": "ß" * 32}, "text"),
        ({"text": None}, "text"),
        ({"text": ["AB12CDE"]}, "text"),
        ({"text": "AB12CDE", "reason": "x" * 501}, "reason"),
    ],
)
def test_correction_when_it_is_no_plate_then_told_where_and_nothing_happens(
    admin: APIClient, read: PlateReadEvent, body: dict[str, Any], pointer: str
) -> None:
    answer = admin.put(address(read), body)
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"][0]["pointer"].strip("/") == pointer
    assert told() == audited() == []


def test_correction_when_the_camera_is_not_theirs_then_hidden(
    client_of: Client, read: PlateReadEvent, group: CameraGroup
) -> None:
    stranger = client_of("reviewer", groups=[new_id()])
    for method in (stranger.put, stranger.delete):
        assert method(address(read), {"text": "AB12CDE"}).status_code == 404
    viewer = client_of("viewer", groups=[group.pk])
    assert viewer.put(address(read), {"text": "AB12CDE"}).status_code == 403
    assert APIClient().put(address(read), {"text": "AB12CDE"}).status_code == 401
    assert told() == []


def test_correction_when_there_is_no_such_read_then_404(admin: APIClient) -> None:
    path = f"/api/v1/plates/{new_id()}/correction"
    assert admin.put(path, {"text": "AB12CDE"}).status_code == 404
    assert admin.delete(path).status_code == 404


def test_partners_when_they_ask_then_hear_of_no_correction(
    admin: APIClient, read: PlateReadEvent
) -> None:
    from mosaic_backend.partners.interfaces.presentation import plate

    admin.put(address(read), {"text": "AB12CDE"})
    hits, _ = facade.find_plates(None, None, facade.PlateFilters(None), limit=1, cursor=None)
    assert "correction" not in plate(hits[0], {})

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from event_factories import plate_read
from rest_framework.test import APIClient

from mosaic_backend.alerts import facade
from mosaic_backend.audit.infrastructure.models import AuditEntry
from mosaic_backend.cameras.facade import settle_statuses
from mosaic_backend.cameras.infrastructure.models import CameraGroup
from mosaic_backend.config.event_routes import apply_events
from mosaic_backend.shared.outbox.models import OutboxRow
from mosaic_contracts.events import AlertRaised, CameraStatus, CloudEvent, StreamState
from mosaic_contracts.ids import new_id

Client = Callable[..., APIClient]
NOW = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)


@pytest.fixture
def camera(admin: APIClient) -> UUID:
    group = CameraGroup.objects.create(name="yard")
    answer = admin.post(
        "/api/v1/cameras",
        {"name": "Gate", "source_url": "rtsp://10.0.0.9/1", "group": str(group.pk)},
    )
    return UUID(answer.json()["id"])


def _watch(admin: APIClient, name: str, *plates: str, **more: Any) -> str:
    answer = admin.post(
        "/api/v1/watchlists",
        {"name": name, "entries": [{"text": plate} for plate in plates], **more},
    )
    assert answer.status_code == 201, answer.content
    return str(answer.json()["id"])


def _raised() -> list[AlertRaised]:
    events = [CloudEvent.from_json(row.event.encode()) for row in OutboxRow.objects.all()]
    return [AlertRaised.model_validate(e.data) for e in events if e.type == AlertRaised.TYPE]


@pytest.mark.django_db
def test_read_when_watched_then_alerted_once(admin: APIClient, camera: UUID) -> None:
    stolen = _watch(admin, "Stolen", "ab-12b", severity="critical")
    _watch(admin, "Off", "AB12B", enabled=False)
    read = plate_read("AB128", camera_id=camera)
    assert facade.raise_for_plate_reads([read, plate_read("ZZ999", camera_id=camera)], NOW) == 1
    assert facade.raise_for_plate_reads([read], NOW) == 0
    [event] = _raised()
    assert (event.severity, str(event.watchlist_id), event.plate_read_id) == (
        "critical",
        stolen,
        read.read_id,
    )
    assert event.title == "ab-12b probably seen, read as AB128 (Stolen)"
    [item] = admin.get("/api/v1/alerts", {"acknowledged": "false"}).json()["items"]
    assert (item["id"], item["camera_name"], item["acknowledged"]) == (
        str(event.alert_id),
        "Gate",
        False,
    )


@pytest.mark.django_db
def test_alert_when_acknowledged_then_the_first_one_stands(
    admin: APIClient, client_of: Client, camera: UUID
) -> None:
    _watch(admin, "Stolen", "AB12B")
    facade.raise_for_plate_reads([plate_read("AB12B", camera_id=camera)], NOW)
    path = f"/api/v1/alerts/{_raised()[0].alert_id}/acknowledge"
    assert client_of("operator").post(path, {"note": "on my way"}).status_code == 200
    again = admin.post(path, {"note": "late"}).json()
    assert (again["acknowledged_by"], again["note"]) == ("operator", "on my way")
    assert facade.unacknowledged(None) == 0
    assert client_of("viewer").post(path).status_code == 403
    assert client_of("operator", groups=[new_id()]).post(path).status_code == 404
    assert admin.get("/api/v1/alerts", {"acknowledged": "false"}).json()["items"] == []


@pytest.mark.django_db
def test_watchlist_when_edited_then_entries_are_folded_and_once(admin: APIClient) -> None:
    listed = _watch(admin, "Guests", "АВ 12", "ab12", "CD-34")
    path = f"/api/v1/watchlists/{listed}"
    assert admin.get(path).json()["entry_count"] == 2
    added = admin.post(f"{path}/entries", {"text": "ef 56"})
    assert (added.status_code, added.json()["folded"]) == (201, "EF56")
    assert admin.post(f"{path}/entries", {"text": "EF-56"}).json()["id"] == added.json()["id"]
    assert admin.post(f"{path}/entries", {"text": "--"}).status_code == 400
    assert len(admin.get(f"{path}/entries").json()["items"]) == 3
    assert admin.delete(f"{path}/entries/{added.json()['id']}").status_code == 204
    assert admin.patch(path, {"enabled": False}).json()["enabled"] is False
    assert admin.post("/api/v1/watchlists", {"name": "Guests"}).status_code == 400
    assert admin.delete(path).status_code == 204
    assert admin.get(path).status_code == 404
    assert admin.get(f"{path}/entries").status_code == 404


@pytest.mark.django_db
def test_watchlist_when_edited_then_told_with_before_and_after(admin: APIClient) -> None:
    listed = _watch(admin, "Guests", "AB 12")
    path = f"/api/v1/watchlists/{listed}"
    first = {
        "name": "Guests",
        "reason": "",
        "note": "",
        "severity": "warning",
        "enabled": True,
        "armed": True,
        "valid_from": None,
        "valid_until": None,
        "all_cameras": True,
        "cameras": [],
        "schedule": [],
        "quiet_hours": [],
        "critical_ignores_quiet_hours": False,
        "snoozed_until": None,
        "cooldown_s": 0,
        "min_likelihood": 0.025,
    }
    one, two = {"text": "AB 12", "note": ""}, {"text": "CD 34", "note": "blue van"}
    assert _told("created") == (None, {**first, "plates": [one]})
    admin.patch(path, {"severity": "critical", "enabled": True})
    assert _told("changed") == ({"severity": "warning"}, {"severity": "critical"})
    entry = admin.post(f"{path}/entries", two).json()
    assert _told("plate_added") == (None, two)
    admin.delete(f"{path}/entries/{entry['id']}")
    assert _told("plate_removed") == (two, None)
    admin.patch(path, {"entries": [two]})
    assert _told("changed") == ({"plates": [one]}, {"plates": [two]})
    admin.delete(path)
    assert _told("deleted") == ({**first, "severity": "critical", "plates": [two]}, None)


def _told(done: str) -> tuple[Any, Any]:
    entry = AuditEntry.objects.filter(action=f"watchlist.{done}").latest("id")
    return entry.before, entry.after


def _status(camera: UUID, status: str, minute: float) -> CameraStatus:
    since = NOW + timedelta(minutes=minute)
    return CameraStatus(camera_id=camera, status=status, reason="unreachable", since=since)


@pytest.mark.django_db
def test_camera_when_it_goes_offline_then_alerted_once(camera: UUID) -> None:
    gone = _status(camera, "offline", 0)
    assert facade.raise_for_camera_status(gone, NOW) == 1
    assert facade.raise_for_camera_status(gone, NOW) == 0
    assert facade.raise_for_camera_status(_status(camera, "online", 1), NOW) == 0
    assert _raised()[0].title == "Gate is offline (unreachable)"


@pytest.mark.django_db
def test_camera_when_it_comes_and_goes_then_one_alert_waits_and_a_seen_one_hides_no_other(
    admin: APIClient, camera: UUID
) -> None:
    def offline(minute: float) -> int:
        at = NOW + timedelta(minutes=minute)
        return facade.raise_for_camera_status(_status(camera, "offline", minute), at)

    assert [offline(minute) for minute in (0, 2, 4)] == [1, 0, 0]
    admin.post(f"/api/v1/alerts/{_raised()[0].alert_id}/acknowledge", {})
    assert [offline(minute) for minute in (6, 8, 17)] == [1, 0, 1]


@pytest.mark.django_db
def test_camera_when_its_alarm_is_off_or_it_is_gone_then_no_alert(
    admin: APIClient, camera: UUID
) -> None:
    path = f"/api/v1/cameras/{camera}"
    admin.patch(path, {"offline_alarm": False})
    assert facade.raise_for_camera_status(_status(camera, "offline", 0), NOW) == 0
    admin.patch(path, {"offline_alarm": True})
    admin.delete(path)
    assert facade.raise_for_camera_status(_status(camera, "offline", 1), NOW) == 0


@pytest.mark.django_db
def test_stream_state_when_it_lasts_then_the_consumer_turns_it_into_an_alert(camera: UUID) -> None:
    failed = StreamState(camera_id=camera, state="error", reason="timeout", changed_at=NOW)
    apply_events([failed], NOW)
    settle_statuses(NOW + timedelta(seconds=15))
    events = [CloudEvent.from_json(row.event.encode()) for row in OutboxRow.objects.all()]
    told = [event.payload() for event in events if event.type == CameraStatus.TYPE]
    apply_events(told, NOW + timedelta(seconds=16))
    assert [alert.title for alert in _raised()] == ["Gate is offline (timeout)"]

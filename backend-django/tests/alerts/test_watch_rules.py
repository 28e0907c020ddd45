"""When a watch list tells of a read, and when it keeps quiet."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from event_factories import plate_read
from rest_framework.test import APIClient

from mosaic_backend.alerts import facade
from mosaic_backend.alerts.infrastructure.models import Alert, WatchList, WatchListEntry
from mosaic_backend.alerts.infrastructure.watched_plates import ONLY_BY_KEYS
from mosaic_backend.audit.infrastructure.models import AuditEntry
from mosaic_backend.cameras.infrastructure.models import CameraGroup, CameraRow, Site
from mosaic_backend.detections.facade import keys_of, store_plate_reads

Client = Callable[..., APIClient]
FRIDAY = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)  # 09:30 in Berlin
NIGHT = [{"days": ["fri"], "start": "09:00", "end": "10:00"}]


@pytest.fixture
def gate(db: None) -> UUID:
    group = CameraGroup.objects.create(name="yard")
    site = Site.objects.create(name="Depot", time_zone="Europe/Berlin")
    row = CameraRow.objects.create(
        name="Gate", group=group, site=site, source_url="rtsp://10.0.0.9/1", revision=1
    )
    return row.id


def watch(admin: APIClient, *plates: Any, **more: Any) -> str:
    entries = [{"text": plate} if isinstance(plate, str) else plate for plate in plates]
    answer = admin.post("/api/v1/watchlists", {"name": "Stolen", "entries": entries, **more})
    assert answer.status_code == 201, answer.content
    return str(answer.json()["id"])


def pass_by(camera: UUID, text: str = "AB12B", at: datetime = FRIDAY, **changes: Any) -> list[str]:
    """What the alerts of this passage are muted by; empty texts for those that were told."""
    read = plate_read(text, camera_id=camera, at=at, **changes)
    facade.raise_for_plate_reads([read], at)
    return list(Alert.objects.filter(plate_read_id=read.read_id).values_list("muted", flat=True))


def unsure(text: str, **positions: tuple[str, float]) -> list[list[tuple[str, float]]]:
    """Candidates of a read that is sure but for `at3=("B", 0.4)`."""
    candidates = [[(char, 0.95)] for char in text]
    for name, (char, share) in positions.items():
        at = int(name.removeprefix("at"))
        candidates[at] = [(text[at], 0.95 - share), (char, share)]
    return candidates


def test_near_match_when_likely_enough_for_its_list_then_alerted_with_its_likelihood(
    admin: APIClient, gate: UUID
) -> None:
    watch(admin, "AB12B", min_likelihood=0.5)
    assert pass_by(gate, "AB128", candidates=unsure("AB128")) == []
    assert pass_by(gate, "AB128", candidates=unsure("AB128", at4=("B", 0.4))) == [""]
    assert pass_by(gate, "AX72B", candidates=unsure("AX72B", at1=("B", 0.45), at2=("1", 0.45)))
    likelihoods = Alert.objects.order_by("id").values_list("likelihood", flat=True)
    assert all(0.5 <= likelihood < 1 for likelihood in likelihoods)
    assert pass_by(gate, "AB12B", candidates=unsure("AB12B")) == [""]
    assert Alert.objects.latest("id").likelihood == 1.0


def test_near_match_when_people_taught_the_camera_then_its_misreads_are_alerted_and_no_others(
    admin: APIClient, gate: UUID
) -> None:
    """X and K are no confusion that the prior knows."""
    yard = CameraRow.objects.create(name="Yard", source_url="rtsp://10.0.0.8/1", revision=2).id
    watch(admin, "ABK123")
    assert pass_by(gate, "ABX123") == []
    taught = [plate_read(f"{number}XY{number}", camera_id=gate) for number in range(10)]
    store_plate_reads(taught)
    for read in taught:
        path = f"/api/v1/plates/{read.read_id}/correction"
        assert admin.put(path, {"text": read.text.replace("X", "K")}).status_code == 200
    assert pass_by(gate, "ABX123") == [""]
    assert pass_by(yard, "ABX123") == []
    both = [plate_read("ABX123", camera_id=camera, at=FRIDAY) for camera in (gate, yard)]
    facade.raise_for_plate_reads(both, FRIDAY)
    assert [Alert.objects.filter(plate_read_id=read.read_id).count() for read in both] == [1, 0]


def test_passage_when_a_better_revision_matches_then_one_alert_and_never_two(
    admin: APIClient, gate: UUID
) -> None:
    watch(admin, "AB12B", "AB12E")
    first = plate_read("XX999", camera_id=gate, at=FRIDAY)
    better = first.model_copy(
        update={"revision": 2, "text": "AB12B", "candidates": unsure("AB12B", at4=("E", 0.4))}
    )
    for revision in (first, better, better.model_copy(update={"revision": 3, "final": True})):
        facade.raise_for_plate_reads([revision], FRIDAY)
    assert Alert.objects.get().title == "AB12B seen (Stolen)"


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ({}, [""]),
        ({"armed": False}, ["unarmed"]),
        ({"enabled": False}, []),
        ({"valid_from": "2026-11-20T08:30:01Z"}, []),
        ({"valid_until": "2026-11-20T08:30:00Z"}, []),
        ({"valid_from": "2026-11-20T08:30:00Z", "valid_until": "2026-11-21T00:00:00Z"}, [""]),
        ({"schedule": NIGHT}, [""]),
        ({"schedule": [{"days": ["fri"], "start": "08:00", "end": "09:00"}]}, []),
        ({"quiet_hours": NIGHT}, ["quiet-hours"]),
        ({"quiet_hours": NIGHT, "severity": "critical"}, ["quiet-hours"]),
        (
            {
                "quiet_hours": NIGHT,
                "severity": "critical",
                "critical_ignores_quiet_hours": True,
            },
            [""],
        ),
        ({"quiet_hours": NIGHT, "critical_ignores_quiet_hours": True}, ["quiet-hours"]),
        ({"snoozed_until": "2026-11-20T08:31:00Z"}, ["snoozed"]),
        ({"snoozed_until": "2026-11-20T08:30:00Z"}, [""]),
    ],
)
def test_list_when_its_rules_say_so_then_it_tells_keeps_or_ignores(
    admin: APIClient, gate: UUID, rules: dict[str, Any], expected: list[str]
) -> None:
    watch(admin, "AB12B", **rules)
    assert pass_by(gate) == expected
    shown = admin.get("/api/v1/alerts").json()["items"]
    kept = admin.get("/api/v1/alerts", {"muted": "true"}).json()["items"]
    assert [item["muted"] for item in (*shown, *kept)] == expected
    assert facade.unacknowledged(None) == expected.count("")


def test_entry_when_not_valid_now_then_no_alert(admin: APIClient, gate: UUID) -> None:
    listed = watch(admin, {"text": "AB12B", "valid_until": "2026-11-20T08:00:00Z"})
    assert pass_by(gate) == []
    [entry] = admin.get(f"/api/v1/watchlists/{listed}/entries").json()["items"]
    path = f"/api/v1/watchlists/{listed}/entries/{entry['id']}"
    assert admin.patch(path, {"valid_until": None}).status_code == 200
    assert pass_by(gate) == [""]
    refused = admin.patch(
        path, {"valid_from": "2027-01-01T00:00Z", "valid_until": "2026-01-01T00:00Z"}
    )
    assert refused.status_code == 400


def test_cooldown_when_the_same_plate_passes_again_then_muted_at_that_camera_alone(
    admin: APIClient, gate: UUID
) -> None:
    other = CameraRow.objects.create(name="Yard", source_url="rtsp://10.0.0.8/1", revision=2)
    watch(admin, "AB12B", "CD34E", cooldown_s=600)

    def minute(n: float, camera: UUID = gate, text: str = "AB12B") -> list[str]:
        return pass_by(camera, text, FRIDAY + timedelta(minutes=n))

    assert minute(0) == [""]
    assert minute(5) == ["cooldown"]
    assert (minute(6, other.id), minute(6, gate, "CD34E")) == ([""], [""])
    assert minute(10.1) == [""]
    reads = [plate_read("AB12B", camera_id=gate, at=FRIDAY + timedelta(hours=1)) for _ in "12"]
    assert facade.raise_for_plate_reads(reads, FRIDAY + timedelta(hours=1)) == 1


def test_recordings_when_a_list_is_not_armed_then_its_matches_keep_nothing(
    admin: APIClient, gate: UUID
) -> None:
    listed = watch(admin, "AB12B", armed=False)
    pass_by(gate)
    unarmed = Alert.objects.get().plate_read_id
    admin.patch(f"/api/v1/watchlists/{listed}", {"armed": True, "quiet_hours": NIGHT})
    pass_by(gate)
    quiet = Alert.objects.get(muted="quiet-hours").plate_read_id
    assert facade.reads_on_watch_lists([unarmed, quiet]) == {quiet}


def test_cameras_of_a_list_when_some_are_of_others_then_unseen_and_kept(
    admin: APIClient, client_of: Client, gate: UUID
) -> None:
    other = CameraRow.objects.create(name="Yard", source_url="rtsp://10.0.0.8/1", revision=2)
    listed = watch(admin, "AB12B", all_cameras=False, cameras=[str(gate), str(other.id)])
    path = f"/api/v1/watchlists/{listed}"
    group = CameraGroup.objects.get().id
    ours = client_of("operator", groups=[group])
    assert ours.get(path).json()["cameras"] == [str(gate)]
    assert ours.patch(path, {"cameras": [str(other.id)]}).status_code == 400
    assert ours.patch(path, {"cameras": []}).json()["cameras"] == []
    assert admin.get(path).json()["cameras"] == [str(other.id)]
    assert pass_by(gate) == []
    assert pass_by(other.id) == [""]
    assert admin.patch(path, {"cameras": []}).status_code == 400


def test_list_when_changed_with_a_reason_then_it_stands_in_the_audit(
    admin: APIClient, gate: UUID
) -> None:
    listed = watch(admin, "AB12B")
    path = f"/api/v1/watchlists/{listed}"
    assert admin.patch(path, {"armed": False}, headers={"X-Reason": "too many"}).status_code == 200
    entry = AuditEntry.objects.get(action="watchlist.changed")
    assert (entry.reason, entry.before, entry.after) == (
        "too many",
        {"armed": True},
        {"armed": False},
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"min_likelihood": 0},
        {"min_likelihood": "nan"},
        {"cooldown_s": -1},
        {"schedule": [{"days": ["fri"], "start": "25:00", "end": "26:00"}]},
        {"schedule": "always"},
        {"quiet_hours": [{"days": []}]},
        {"all_cameras": False},
        {"valid_from": "2027-01-01T00:00:00Z", "valid_until": "2026-01-01T00:00:00Z"},
        {"cameras": ["00000000-0000-7000-8000-000000000000"], "all_cameras": False},
    ],
)
def test_list_when_it_makes_no_sense_then_a_problem(admin: APIClient, wrong: Any) -> None:
    answer = admin.post("/api/v1/watchlists", {"name": "Wrong", **wrong})
    assert answer.status_code == 400, answer.content
    assert answer.json()["errors"]
    assert not WatchList.objects.exists()


@pytest.mark.django_db
def test_long_list_when_many_reads_come_at_once_then_found_by_the_index_of_keys() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE alerts_watchlistentry")  # while it is empty
    rows = [f"L{n:05}" for n in range(20_000)]
    listed = WatchList.objects.create(name="Long")
    WatchListEntry.objects.bulk_create(
        WatchListEntry(watchlist=listed, text=text, folded=text, keys=keys_of(text))
        for text in rows
    )
    reads = [plate_read(text, at=FRIDAY) for text in rows[::40]]
    with CaptureQueriesContext(connection) as queries:
        assert facade.raise_for_plate_reads(reads, FRIDAY) == len(reads)
    [asked] = [each["sql"] for each in queries if "alerts_watchlistentry" in each["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(ONLY_BY_KEYS)
        cursor.execute(f"EXPLAIN {asked}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "watchlist_entry_keys" in plan
    assert "Seq Scan" not in plan

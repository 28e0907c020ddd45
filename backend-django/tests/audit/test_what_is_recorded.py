"""Who searched, exported and configured stands in the audit log, with where from and why."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from mosaic_backend.audit.infrastructure.models import AuditEntry, AuditPolicy
from mosaic_backend.audit.infrastructure.seals import opened, subject_of
from mosaic_backend.clips import facade
from mosaic_backend.clips.infrastructure.models import Clip, ClipState
from mosaic_backend.shared.http import downloads
from mosaic_contracts.ids import new_id

pytestmark = pytest.mark.django_db
Client = Callable[..., APIClient]


@pytest.fixture
def reviewer(client_of: Client) -> APIClient:
    return client_of("reviewer")


@pytest.fixture
def demanded(db: None) -> None:
    AuditPolicy.objects.create(plate_search_reason=True)


def test_plates_when_searched_then_the_query_who_and_why_are_kept(reviewer: APIClient) -> None:
    answer = reviewer.get(
        "/api/v1/plates",
        {"text": "AB?1", "min_confidence": "0.5", "limit": 3},
        headers={"X-Reason": "theft 17/3", "X-Request-ID": "req-7", "X-Forwarded-For": "::7"},
    )
    assert answer.status_code == 200
    row = AuditEntry.objects.get(action="plates.searched")
    assert (row.actor, row.actor_kind, row.subject) == ("reviewer", "user", subject_of("AB?1"))
    assert opened(row.details) == {"text": "AB?1", "min_confidence": "0.5"}
    assert "AB?1" not in str(row.details)
    assert (row.reason, row.request_id, row.address) == ("theft 17/3", "req-7", "::7")


@pytest.mark.usefixtures("demanded")
@pytest.mark.parametrize("given", [{}, {"reason": ""}, {"reason": "  "}])
def test_plates_when_a_demanded_reason_is_missing_then_400_and_nothing_found(
    reviewer: APIClient, given: dict[str, str]
) -> None:
    answer = reviewer.get("/api/v1/plates", {"text": "AB1", **given})
    assert answer.status_code == 400
    assert answer.json()["code"] == "reason-required"
    assert answer.json()["errors"][0]["pointer"] == "reason"
    assert not AuditEntry.objects.exists()


@pytest.mark.usefixtures("demanded")
def test_plates_when_a_demanded_reason_is_given_or_no_plate_is_asked_for_then_answered(
    reviewer: APIClient,
) -> None:
    assert reviewer.get("/api/v1/plates").status_code == 200
    assert reviewer.get("/api/v1/plates", {"text": "AB1", "reason": "Prüfung"}).status_code == 200
    in_header = {"X-Reason": "Prüfung".encode().decode("latin-1")}
    assert reviewer.get("/api/v1/plates", {"text": "AB1"}, headers=in_header).status_code == 200
    searches = AuditEntry.objects.filter(action="plates.searched")
    assert list(searches.values_list("reason", flat=True)) == ["Prüfung", "Prüfung"]


@pytest.mark.parametrize("reason", ["x" * 501, "a\x00b"])
def test_plates_when_the_reason_is_odd_then_400(reviewer: APIClient, reason: str) -> None:
    answer = reviewer.get("/api/v1/plates", {"text": "AB1", "reason": reason})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "reason"


def test_plate_search_when_a_reason_is_demanded_then_one_query_more_and_no_more(
    reviewer: APIClient,
) -> None:
    reviewer.get("/api/v1/plates", {"text": "AB1", "reason": "x"})  # makes the plate's key
    with CaptureQueriesContext(connection) as before:
        reviewer.get("/api/v1/plates", {"text": "AB1", "reason": "x"})
    AuditPolicy.objects.create(plate_search_reason=True)
    with CaptureQueriesContext(connection) as after:
        reviewer.get("/api/v1/plates", {"text": "AB1", "reason": "x"})
    assert len(after) == len(before)


def test_detections_when_filtered_then_kept_and_when_only_listed_then_not(
    reviewer: APIClient,
) -> None:
    reviewer.get("/api/v1/detections")
    assert not AuditEntry.objects.exists()
    reviewer.get("/api/v1/detections", {"label": "car"})
    assert AuditEntry.objects.get().details == {"label": "car"}


def test_clip_when_downloaded_by_whatever_range_then_kept_once(
    reviewer: APIClient, client_of: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = datetime(2026, 11, 1, tzinfo=UTC)
    clip = Clip.objects.create(
        camera_id=new_id(), starts_at=at, ends_at=at, state=ClipState.READY, requested_by="x"
    )
    (tmp_path / f"{clip.id}.mp4").write_bytes(b"0123456789")
    monkeypatch.setattr(facade, "clips_folder", lambda: tmp_path)
    kept: dict[str, Any] = {}

    class Cache:  # Redis's `add`, without Redis
        def add(self, key: str, value: int, timeout: int) -> bool:
            return kept.setdefault(key, None) is None and not kept.update({key: value})

    monkeypatch.setattr(downloads, "cache", Cache())
    path = f"/api/v1/clips/{clip.id}/file"
    for wanted in ("bytes=1-", "bytes=4-6", "bytes=99-"):
        reviewer.get(path, headers={"Range": wanted})
    client_of("operator").get(path)
    assert list(AuditEntry.objects.order_by("id").values_list("actor", "action", "subject")) == [
        ("reviewer", "clip.fetched", f"clip:{clip.id}"),
        ("operator", "clip.fetched", f"clip:{clip.id}"),
    ]


def test_mosaic_when_made_changed_and_removed_then_kept_with_before_and_after(
    admin: APIClient,
) -> None:
    made = admin.post("/api/v1/mosaics", {"name": "M", "layout": "2x2"}).json()
    admin.patch(f"/api/v1/mosaics/{made['id']}", {"name": "N"})
    admin.delete(f"/api/v1/mosaics/{made['id']}")
    rows = list(AuditEntry.objects.order_by("id"))
    assert [row.action for row in rows] == ["mosaic.created", "mosaic.changed", "mosaic.deleted"]
    assert rows[0].before is None
    assert rows[0].after["name"] == "M"
    assert (rows[1].before, rows[1].after) == ({"name": "M"}, {"name": "N"})
    assert rows[2].before["name"] == "N"

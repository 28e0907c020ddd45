"""Clips that somebody takes away."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from mosaic_backend.audit.infrastructure.models import AuditEntry
from mosaic_backend.clips.application.cut_clip import clip_path
from mosaic_backend.clips.facade import forget_clip_files
from mosaic_backend.clips.infrastructure import tasks
from mosaic_backend.clips.infrastructure.cutting import clip_deletion, clip_room
from mosaic_backend.clips.infrastructure.evidence.package_store import request_package
from mosaic_backend.clips.infrastructure.models import (
    Clip,
    ClipShare,
    EvidencePackage,
    LegalHold,
)
from mosaic_backend.clips.infrastructure.parts import clips_folder
from mosaic_backend.clips.infrastructure.recording.disk_space import DiskSpace
from mosaic_backend.clips.infrastructure.sharing.share_store import make_share, share_file
from mosaic_contracts.errors import NotFoundError

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
SHOWN, END = START - timedelta(seconds=2), START + timedelta(seconds=10)


@pytest.fixture
def clip(camera: UUID) -> Iterator[Clip]:
    clip = Clip.objects.create(
        camera_id=camera,
        starts_at=START,
        ends_at=END,
        pieces=[{"from": SHOWN.isoformat(), "to": END.isoformat(), "at_s": 0}],
        state="ready",
        size_bytes=10,
        requester_id="1",
    )
    path = clip_path(clips_folder(), clip.id)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"0123456789")
    yield clip
    path.unlink(missing_ok=True)


@pytest.fixture
def file(clip: Clip) -> Path:
    return clip_path(clips_folder(), clip.id)


@pytest.fixture
def delete(
    admin: APIClient, clip: Clip, django_capture_on_commit_callbacks: Callable[..., Any]
) -> Callable[..., Any]:
    """By the administrator unless somebody else is given."""

    def ask(client: APIClient = admin) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return client.delete(f"/api/v1/clips/{clip.id}")

    return ask


def _share(clip: Clip) -> ClipShare:
    made = make_share(
        clip,
        recipient="Ruth",
        expires_at=timezone.now() + timedelta(hours=1),
        watermark=True,
        creator_id="1",
        created_by="otto",
    )
    path = share_file(made.share)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"marked")
    return made.share


@pytest.mark.parametrize("state", ["ready", "failed", "cancelled"])
def test_clip_when_deleted_then_it_its_file_and_its_links_are_gone_and_the_audit_log_tells(
    admin: APIClient, clip: Clip, file: Path, delete: Callable[..., Any], state: str
) -> None:
    marked = share_file(_share(clip))
    Clip.objects.update(state=state, sha256="ab" * 32)
    assert admin.get(f"/api/v1/clips/{clip.id}").json()["may_delete"] is True
    assert delete().status_code == 204
    assert (file.exists(), marked.exists()) == (False, False)
    assert (Clip.with_deleted.count(), ClipShare.objects.count()) == (0, 0)
    entry = AuditEntry.objects.get(action="clip.deleted")
    assert entry.subject == f"clip:{clip.id}"
    assert "ab" * 32 in str(entry.details)
    assert delete().status_code == 404
    assert AuditEntry.objects.filter(action="clip.deleted").count() == 1


def test_clip_when_its_deletion_is_cut_short_then_nobody_sees_it_and_the_worker_goes_on(
    admin: APIClient, clip: Clip, file: Path
) -> None:
    share = _share(clip)
    # What follows on the commit does not happen here, as where the process is killed.
    assert admin.delete(f"/api/v1/clips/{clip.id}").status_code == 204
    assert file.exists()
    for path in ("", "/file", "/shares", "/evidence"):
        assert admin.get(f"/api/v1/clips/{clip.id}{path}").status_code == 404
    assert admin.get("/api/v1/clips").json()["items"] == []
    share.refresh_from_db()
    assert (share.revoked_at is not None, share.revoked_by) == (True, "admin")
    with pytest.raises(NotFoundError):
        _share(clip)
    with pytest.raises(NotFoundError):
        request_package(clip, requester_id="1", requested_by="x", reason="", with_sightings=False)
    assert forget_clip_files(timezone.now()) >= 1
    assert (file.exists(), Clip.with_deleted.count()) == (False, 0)


def test_clip_when_its_file_cannot_be_deleted_then_its_row_stays_for_the_next_try(
    clip: Clip, file: Path, delete: Callable[..., Any]
) -> None:
    file.unlink()
    file.mkdir()
    assert delete().status_code == 204
    assert Clip.with_deleted.filter(pk=clip.pk).exists()
    file.rmdir()
    assert clip_deletion.carry_out() == 1
    assert not Clip.with_deleted.exists()


@pytest.mark.parametrize("state", ["queued", "running"])
def test_clip_when_it_is_worked_on_then_it_is_to_be_cancelled_first(
    admin: APIClient, clip: Clip, delete: Callable[..., Any], state: str
) -> None:
    Clip.objects.update(state=state)
    assert admin.get(f"/api/v1/clips/{clip.id}").json()["may_delete"] is False
    answer = delete()
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    assert Clip.objects.filter(pk=clip.pk).exists()


def test_clip_when_of_somebody_else_then_only_administrators_delete_it(
    admin: APIClient,
    clip: Clip,
    file: Path,
    client_of: Callable[..., APIClient],
    delete: Callable[..., Any],
) -> None:
    reviewer = client_of("reviewer")
    assert delete(reviewer).status_code == 403
    assert file.exists()
    me = reviewer.get("/api/v1/me").json()["id"]
    Clip.objects.update(requester_id=me)
    assert reviewer.get(f"/api/v1/clips/{clip.id}").json()["may_delete"] is True
    assert delete(client_of("reviewer", groups=[])).status_code == 404
    assert delete(reviewer).status_code == 204


@pytest.mark.parametrize(
    ("starts_s", "ends_s", "held"),
    [(5, 60, True), (-60, -1, True), (-60, -3, False), (10, 60, False)],
)
def test_clip_when_a_legal_hold_is_on_what_it_shows_then_it_stays(
    clip: Clip, file: Path, delete: Callable[..., Any], starts_s: int, ends_s: int, held: bool
) -> None:
    hold = LegalHold.objects.create(
        camera_id=clip.camera_id,
        starts_at=START + timedelta(seconds=starts_s),
        ends_at=START + timedelta(seconds=ends_s),
        reason="case 12",
        placed_by="otto",
    )
    answer = delete()
    if held:
        assert (answer.status_code, answer.json()["code"]) == (409, "clip-held")
        assert file.exists()
        hold.released_at = timezone.now()
        hold.save()
        answer = delete()
    assert answer.status_code == 204


def test_clip_when_it_is_evidence_then_it_stays(
    clip: Clip, file: Path, delete: Callable[..., Any]
) -> None:
    EvidencePackage.objects.create(
        clip=clip, requester_id="1", requested_by="x", with_sightings=False, state="ready"
    )
    answer = delete()
    assert (answer.status_code, answer.json()["code"]) == (409, "clip-in-evidence")
    assert file.exists()
    EvidencePackage.objects.update(state="failed")
    assert delete().status_code == 204


def _wish(client: APIClient, camera: UUID) -> Any:
    now = timezone.now()
    body = {"camera": str(camera), "from": now - timedelta(seconds=20), "to": now}
    return client.post("/api/v1/clips", body)


def test_clips_when_they_take_what_is_theirs_then_no_more_until_one_goes(
    admin: APIClient,
    camera: UUID,
    clip: Clip,
    delete: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = clip_room.environment().model_copy(update={"clips_max_bytes": 10})
    monkeypatch.setattr(clip_room, "environment", lambda: settings)
    refused = _wish(admin, camera)
    assert (refused.status_code, refused.json()["code"]) == (409, "clips-full")
    assert Clip.objects.count() == 1
    waiting = Clip.objects.create(camera_id=camera, starts_at=START, ends_at=START)
    tasks._cut(_job(), waiting.id)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.reason) == ("failed", "clips-full")
    assert delete().status_code == 204
    assert _wish(admin, camera).status_code == 202


def test_clips_when_their_disk_is_nearly_full_then_no_more(
    admin: APIClient, camera: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clip_room, "disk_space", lambda _: DiskSpace(100, 2))
    refused = _wish(admin, camera)
    assert (refused.status_code, refused.json()["code"]) == (409, "clips-full")
    assert not Clip.objects.exists()


def _job() -> Any:
    return SimpleNamespace(should_abort=lambda: False, job=SimpleNamespace(attempts=0))

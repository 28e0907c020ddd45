"""The index follows a real MediaMTX."""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from mosaic_backend.cameras.infrastructure.models import CameraRow
from mosaic_backend.clips.infrastructure.models import LedgerSpan, Segment
from mosaic_backend.clips.infrastructure.recording import ledger_store, recording_follower
from mosaic_backend.clips.infrastructure.recording.recording_follower import RecordingFollower

from .conftest import eventually
from .recording_server import RecordingServer


def _spans(camera: UUID) -> list[tuple[str, str]]:
    rows = LedgerSpan.objects.filter(camera_id=camera).order_by("starts_at")
    return [(row.kind, row.cause) for row in rows]


def _recorded(camera: UUID) -> LedgerSpan | None:
    return LedgerSpan.objects.filter(camera_id=camera, kind="recorded").last()


def test_follow_when_a_camera_records_then_its_span_grows_with_it(
    recording_server: RecordingServer, camera: UUID, admin: APIClient
) -> None:
    follower = RecordingFollower(recording_server.recordings)
    recording_server.publish(camera, 30)

    def reaches(seconds: float) -> LedgerSpan | None:
        follower.follow()
        span = _recorded(camera)
        length = timedelta(seconds=seconds)
        return span if span and span.ends_at - span.starts_at > length else None

    eventually(lambda: reaches(0.4))
    span = eventually(lambda: reaches(5))
    assert len(recording_server.files_of(camera)) > 1
    behind = datetime.now(UTC) - span.ends_at
    assert behind < timedelta(seconds=10)  # it is two as a rule
    assert LedgerSpan.objects.filter(camera_id=camera, kind="recorded").count() == 1
    [told] = admin.get("/api/v1/recordings", {"camera": str(camera)}).json()["items"]
    assert told["duration_s"] == (span.ends_at - span.starts_at).total_seconds()
    states = Segment.objects.filter(camera_id=camera).order_by("starts_at")
    assert [row.state for row in states][-1] == "growing"
    assert {row.state for row in states[: len(states) - 1]} == {"complete"}


def test_follow_when_mediamtx_is_killed_then_what_was_written_plays_and_is_told(
    recording_server: RecordingServer, camera: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    follower = RecordingFollower(recording_server.recordings)
    recording_server.publish(camera, 60)
    eventually(lambda: follower.follow() or _recorded(camera))
    recording_server.kill()
    monkeypatch.setattr(recording_follower, "QUIET_S", 0.0)
    eventually(
        lambda: (
            follower.follow()
            or not Segment.objects.filter(camera_id=camera, state="growing").exists()
        )
    )
    last = Segment.objects.filter(camera_id=camera).order_by("starts_at").last()
    assert last is not None
    assert last.state == "half"
    span = _recorded(camera)
    assert span is not None
    assert span.ends_at == last.ends_at > last.starts_at


def test_follow_when_started_anew_then_it_takes_in_what_was_written_meanwhile(
    copy: Path, camera: UUID
) -> None:
    files = sorted((copy / str(camera)).iterdir())
    late = files.pop()
    late.rename(copy / late.name)
    follower = RecordingFollower(copy)
    follower.follow()
    assert Segment.objects.filter(camera_id=camera).count() == len(files)
    before = _recorded(camera)
    (copy / late.name).rename(late)
    RecordingFollower(copy).follow()
    after = _recorded(camera)
    assert before is not None
    assert after is not None
    assert (after.starts_at, after.ends_at > before.ends_at) == (before.starts_at, True)
    assert _spans(camera).count(("recorded", "")) == 1


def test_follow_when_files_in_between_are_missing_then_apart_and_joined_once_they_are_back(
    copy: Path, camera: UUID
) -> None:
    files = sorted((copy / str(camera)).iterdir())
    files[1].rename(copy / files[1].name)
    follower = RecordingFollower(copy)
    follower.follow()
    assert _spans(camera).count(("recorded", "")) == 2
    (copy / files[1].name).rename(files[1])
    eventually(lambda: follower.follow() or _spans(camera).count(("recorded", "")) == 1)


def test_follow_when_a_file_is_garbage_then_the_others_are_told(copy: Path, camera: UUID) -> None:
    folder = copy / str(camera)
    (folder / "2026-11-20_08-30-00-000000.mp4").write_bytes(b"\xff" * 5000)
    (folder / "2026-11-20_08-31-00-000000.mp4").touch()
    for name in ("2026-11-20_08-30-00-000000.mp4", "2026-11-20_08-31-00-000000.mp4"):
        os.utime(folder / name, (1_763_627_400, 1_763_627_400))
    (folder / "notes.txt").write_text("not ours")
    (copy / "not-a-camera").mkdir()
    (copy / "0199aaaa-0000-7000-8000-000000000000").mkdir()
    follower = RecordingFollower(copy)
    follower.follow()
    assert _spans(camera).count(("recorded", "")) == 1
    broken = Segment.objects.get(camera_id=camera, bytes=5000)
    assert broken.starts_at == broken.ends_at


def test_follow_when_it_fails_in_between_then_the_next_one_begins_again(
    copy: Path, camera: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    follower = RecordingFollower(copy)

    def fail(*_: object) -> None:
        raise RuntimeError("the database went away")

    with monkeypatch.context() as broken:
        broken.setattr(ledger_store, "paint", fail)
        with pytest.raises(RuntimeError):
            follower.follow()
    assert Segment.objects.count() == 0
    assert follower.follow() == len(list((copy / str(camera)).iterdir()))


def test_follow_when_nothing_happens_then_few_queries(copy: Path, camera: UUID) -> None:
    follower = RecordingFollower(copy)
    eventually(lambda: follower.follow() == 0)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        eventually(lambda: follower.follow() == 0)
    # Savepoint, lock, cameras that have no folder yet.
    assert len(asked) <= 5


def test_recordings_when_its_camera_is_removed_then_still_told(
    copy: Path, camera: UUID, admin: APIClient, client_of: Callable[..., APIClient]
) -> None:
    assert admin.delete(f"/api/v1/cameras/{camera}").status_code == 204
    RecordingFollower(copy).follow()
    assert CameraRow.objects.get(id=camera).deleted_at is not None
    assert len(admin.get("/api/v1/recordings", {"camera": str(camera)}).json()["items"]) == 1

"""Playing recordings: the routes, on files that MediaMTX wrote."""

import os
import subprocess
from base64 import b64decode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from asgiref.sync import async_to_sync
from django.core.cache.backends.redis import RedisCache
from rest_framework.test import APIClient

from mosaic_backend.audit.infrastructure.models import AuditEntry
from mosaic_backend.clips.domain.ledger import Stretch
from mosaic_backend.clips.infrastructure import parts
from mosaic_backend.clips.infrastructure.models import Segment
from mosaic_backend.clips.infrastructure.playback.thumbnails import Thumbnails
from mosaic_backend.clips.infrastructure.recording import ledger_store
from mosaic_backend.clips.infrastructure.recording.recording_follower import RecordingFollower
from mosaic_backend.shared.http import downloads
from mosaic_contracts.ids import new_id

PLAYBACK = "/api/v1/recordings/playback"
MEDIA = "/api/v1/recordings/media"
THUMBNAIL = "/api/v1/recordings/thumbnail"


@pytest.fixture
def files(copy: Path, camera: UUID, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The camera's recordings, in the index."""
    RecordingFollower(copy).take_in(camera)
    made = Thumbnails(copy, tmp_path / "thumbnails")
    monkeypatch.setattr(parts, "recordings_folder", lambda: copy)
    monkeypatch.setattr(parts, "thumbnails", lambda: made)
    return sorted((copy / str(camera)).glob("*.mp4"))


def _span(camera: UUID) -> tuple[datetime, datetime]:
    rows = Segment.objects.filter(camera_id=camera).order_by("starts_at")
    return rows[0].starts_at, max(row.ends_at for row in rows)


def _ask(client: APIClient, camera: UUID, start: datetime, end: datetime) -> Any:
    query = {"camera": str(camera), "from": start.isoformat(), "to": end.isoformat()}
    return client.get(PLAYBACK, query)


def _bytes(answer: Any) -> bytes:
    async def all_of_it() -> bytes:
        return b"".join([part async for part in answer.streaming_content])

    return async_to_sync(all_of_it)()


def test_playback_then_the_bytes_it_names_are_a_film(
    admin: APIClient, camera: UUID, files: list[Path], tmp_path: Path
) -> None:
    start, end = _span(camera)
    told = _ask(admin, camera, start, end).json()
    assert [file["name"] for file in told["files"]] == [path.name for path in files]
    file = told["files"][1]
    first, last = file["fragments"][0], file["fragments"][-1]
    wanted = f"bytes={first['offset']}-{last['offset'] + last['bytes'] - 1}"
    answer = admin.get(
        MEDIA, {"camera": str(camera), "file": file["name"]}, headers={"Range": wanted}
    )
    assert answer.status_code == 206
    film = tmp_path / "film.mp4"
    film.write_bytes(b64decode(file["init"]) + _bytes(answer))
    told_by = subprocess.run(
        [
            *("ffprobe", "-v", "error", "-count_frames", "-of", "csv=p=0"),
            *("-show_entries", "stream=nb_read_frames", str(film)),
        ],
        capture_output=True,
        check=True,
    )
    length_s = last["end_s"] - first["start_s"]
    assert int(told_by.stdout) == pytest.approx(length_s * 10, abs=1)


def test_playback_from_the_middle_then_begins_with_a_key_frame_at_or_before(
    admin: APIClient, camera: UUID, files: list[Path]
) -> None:
    start, end = _span(camera)
    wanted = start + (end - start) / 2
    file = _ask(admin, camera, wanted, end).json()["files"][0]
    begins = datetime.fromisoformat(file["starts_at"])
    first = file["fragments"][0]
    assert begins + timedelta(seconds=first["key_s"]) <= wanted
    assert first["offset"] > 0


def test_playback_over_a_gap_then_told_whole_and_with_its_cause(
    admin: APIClient, camera: UUID, files: list[Path]
) -> None:
    _, end = _span(camera)
    later = end + timedelta(seconds=20)
    ledger_store.paint(camera, [Stretch(end, later, "missing", "camera-offline")])
    told = _ask(admin, camera, end - timedelta(seconds=1), end + timedelta(seconds=10)).json()
    [gap] = told["gaps"]
    assert (gap["kind"], gap["cause"]) == ("missing", "camera-offline")
    assert datetime.fromisoformat(gap["to"]) == later
    assert _ask(admin, camera, end + timedelta(seconds=2), later).json()["files"] == []


def test_playback_when_a_file_is_gone_or_leaving_then_the_others(
    admin: APIClient, camera: UUID, files: list[Path]
) -> None:
    start, end = _span(camera)
    files[0].unlink()
    Segment.objects.filter(name=files[1].name).update(state="leaving")
    told = _ask(admin, camera, start, end).json()
    assert [file["name"] for file in told["files"]] == [path.name for path in files[2:]]
    for path, status in ((files[0], 404), (files[1], 404), (files[2], 200)):
        query = {"camera": str(camera), "file": path.name}
        assert admin.get(MEDIA, query).status_code == status


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({}, 400),
        ({"from": "2026-11-20T08:00:00Z"}, 400),
        ({"from": "2026-11-20T08:00:00Z", "to": "2026-11-20T08:00:00Z"}, 400),
        ({"from": "2026-11-20T08:00:01Z", "to": "2026-11-20T08:00:00Z"}, 400),
        ({"from": "2026-11-20T08:00:00Z", "to": "2026-11-20T08:15:01Z"}, 400),
        ({"from": "yesterday", "to": "2026-11-20T08:15:01Z"}, 400),
        ({"from": "2026-11-20T08:00:00Z", "to": "2026-11-20T08:15:00Z", "speed": "2"}, 400),
        ({"from": "9999-12-31T23:59:58Z", "to": "9999-12-31T23:59:59Z"}, 200),
        ({"from": "2026-11-20T08:00:00Z", "to": "2026-11-20T08:15:00Z"}, 200),
    ],
)
def test_playback_when_asked_wrongly_then_refused(
    admin: APIClient, camera: UUID, query: dict[str, str], status: int
) -> None:
    answer = admin.get(PLAYBACK, {"camera": str(camera), **query})
    assert answer.status_code == status
    if status == 400:
        assert answer.json()["code"] == "invalid-input"


def test_playback_when_there_is_no_such_camera_or_it_is_of_another_group_then_404(
    admin: APIClient, client_of: Callable[..., APIClient], camera: UUID, files: list[Path]
) -> None:
    start, end = _span(camera)
    assert _ask(admin, new_id(), start, end).status_code == 404
    group = admin.post("/api/v1/camera-groups", {"name": "Gate"}).json()["id"]
    other = client_of("reviewer", groups=[UUID(group)])
    at = {"camera": str(camera), "at": start.isoformat()}
    media = {"camera": str(camera), "file": files[0].name}
    for asked, status in ((other, 404), (client_of("viewer"), 403), (client_of("reviewer"), 200)):
        assert _ask(asked, camera, start, end).status_code == status
        assert asked.get(THUMBNAIL, at).status_code == status
        assert asked.get(MEDIA, media).status_code == status


@pytest.mark.parametrize(
    "name",
    [
        "",
        "..",
        "../secrets/django.key",
        "2026-11-20_08-30-00-250000.mp4/../../x",
        "%2e%2e/x",
        "2026-11-20_08-30-00-250000.mp4\n",
        "2026-11-20_08-30-00-250000.MP4",
    ],
)
def test_media_when_the_name_is_none_of_a_recording_then_refused(
    admin: APIClient, camera: UUID, name: str
) -> None:
    answer = admin.get(MEDIA, {"camera": str(camera), "file": name})
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid-input")


def test_media_when_the_range_lies_beyond_the_end_then_416(
    admin: APIClient, camera: UUID, files: list[Path]
) -> None:
    size = files[0].stat().st_size
    query = {"camera": str(camera), "file": files[0].name}
    answer = admin.get(MEDIA, query, headers={"Range": f"bytes={size}-"})
    assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{size}")


def test_playback_then_in_the_audit_log_once(
    admin: APIClient,
    camera: UUID,
    files: list[Path],
    redis_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    start, end = _span(camera)
    monkeypatch.setattr(downloads, "cache", RedisCache(redis_url, {}))
    for _ in range(3):
        assert _ask(admin, camera, start, end).status_code == 200
    [entry] = AuditEntry.objects.filter(action="recording.played")
    assert entry.subject == f"camera:{camera}"


def test_thumbnail_then_the_key_frame_before_and_its_time_and_kept(
    admin: APIClient, camera: UUID, files: list[Path], tmp_path: Path
) -> None:
    start, _ = _span(camera)
    at = start + timedelta(seconds=2.5)
    query = {"camera": str(camera), "at": at.isoformat()}
    answer = admin.get(THUMBNAIL, query)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    shown = datetime.fromisoformat(answer["X-Picture-Time"])
    assert timedelta(0) <= at - shown <= timedelta(seconds=1.3)
    [kept] = (tmp_path / "thumbnails" / str(camera)).iterdir()
    assert kept.read_bytes() == answer.content
    kept.write_bytes(b"\xff\xd8 kept")
    assert admin.get(THUMBNAIL, query).content == b"\xff\xd8 kept"


def test_thumbnail_when_nothing_was_recorded_then_204(
    admin: APIClient, camera: UUID, files: list[Path]
) -> None:
    start, end = _span(camera)
    for at in (start - timedelta(seconds=5), end + timedelta(seconds=5)):
        answer = admin.get(THUMBNAIL, {"camera": str(camera), "at": at.isoformat()})
        assert (answer.status_code, answer.content) == (204, b"")


def test_thumbnail_when_its_recording_was_let_go_then_not_from_what_is_kept(
    admin: APIClient, camera: UUID, files: list[Path]
) -> None:
    start, _ = _span(camera)
    query = {"camera": str(camera), "at": (start + timedelta(seconds=1)).isoformat()}
    assert admin.get(THUMBNAIL, query).status_code == 200
    Segment.objects.update(state="leaving")
    assert admin.get(THUMBNAIL, query).status_code == 204


def test_thumbnail_when_too_many_are_made_then_429_with_a_time_to_wait(
    admin: APIClient, camera: UUID, files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    busy = parts.thumbnails()
    while busy._making.acquire(blocking=False):
        pass
    monkeypatch.setattr("mosaic_backend.clips.infrastructure.playback.thumbnails.WAITS_S", 0.01)
    start, _ = _span(camera)
    answer = admin.get(THUMBNAIL, {"camera": str(camera), "at": start.isoformat()})
    assert (answer.status_code, answer["Retry-After"]) == (429, "1")
    assert answer.json()["code"] == "rate-limited"


def test_thumbnails_when_they_are_too_much_then_the_oldest_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Thumbnails(tmp_path, tmp_path / "thumbnails")
    folder = tmp_path / "thumbnails" / str(new_id())
    folder.mkdir(parents=True)
    now = datetime.now(UTC).timestamp()
    for name, age_s in (("new", 0), ("newer", 10), ("older", 20), ("ancient", 100_000)):
        (folder / name).write_bytes(b"x" * 100)
        os.utime(folder / name, (now - age_s, now - age_s))
    assert kept.forget() == 1
    monkeypatch.setattr("mosaic_backend.clips.infrastructure.playback.thumbnails.KEPT_BYTES", 150)
    assert kept.forget() == 2
    assert [path.name for path in folder.iterdir()] == ["new"]

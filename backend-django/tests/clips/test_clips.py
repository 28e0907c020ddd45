"""Clips from a real MediaMTX by a real worker."""

import asyncio
import os
import signal
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import close_old_connections, connection, transaction
from rest_framework.test import APIClient

from mosaic_backend.cameras.infrastructure.models import CameraRow
from mosaic_backend.clips.domain.ledger import Stretch
from mosaic_backend.clips.infrastructure.cutting.clip_queue import MOST_OF_USER
from mosaic_backend.clips.infrastructure.models import Clip
from mosaic_backend.clips.infrastructure.recording import ledger_store
from mosaic_backend.clips.infrastructure.recording.recording_follower import RecordingFollower
from mosaic_backend.config.environment import environment
from mosaic_backend.shared.outbox.models import OutboxRow
from mosaic_contracts.events import ClipReady, CloudEvent
from mosaic_contracts.ids import new_id

from .conftest import Recorded, eventually

Work = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def reviewer(
    client_of: Callable[..., APIClient],
    recorded: Recorded,
    transactional_db: None,
) -> APIClient:
    """A reviewer, in a backend that knows the recorded camera and has its recording in the index."""
    answer = client_of("admin").post(
        "/api/v1/cameras", {"name": "Gate", "source_url": "rtsp://10.0.0.9/1"}
    )
    CameraRow.objects.filter(id=answer.json()["id"]).update(id=recorded.camera_id)
    RecordingFollower(recorded.recordings).follow()
    return client_of("reviewer")


def _request(client: APIClient, camera: UUID, start: datetime, length_s: float = 3) -> Any:
    return client.post(
        "/api/v1/clips",
        {
            "camera": str(camera),
            "from": start.isoformat(),
            "to": (start + timedelta(seconds=length_s)).isoformat(),
        },
    )


def _ended(clip_id: str) -> Callable[[], Clip | None]:
    return lambda: Clip.objects.filter(pk=clip_id, finished_at__isnull=False).first()


def _body(answer: Any) -> bytes:
    async def read() -> bytes:
        return b"".join([chunk async for chunk in answer.streaming_content])

    return asyncio.run(read())


def test_clip_when_recorded_then_cut_and_served_by_range(
    reviewer: APIClient, recorded: Recorded, work: Work, tmp_path: Path
) -> None:
    [span] = reviewer.get("/api/v1/recordings", {"camera": str(recorded.camera_id)}).json()["items"]
    assert 4 < span["duration_s"] < 8
    start = datetime.fromisoformat(span["from"]) + timedelta(seconds=1)
    answer = _request(reviewer, recorded.camera_id, start)
    assert answer.status_code == 202
    clip_id = answer.json()["id"]
    assert answer["Location"] == f"/api/v1/clips/{clip_id}"
    assert reviewer.get(f"/api/v1/clips/{clip_id}/file").status_code == 409
    work()
    clip = eventually(_ended(clip_id))
    assert [datetime.fromisoformat(part["from"]) for part in clip.recorded] == [start]
    assert (clip.gaps, clip.method, len(clip.pieces)) == ([], "copied", 1)
    shown = reviewer.get(answer["Location"]).json()
    assert (shown["state"], shown["size_bytes"]) == ("ready", clip.size_bytes), shown
    whole = _body(reviewer.get(shown["file"]))
    assert len(whole) == clip.size_bytes
    assert whole[4:8] == b"ftyp"
    part = reviewer.get(shown["file"], headers={"Range": "bytes=4-7"})
    assert (part.status_code, _body(part)) == (206, b"ftyp")
    assert part["Content-Range"] == f"bytes 4-7/{clip.size_bytes}"
    beyond = reviewer.get(shown["file"], headers={"Range": "bytes=99999999-"})
    assert beyond.status_code == 416
    (tmp_path / "clip.mp4").write_bytes(whole)
    probed = subprocess.run(
        [
            *("ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0"),
            str(tmp_path / "clip.mp4"),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert 2 < float(probed.stdout) < 4.5
    told = [CloudEvent.from_json(row.event.encode()) for row in OutboxRow.objects.all()]
    [ready] = [event for event in told if event.type == ClipReady.TYPE]
    assert (ready.data["clip_id"], ready.data["state"]) == (clip_id, "ready")


def test_clip_when_nothing_was_recorded_then_failed_with_the_reason(
    reviewer: APIClient, recorded: Recorded, work: Work
) -> None:
    start = recorded.start - timedelta(hours=5)
    clip_id = _request(reviewer, recorded.camera_id, start).json()["id"]
    assert (
        reviewer.get(
            "/api/v1/recordings",
            {
                "camera": str(recorded.camera_id),
                "from": start.isoformat(),
                "to": (start + timedelta(hours=1)).isoformat(),
            },
        ).json()["items"]
        == []
    )
    work()
    clip = eventually(_ended(clip_id))
    assert (clip.state, clip.reason) == ("failed", "no-recording")


@pytest.fixture
def stuck(tmp_path: Path) -> Path:
    """A folder with an ffmpeg that tells its process id and then does nothing."""
    (tmp_path / "programs").mkdir()
    program = tmp_path / "programs" / "ffmpeg"
    program.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/child\nexec sleep 600\n")
    program.chmod(0o755)
    return program.parent


def _exact(client: APIClient, recorded: Recorded) -> str:
    [span] = client.get("/api/v1/recordings", {"camera": str(recorded.camera_id)}).json()["items"]
    start = datetime.fromisoformat(span["from"]) + timedelta(seconds=1.5)
    body = {
        "camera": str(recorded.camera_id),
        "from": start.isoformat(),
        "to": (start + timedelta(seconds=2)).isoformat(),
        "exact": True,
        "title": "the gate",
    }
    answer = client.post("/api/v1/clips", body)
    assert answer.status_code == 202, answer.json()
    return str(answer.json()["id"])


def test_clip_when_its_worker_is_killed_then_another_takes_it_up(
    reviewer: APIClient, recorded: Recorded, work: Work, stuck: Path, tmp_path: Path
) -> None:
    clip_id = _exact(reviewer, recorded)
    first = work(stuck)
    child = int(eventually(lambda: _text(tmp_path / "child")))
    first.kill()
    first.wait()
    os.kill(child, signal.SIGKILL)
    assert Clip.objects.get(pk=clip_id).state == "running"
    with connection.cursor() as cursor:
        # As if half a minute had passed.
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - interval '1 minute'"
        )
    work()
    clip = eventually(_ended(clip_id))
    assert (clip.state, clip.progress) == ("ready", 100), clip.detail


def test_clip_when_cancelled_while_it_is_encoded_then_the_child_ends_and_no_file_stays(
    reviewer: APIClient,
    recorded: Recorded,
    client_of: Callable[..., APIClient],
    work: Work,
    stuck: Path,
    tmp_path: Path,
) -> None:
    clip_id = _exact(reviewer, recorded)
    work(stuck)
    child = int(eventually(lambda: _text(tmp_path / "child")))
    shown = eventually(lambda: _at_stage(reviewer, clip_id, "encoding"))
    assert (shown["may_cancel"], shown["title"], shown["state"]) == (True, "the gate", "running")
    other = client_of("reviewer")
    assert other.get(f"/api/v1/clips/{clip_id}").json()["may_cancel"] is False
    assert other.post(f"/api/v1/clips/{clip_id}/cancel").status_code == 403
    cancelled = reviewer.post(f"/api/v1/clips/{clip_id}/cancel")
    assert (cancelled.status_code, cancelled.json()["state"]) == (200, "cancelled")
    eventually(lambda: not Path(f"/proc/{child}").exists())
    folder = environment().data_dir / "clips"
    eventually(lambda: not list(folder.glob(f"{clip_id}*")))
    assert reviewer.get(f"/api/v1/clips/{clip_id}/file").status_code == 409
    assert reviewer.post(f"/api/v1/clips/{clip_id}/cancel").status_code == 200


def _at_stage(client: APIClient, clip_id: str, stage: str) -> Any:
    shown = client.get(f"/api/v1/clips/{clip_id}").json()
    return shown if shown["stage"] == stage else None


def _text(path: Path) -> str:
    return path.read_text().strip() if path.exists() else ""


def test_clips_when_a_thousand_are_wished_at_once_then_some_are_taken_and_the_rest_told_to_wait(
    reviewer: APIClient, recorded: Recorded, work: Work
) -> None:
    [span] = reviewer.get("/api/v1/recordings", {"camera": str(recorded.camera_id)}).json()["items"]
    start = datetime.fromisoformat(span["from"])

    def ask(_: int) -> Any:
        try:
            return _request(reviewer, recorded.camera_id, start, 1)
        finally:
            close_old_connections()
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(ask, range(1000)))
    taken = [answer.json()["id"] for answer in answers if answer.status_code == 202]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert (len(taken), len(refused)) == (MOST_OF_USER, 1000 - MOST_OF_USER)
    assert refused[0].json()["code"] == "too-many-clips"
    assert int(refused[0]["Retry-After"]) > 0
    work()
    eventually(lambda: Clip.objects.filter(state="ready").count() == MOST_OF_USER)
    assert _request(reviewer, recorded.camera_id, start, 1).status_code == 202


def test_clips_when_wished_of_several_cameras_then_one_each_in_a_group(
    reviewer: APIClient, recorded: Recorded, camera: UUID
) -> None:
    start = recorded.start + timedelta(seconds=1)
    body = {
        "cameras": [str(recorded.camera_id), str(camera)],
        "from": start.isoformat(),
        "to": (start + timedelta(seconds=2)).isoformat(),
    }
    made = reviewer.post("/api/v1/clips/batch", body)
    assert made.status_code == 202
    group, items = made.json()["group"], made.json()["items"]
    assert {item["camera"] for item in items} == set(body["cameras"])
    listed = reviewer.get("/api/v1/clips", {"group": group}).json()["items"]
    assert {item["id"] for item in listed} == {item["id"] for item in items}
    twice = reviewer.post("/api/v1/clips/batch", {**body, "cameras": [str(camera)] * 2})
    assert twice.json()["errors"][0]["pointer"] == "/cameras"
    foreign = {**body, "cameras": [str(camera), str(new_id())]}
    refused = reviewer.post("/api/v1/clips/batch", foreign)
    assert refused.json()["errors"][0]["pointer"] == "/cameras/1"
    assert Clip.objects.count() == 2


def test_clip_when_wholly_in_a_gap_then_refused_with_the_cause(
    reviewer: APIClient, recorded: Recorded
) -> None:
    start = recorded.start - timedelta(hours=2)
    missing = Stretch(start, start + timedelta(hours=1), "missing", "camera-offline")
    with transaction.atomic():
        ledger_store.paint(recorded.camera_id, [missing])
    answer = _request(reviewer, recorded.camera_id, start + timedelta(minutes=5))
    assert (answer.status_code, answer.json()["code"]) == (422, "no-recording")
    assert "camera-offline" in answer.json()["detail"]


def test_clip_when_it_reaches_over_a_gap_then_it_says_so(
    reviewer: APIClient, recorded: Recorded, work: Work
) -> None:
    [span] = reviewer.get("/api/v1/recordings", {"camera": str(recorded.camera_id)}).json()["items"]
    begins = datetime.fromisoformat(span["from"])
    start = begins - timedelta(minutes=1)
    # Settled: the worker finds no other cause for it.
    missing = Stretch(start, begins, "missing", "retention")
    with transaction.atomic():
        ledger_store.paint(recorded.camera_id, [missing])
    clip_id = _request(reviewer, recorded.camera_id, start, 63).json()["id"]
    work()
    assert eventually(_ended(clip_id)).state == "ready"
    shown = reviewer.get(f"/api/v1/clips/{clip_id}").json()
    [gap] = shown["gaps"]
    assert (gap["kind"], gap["cause"]) == ("missing", "retention")
    assert datetime.fromisoformat(gap["from"]) == start
    assert abs(datetime.fromisoformat(gap["to"]) - begins) < timedelta(milliseconds=100)
    [piece] = shown["pieces"]
    assert abs(datetime.fromisoformat(piece["from"]) - begins) < timedelta(milliseconds=100)


@pytest.mark.parametrize(
    ("start", "length_s"),
    [(timedelta(0), 0), (timedelta(0), -5), (timedelta(hours=-3), 7200), (timedelta(hours=1), 5)],
)
def test_request_when_the_span_is_wrong_then_refused(
    reviewer: APIClient, recorded: Recorded, start: timedelta, length_s: float
) -> None:
    answer = _request(reviewer, recorded.camera_id, datetime.now(UTC) + start, length_s)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/to"


def test_clips_when_the_camera_is_not_ones_own_then_hidden(
    reviewer: APIClient, recorded: Recorded, client_of: Callable[..., APIClient]
) -> None:
    clip_id = _request(reviewer, recorded.camera_id, recorded.start).json()["id"]
    stranger = client_of("reviewer", groups=[new_id()])
    assert stranger.get(f"/api/v1/clips/{clip_id}").status_code == 404
    assert stranger.get("/api/v1/clips").json()["items"] == []
    assert _request(stranger, recorded.camera_id, recorded.start).status_code == 400
    listed = stranger.get("/api/v1/recordings", {"camera": str(recorded.camera_id)})
    assert listed.status_code == 404
    assert client_of("viewer").get("/api/v1/clips").status_code == 403

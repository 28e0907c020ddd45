"""Clips from a real MediaMTX by a real worker."""

import asyncio
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from rest_framework.test import APIClient

from mosaic_backend.cameras.infrastructure.models import CameraRow
from mosaic_backend.clips.infrastructure.models import Clip
from mosaic_backend.clips.infrastructure.recording_follower import RecordingFollower
from mosaic_backend.shared.outbox.models import OutboxRow
from mosaic_contracts.events import ClipReady, CloudEvent
from mosaic_contracts.ids import new_id

from .conftest import Recorded, eventually

Work = Callable[[], "subprocess.Popen[bytes]"]


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


def test_clip_when_its_worker_is_killed_then_another_takes_it_up(
    reviewer: APIClient, recorded: Recorded, work: Work
) -> None:
    recorded.streaming.hold.set()
    recorded.streaming.asked.clear()
    start = recorded.start + timedelta(seconds=2)
    clip_id = _request(reviewer, recorded.camera_id, start, 2).json()["id"]
    first = work()
    assert recorded.streaming.asked.wait(90)
    first.kill()
    first.wait()
    recorded.streaming.hold.clear()
    assert Clip.objects.get(pk=clip_id).state == "running"
    with connection.cursor() as cursor:
        # As if half a minute had passed.
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - interval '1 minute'"
        )
    work()
    assert eventually(_ended(clip_id)).state == "ready"


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

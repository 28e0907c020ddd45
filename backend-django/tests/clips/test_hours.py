"""The chain of a camera's hours: sealed, kept, shown and checked."""

import base64
import hashlib
import io
import json
import os
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from mosaic_backend.clips.domain.retention import Kept
from mosaic_backend.clips.facade import seal_recordings
from mosaic_backend.clips.infrastructure.evidence import package_task
from mosaic_backend.clips.infrastructure.evidence.chain_check import chain_findings
from mosaic_backend.clips.infrastructure.evidence.evidence_keys import evidence_keys
from mosaic_backend.clips.infrastructure.evidence.sealing import head_of
from mosaic_backend.clips.infrastructure.models import (
    Clip,
    ClipState,
    EvidencePackage,
    HourSeal,
    Segment,
)
from mosaic_backend.clips.infrastructure.parts import clips_folder
from mosaic_backend.clips.infrastructure.recording import deletion
from mosaic_backend.clips.infrastructure.recording.fsck import Check
from mosaic_backend.clips.infrastructure.recording.recording_follower import RecordingFollower
from mosaic_backend.clips.infrastructure.video import hashing
from mosaic_contracts.ids import new_id
from mosaic_evidence import keys
from mosaic_evidence.chain import SignedHead, check_chain
from mosaic_evidence.verify import verify

START = datetime(2026, 11, 1, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
AFTERWARDS = START + 10 * HOUR


def _segment(camera: UUID, start: datetime, **other: object) -> Segment:
    name = f"{start:%Y-%m-%d_%H-%M-%S-%f}.mp4"
    told = {"bytes": 1000, "state": "complete", "sha256": hashlib.sha256(name.encode()).hexdigest()}
    return Segment.objects.create(
        camera_id=camera, name=name, starts_at=start, ends_at=start + MINUTE, **{**told, **other}
    )


@pytest.fixture
def sealed(camera: UUID) -> UUID:
    """Three hours of a camera, of three files each."""
    for hour in range(3):
        for minute in range(3):
            _segment(camera, START + hour * HOUR + minute * 20 * MINUTE)
    assert seal_recordings(AFTERWARDS) == 3
    return camera


def _heads(camera: UUID) -> list[SignedHead]:
    return [head_of(row) for row in HourSeal.objects.filter(camera_id=camera).order_by("number")]


def _known() -> dict[str, bytes]:
    return {one.fingerprint: keys.from_text(one.public) for one in evidence_keys()}


def _found() -> list[tuple[str, str]]:
    return [(one.kind, one.name) for one in chain_findings()]


def test_hours_when_over_then_sealed_once_in_a_chain(sealed: UUID) -> None:
    heads = _heads(sealed)
    assert check_chain(heads, _known()) == []
    assert [head.document["segments"] for head in heads] == [3, 3, 3]
    assert heads[1].document["hour"] == "2026-11-01T09:00:00.000Z"
    assert seal_recordings(AFTERWARDS) == 0
    assert _found() == []


def test_hour_when_not_over_or_a_file_grows_then_it_waits(camera: UUID) -> None:
    _segment(camera, START)
    growing = _segment(camera, START + 59 * MINUTE, state="growing", sha256="")
    assert seal_recordings(START + 64 * MINUTE) == 0
    assert seal_recordings(START + 66 * MINUTE) == 0
    Segment.objects.filter(id=growing.id).update(state="complete", sha256="ab" * 32)
    assert seal_recordings(START + 66 * MINUTE) == 1
    assert HourSeal.objects.get().segments == 2


def test_hour_when_a_file_cannot_be_read_then_sealed_without_it_and_later_with_it(
    camera: UUID,
) -> None:
    _segment(camera, START)
    unread = _segment(camera, START + 10 * MINUTE, sha256="")
    assert seal_recordings(START + 2 * HOUR) == 0
    assert seal_recordings(START + 3 * HOUR) == 1
    Segment.objects.filter(id=unread.id).update(sha256="cd" * 32)
    assert seal_recordings(START + 3 * HOUR) == 1
    assert [head.document["segments"] for head in _heads(camera)] == [1, 1]


def test_segment_when_it_comes_late_then_a_further_head_and_none_is_rewritten(
    sealed: UUID,
) -> None:
    before = [(head.content, head.signature) for head in _heads(sealed)]
    _segment(sealed, START + 5 * MINUTE)
    assert seal_recordings(AFTERWARDS) == 1
    _segment(sealed, START + 4 * HOUR)
    assert seal_recordings(AFTERWARDS) == 1
    heads = _heads(sealed)
    assert [(head.content, head.signature) for head in heads][:3] == before
    assert check_chain(heads, _known()) == []
    assert [head.document["hour"][11:13] for head in heads] == ["08", "09", "10", "08", "12"]
    assert _found() == []


def test_seal_when_retention_takes_the_files_then_it_stays(sealed: UUID, tmp_path: Path) -> None:
    rows = Segment.objects.filter(starts_at__lt=START + 90 * MINUTE)
    kept = [Kept(row.id, sealed, row.starts_at, row.ends_at, row.bytes) for row in rows]
    assert deletion.decide(kept, "retention") == len(kept)
    assert _found() == []
    deletion.carry_out(tmp_path, 100)
    assert Segment.objects.count() == 9 - len(kept)
    assert len(_heads(sealed)) == 3
    assert _found() == []


def test_check_when_the_index_says_otherwise_than_was_sealed_then_the_file_is_named(
    sealed: UUID,
) -> None:
    row = Segment.objects.order_by("starts_at")[4]
    for change in ({"sha256": "ff" * 32}, {"bytes": 1}, {"seal_index": 0}, {"seal_index": None}):
        Segment.objects.filter(id=row.id).update(**change)
        assert _found() == [("sealed", row.name)]
        row.save()
    assert _found() == []


def test_check_when_a_head_was_changed_taken_away_or_emptied_then_named(sealed: UUID) -> None:
    second = HourSeal.objects.get(number=2)
    hour, after = "2026-11-01T09:00Z", "2026-11-01T10:00Z"
    content = second.content.replace('"segments":3', '"segments":4')
    HourSeal.objects.filter(id=second.id).update(content=content)
    assert set(_found()) == {("chain", hour), ("chain", after)}
    HourSeal.objects.filter(id=second.id).update(content=second.content, leaves=b"")
    names = set(Segment.objects.filter(seal=second.id).values_list("name", flat=True))
    assert set(_found()) == {("chain", hour), *(("sealed", name) for name in names)}
    HourSeal.objects.filter(id=second.id).delete()
    assert set(_found()) == {("chain", after), *(("chain", name) for name in names)}


def test_sealing_when_a_chain_is_damaged_then_other_cameras_go_on(sealed: UUID) -> None:
    other = new_id()
    HourSeal.objects.filter(number=3).update(content="{}")
    _segment(sealed, START + 4 * HOUR)
    _segment(other, START + 4 * HOUR)
    assert seal_recordings(AFTERWARDS) == 1
    assert len(_heads(other)) == 1


def test_check_when_a_bit_of_a_sealed_file_is_flipped_then_it_is_named(
    copy: Path, camera: UUID
) -> None:
    for path in (copy / str(camera)).iterdir():
        os.utime(path, (1_763_627_400, 1_763_627_400))
    RecordingFollower(copy).follow()
    assert hashing.hash_complete(copy) == Segment.objects.count()
    seal_recordings(timezone.now() + 2 * HOUR)
    assert Segment.objects.filter(seal=None).count() == 0
    path = min((copy / str(camera)).iterdir())
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)

    def found() -> set[tuple[str, str]]:
        check = Check(copy, mend=False, hashes=True)
        return {(one.kind, one.name) for one in check.findings() if one.kind != "ledger"}

    assert found() == {("hash", path.name)}
    digest = hashlib.sha256(content).hexdigest()
    Segment.objects.filter(name=path.name).update(sha256=digest)
    assert found() == {("sealed", path.name)}


def test_hours_over_rest_then_anyone_can_check_the_chain(admin: APIClient, sealed: UUID) -> None:
    answer = admin.get("/api/v1/recordings/hours", {"camera": str(sealed), "limit": 2}).json()
    rest = admin.get(
        "/api/v1/recordings/hours",
        {"camera": str(sealed), "limit": 2, "cursor": answer["next_cursor"]},
    ).json()
    items = sorted([*answer["items"], *rest["items"]], key=lambda item: item["number"])
    heads = [
        SignedHead(item["head"].encode(), base64.b64decode(item["signature"])) for item in items
    ]
    shown = admin.get("/api/v1/evidence/keys").json()["keys"]
    known = {key["fingerprint"]: base64.urlsafe_b64decode(key["x"] + "=") for key in shown}
    assert check_chain(heads, known) == []
    assert [item["sha256"] for item in items] == [head.digest for head in heads]
    of_nine = admin.get(
        "/api/v1/recordings/hours",
        {"camera": str(sealed), "from": "2026-11-01T09:00:00Z", "to": "2026-11-01T10:00:00Z"},
    ).json()["items"]
    assert [item["hour"] for item in of_nine] == ["2026-11-01T09:00:00Z"]
    refused = admin.get("/api/v1/recordings/hours")
    assert (refused.status_code, refused.json()["code"]) == (400, "invalid-input")


def test_package_when_the_files_of_its_clip_are_sealed_then_it_proves_them(sealed: UUID) -> None:
    start = START + 19.5 * MINUTE
    archive = _package(sealed, start, start + MINUTE)
    report = verify(io.BytesIO(archive))
    assert (report.ok, report.findings) == (True, [])
    assert report.manifest is not None
    assert report.manifest["contents"]["hours"] == {"path": "hours.json", "count": 1}
    proofs = json.loads(_file(archive, "hours.json"))
    [[shown]] = [hour["segments"] for hour in proofs["hours"]]
    row = Segment.objects.get(starts_at=START + 20 * MINUTE)
    assert shown["segment"]["sha256"] == row.sha256
    assert shown["segment"]["path"] == f"{sealed}/{row.name}"


def test_package_when_nothing_is_sealed_or_a_row_was_changed_then_nothing_is_claimed(
    sealed: UUID,
) -> None:
    Segment.objects.update(sha256="ee" * 32)
    archive = _package(sealed, START, START + MINUTE)
    report = verify(io.BytesIO(archive))
    assert report.ok
    assert report.manifest is not None
    assert "hours" not in report.manifest["contents"]


def _package(camera: UUID, start: datetime, end: datetime) -> bytes:
    video = b"\0\0\0\x18ftypisom"
    clip = Clip.objects.create(
        camera_id=camera,
        state=ClipState.READY,
        starts_at=start,
        ends_at=end,
        size_bytes=len(video),
        sha256=hashlib.sha256(video).hexdigest(),
    )
    clips_folder().mkdir(parents=True, exist_ok=True)
    (clips_folder() / f"{clip.id}.mp4").write_bytes(video)
    package = EvidencePackage.objects.create(
        clip=clip, with_sightings=False, requester_id="1", requested_by="reviewer"
    )
    return package_task.built(package, lambda: False).part.read_bytes()


def _file(archive: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return opened.read(name)

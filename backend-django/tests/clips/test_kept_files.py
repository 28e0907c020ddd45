"""Clips, watermarked copies and packages where recordings are encrypted: written, served, rotated, taken away."""

import hashlib
import io
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from asgiref.sync import async_to_sync
from django.core.management import call_command
from rest_framework.test import APIClient

from mosaic_backend.clips.domain.spans import Span
from mosaic_backend.clips.infrastructure import tasks
from mosaic_backend.clips.infrastructure.cutting import clip_room, clip_store
from mosaic_backend.clips.infrastructure.cutting.clip_files import AGE_S, forget_parts
from mosaic_backend.clips.infrastructure.cutting.clip_queue import request_clips
from mosaic_backend.clips.infrastructure.encryption.at_rest import EncryptionAtRest
from mosaic_backend.clips.infrastructure.encryption.encrypted_draft import EncryptedDraft
from mosaic_backend.clips.infrastructure.encryption.recorded_file import opened
from mosaic_backend.clips.infrastructure.encryption.recording_keys import key_ring
from mosaic_backend.clips.infrastructure.encryption.rewrapping import keys_of
from mosaic_backend.clips.infrastructure.evidence import package_store, package_task
from mosaic_backend.clips.infrastructure.models import Clip, ClipShare, EvidencePackage, Segment
from mosaic_backend.clips.infrastructure.parts import clips_folder, packages_folder
from mosaic_backend.clips.infrastructure.recording.fsck import Check
from mosaic_backend.clips.infrastructure.recording.recording_follower import RecordingFollower
from mosaic_backend.clips.infrastructure.recording.recording_index import IndexedRecordings
from mosaic_backend.clips.infrastructure.sharing import share_store, share_task
from mosaic_backend.clips.infrastructure.video.hashing import hash_complete
from mosaic_backend.config.environment import environment
from mosaic_evidence.verify import verify

JOB: Any = SimpleNamespace(should_abort=lambda: False, job=SimpleNamespace(attempts=0))


@dataclass
class Site:
    """Records, and encrypts where `encrypt` was called."""

    root: Path
    camera: UUID
    monkeypatch: pytest.MonkeyPatch

    def encrypt(self, *, wished: bool = True) -> None:
        self.monkeypatch.setenv("MOSAIC_RECORDING_ENCRYPTION", str(int(wished)))
        environment.cache_clear()

    def work(self) -> None:
        EncryptionAtRest(self.root, wished=environment().recording_encryption).go_on(
            datetime.now(UTC)
        )

    def clip(self, *, exact: bool = True) -> Path:
        rows = list(Segment.objects.order_by("starts_at"))
        wish = Span(
            rows[0].starts_at + timedelta(seconds=0.35), rows[2].ends_at - timedelta(seconds=0.25)
        )
        [clip] = request_clips(
            [self.camera], wish, requester_id="1", requested_by="ruth", exact=exact
        )
        tasks._cut(JOB, clip.id)
        made = Clip.objects.get(pk=clip.id)
        assert (made.state, made.detail) == ("ready", "")
        return clips_folder() / f"{clip.id}.mp4"

    def share(self, clip: Path) -> Path:
        share_store.make_share(
            Clip.objects.get(pk=clip.stem),
            recipient="Ruth",
            expires_at=datetime.now(UTC) + timedelta(days=1),
            watermark=True,
            creator_id="1",
            created_by="ruth",
        )
        share = ClipShare.objects.latest("id")
        share_task._mark(JOB, share.id)
        share.refresh_from_db()
        assert share.state == "ready"
        return share_store.share_file(share)

    def package(self, clip: Path) -> Path:
        package, _ = package_store.request_package(
            Clip.objects.get(pk=clip.stem),
            requester_id="1",
            requested_by="ruth",
            reason="",
            with_sightings=False,
        )
        package_task._pack(JOB, package.id)
        package.refresh_from_db()
        assert (package.state, package.detail) == ("ready", "")
        return packages_folder() / f"{package.id}.zip"


@pytest.fixture
def site(
    copy: Path, camera: UUID, own_keys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Site]:
    monkeypatch.setenv("MOSAIC_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("MOSAIC_RECORDINGS_DIR", str(copy))
    monkeypatch.setattr(tasks, "recordings", lambda: IndexedRecordings(copy))
    (tmp_path / "data").mkdir()
    environment.cache_clear()
    RecordingFollower(copy).take_in(camera)
    hash_complete(copy)
    yield Site(copy, camera, monkeypatch)
    environment.cache_clear()


def fetched(client: APIClient, path: str, wanted: str = "") -> tuple[int, bytes]:
    answer: Any = client.get(path, headers={"Range": wanted} if wanted else {})

    async def all_of_it() -> bytes:
        return b"".join([part async for part in answer.streaming_content])

    return answer.status_code, async_to_sync(all_of_it)() if answer.streaming else answer.content


def content_of(path: Path) -> bytes:
    with opened(path) as file:
        return file.read()


def keys(*arguments: str) -> tuple[int, str]:
    out, status = StringIO(), 0
    try:
        call_command("recording_keys", *arguments, stdout=out, stderr=out)
    except SystemExit as error:
        status = int(error.code or 0)
    return status, out.getvalue()


def test_wished_then_clip_copy_and_package_are_encrypted_and_served(
    site: Site, admin: APIClient
) -> None:
    plain = content_of(site.clip(exact=False))
    site.encrypt()
    site.work()
    clip = site.clip(exact=False)
    made = [clip, site.clip(), site.share(clip), site.package(clip)]
    newest = key_ring().newest.id.hex()
    assert all(keys_of(path) == {newest} for path in made)
    assert content_of(clip) == plain
    assert not [*clips_folder().rglob("*.part"), *packages_folder().glob("*.part")]
    row = Clip.objects.get(pk=clip.stem)
    assert (row.size_bytes, row.sha256) == (len(plain), hashlib.sha256(plain).hexdigest())
    address = f"/api/v1/clips/{clip.stem}/file"
    assert fetched(admin, address) == (200, plain)
    assert fetched(admin, address, "bytes=70000-140000") == (206, plain[70000:140001])
    assert fetched(admin, address, "bytes=-10") == (206, plain[-10:])
    assert fetched(admin, address, f"bytes={len(plain)}-")[0] == 416
    archive, package = content_of(made[3]), EvidencePackage.objects.get()
    assert (len(archive), hashlib.sha256(archive).hexdigest()) == (
        package.size_bytes,
        package.sha256,
    )
    assert verify(io.BytesIO(archive)).findings == []
    assert content_of(made[2])[4:8] == b"ftyp"
    assert list(Check(site.root, mend=False, hashes=True).findings()) == []


def test_keys_when_rotated_then_old_ones_go_once_no_file_needs_them(
    site: Site, own_keys: Path
) -> None:
    site.encrypt()
    clip = site.clip()
    made = [clip, site.share(clip), site.package(clip)]
    before, [old] = [content_of(path) for path in made], key_ring().keys
    assert f"{old.id.hex()}  newest          3 files" in keys("status")[1]
    left = clips_folder() / f"{clip.stem}.abcd.part"
    with EncryptedDraft(left) as draft:
        draft.seal(key_ring())
    assert keys("rotate")[0] == 0
    newest = key_ring().newest.id.hex()
    assert all(keys_of(path) == {newest} for path in made)
    status, said = keys("retire", old.id.hex())
    assert (status, left.name in said) == (1, True)
    left.unlink()
    assert keys("retire", old.id.hex())[0] == 0
    assert [content_of(path) for path in made] == before
    site.encrypt(wished=False)
    assert keys("decrypt")[0] == 0
    assert [path.read_bytes() for path in made] == before


def test_clip_when_the_key_is_rotated_before_its_end_then_under_the_new_one(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.encrypt()
    finish, [old] = clip_store.finish, key_ring().keys

    def rotated(*arguments: Any) -> None:
        assert keys("rotate")[0] == 0
        finish(*arguments)

    monkeypatch.setattr(clip_store, "finish", rotated)
    clip = site.clip(exact=False)
    assert keys_of(clip) == {key_ring().newest.id.hex()} != {old.id.hex()}
    assert keys("retire", old.id.hex())[0] == 0
    assert content_of(clip)[4:8] == b"ftyp"


def test_plain_ones_when_it_is_switched_on_then_served_and_encrypted_by_the_worker(
    site: Site, admin: APIClient
) -> None:
    clip, gone = site.clip(exact=False), site.clip(exact=False)
    made = [clip, site.share(clip), site.package(clip)]
    before = [path.read_bytes() for path in made]
    site.encrypt()
    assert fetched(admin, f"/api/v1/clips/{clip.stem}/file") == (200, before[0])
    Clip.objects.filter(pk=gone.stem).update(deleted_at=datetime.now(UTC))
    site.work()
    assert all(keys_of(path) == {key_ring().newest.id.hex()} for path in made)
    assert [content_of(path) for path in made] == before
    assert keys_of(gone) == set(), "it is to go: whoever takes it away must find it gone after that"
    assert not list(clips_folder().rglob("*.part"))


def test_without_the_key_then_told_and_no_package_and_a_new_clip_is_made(
    site: Site, admin: APIClient, own_keys: Path
) -> None:
    site.encrypt()
    clip, kept, [lost] = site.clip(exact=False), own_keys.read_text(), key_ring().keys
    content = content_of(clip)
    own_keys.write_text("A" * 43 + "=\n")
    answer = admin.get(f"/api/v1/clips/{clip.stem}/file")
    assert (answer.status_code, answer.json()["code"]) == (500, "recording-unreadable")
    assert lost.id.hex() in answer.json()["detail"]
    package, _ = package_store.request_package(
        Clip.objects.get(), requester_id="1", requested_by="r", reason="", with_sightings=False
    )
    package_task._pack(JOB, package.id)
    package.refresh_from_db()
    assert (package.state, package.failure) == ("failed", "recording-unreadable")
    [found] = Check(site.root, mend=False, hashes=False).findings()
    assert (found.kind, found.name) == ("key-missing", f"clips/{clip.name}")
    other = site.clip(exact=False)
    own_keys.write_text(f"{kept}{'A' * 43}=\n")
    assert content_of(clip) == content_of(other) == content


def test_what_a_killed_cut_left_then_goes(site: Site) -> None:
    site.encrypt()
    clips_folder().mkdir()
    left = clips_folder() / "0193e4a0-0000-7000-8000-000000000001.abcd.part"
    with EncryptedDraft(left) as draft:
        draft.write(os.urandom(200_000))
    long_ago = time.time() - 2 * AGE_S
    os.utime(left, (long_ago, long_ago))
    assert forget_parts() == 1
    assert not left.exists()


def test_room_when_encrypted_then_what_they_take_on_the_disk_counts(site: Site) -> None:
    site.encrypt()
    size = site.clip(exact=False).stat().st_size
    site.monkeypatch.setenv("MOSAIC_CLIPS_MAX_BYTES", str(size + 100))
    environment.cache_clear()
    clip_room.check_room()
    site.monkeypatch.setenv("MOSAIC_CLIPS_MAX_BYTES", str(size - 100))
    environment.cache_clear()
    with pytest.raises(clip_room.ClipsFullError):
        clip_room.check_room()

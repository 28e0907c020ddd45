"""Recordings become encrypted while they are there, and nothing that reads them notices."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from asgiref.sync import async_to_sync
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from mosaic_backend.alerts.infrastructure.models import Alert
from mosaic_backend.clips.domain.spans import Span
from mosaic_backend.clips.infrastructure import parts
from mosaic_backend.clips.infrastructure.cutting.segment_cutter import SegmentCutter
from mosaic_backend.clips.infrastructure.encryption import at_rest, converting, file_header
from mosaic_backend.clips.infrastructure.encryption.at_rest import EncryptionAtRest
from mosaic_backend.clips.infrastructure.encryption.recorded_file import opened
from mosaic_backend.clips.infrastructure.encryption.recording_keys import key_ring
from mosaic_backend.clips.infrastructure.encryption.rewrapping import keys_of
from mosaic_backend.clips.infrastructure.models import Segment
from mosaic_backend.clips.infrastructure.playback.picture_memory import PictureMemory
from mosaic_backend.clips.infrastructure.playback.thumbnails import Thumbnails
from mosaic_backend.clips.infrastructure.recording import deletion, stock
from mosaic_backend.clips.infrastructure.recording.recording_follower import RecordingFollower
from mosaic_backend.clips.infrastructure.video.hashing import hash_complete
from mosaic_backend.clips.infrastructure.video.sha256 import sha256_of
from mosaic_backend.config.environment import environment

from .conftest import database_address, eventually
from .recording_server import RecordingServer
from .test_segment_cutter import Patience

CHUNK = 4096
MEDIA = "/api/v1/recordings/media"
PLAYBACK = "/api/v1/recordings/playback"
THUMBNAIL = "/api/v1/recordings/thumbnail"


@pytest.fixture
def indexed(copy: Path, camera: UUID, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with several complete files of the camera, in the index, hashed; short chunks, so many."""
    monkeypatch.setattr(file_header, "CHUNK", CHUNK)
    RecordingFollower(copy).take_in(camera)
    hash_complete(copy)
    assert Segment.objects.exclude(sha256="").filter(state="complete").count() >= 3
    _shown(copy, tmp_path / "thumbnails", monkeypatch)
    return copy


def _shown(root: Path, thumbnails: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Thumbnails(root, thumbnails)
    monkeypatch.setattr(parts, "recordings_folder", lambda: root)
    monkeypatch.setattr(parts, "thumbnails", lambda: made)


def encrypt(root: Path, now: datetime | None = None) -> int:
    """All that can be, however slow the machine; how many files."""
    at_work, done = EncryptionAtRest(root, wished=True), 0
    while new := at_work.go_on(now or datetime.now(UTC)):
        done += new
    return done


def files_of(root: Path) -> list[Path]:
    return sorted(root.glob("*/*.mp4"))


def _get(client: APIClient, camera: UUID, name: str, wanted: str | None) -> tuple[int, Any, bytes]:
    answer = client.get(
        MEDIA,
        {"camera": str(camera), "file": name},
        headers={"Range": wanted} if wanted is not None else {},
    )

    async def all_of_it() -> bytes:
        return b"".join([part async for part in answer.streaming_content])

    content = async_to_sync(all_of_it)() if answer.streaming else answer.content
    told = {name: answer.headers.get(name) for name in ("Content-Range", "Content-Length")}
    return answer.status_code, told, content


def test_wished_then_all_is_encrypted_and_the_index_says_so(indexed: Path, camera: UUID) -> None:
    plain = {path.name: path.read_bytes() for path in files_of(indexed)}
    held = stock.bytes_by_camera()[camera]
    assert held == sum(map(len, plain.values()))
    assert EncryptionAtRest(indexed, wished=False).go_on(datetime.now(UTC)) == 0
    assert {path.name: path.read_bytes() for path in files_of(indexed)} == plain
    assert encrypt(indexed) == len(plain)
    assert encrypt(indexed) == 0
    for path in files_of(indexed):
        assert keys_of(path) == {key_ring().newest.id.hex()}
        row = Segment.objects.get(name=path.name)
        assert (row.encryption_key, row.bytes) == (key_ring().newest.id.hex(), len(plain[row.name]))
        with opened(path) as file:
            assert file.read() == plain[path.name]
    assert stock.bytes_by_camera()[camera] == sum(path.stat().st_size for path in files_of(indexed))
    assert stock.bytes_by_camera()[camera] > held
    assert not converting.parts_left(indexed)


def test_the_index_made_anew_then_as_before(indexed: Path, camera: UUID) -> None:
    """Encrypted files that the index lost are adopted: what was in them, and how they lie on the disk."""
    encrypt(indexed)
    shown = ("name", "starts_at", "ends_at", "bytes", "state", "stream", "number", "sha256")
    shown = (*shown, "encryption_key", "overhead_bytes")
    before = list(Segment.objects.order_by("name").values(*shown))
    Segment.objects.all().delete()
    RecordingFollower(indexed).take_in(camera)
    hash_complete(indexed)
    assert list(Segment.objects.order_by("name").values(*shown)) == before


def test_playback_then_the_same_answers(indexed: Path, camera: UUID, admin: APIClient) -> None:
    rows = list(Segment.objects.order_by("starts_at"))
    middle = rows[1].starts_at + timedelta(seconds=0.5)
    span = {"from": rows[0].starts_at.isoformat(), "to": rows[-1].ends_at.isoformat()}

    def answers() -> list[Any]:
        told = admin.get(PLAYBACK, {"camera": str(camera), **span}).json()
        told.pop("now")
        picture = admin.get(THUMBNAIL, {"camera": str(camera), "at": middle.isoformat()})
        return [told, picture.content, picture["X-Picture-Time"]]

    plain = answers()
    shutil.rmtree(parts.thumbnails()._folder)
    encrypt(indexed)
    assert answers() == plain
    assert answers() == plain
    assert not list(parts.thumbnails()._folder.rglob("*.jpg"))


def test_clip_then_the_same_clip(indexed: Path, camera: UUID, tmp_path: Path) -> None:
    rows = list(Segment.objects.order_by("starts_at"))
    wish = Span(
        rows[0].starts_at + timedelta(seconds=0.35), rows[2].ends_at - timedelta(seconds=0.25)
    )

    def cut(exact: bool) -> tuple[Any, bytes]:
        target = tmp_path / "clip.mp4"
        made = SegmentCutter(indexed).cut(camera, wish, target, exact=exact, watch=Patience())
        return made, target.read_bytes()

    plain = [cut(False), cut(True)]
    encrypt(indexed)
    assert [cut(False), cut(True)] == plain


def test_thumbnails_where_encryption_is_wished_then_those_on_the_disk_go(
    indexed: Path, camera: UUID, tmp_path: Path
) -> None:
    at = Segment.objects.order_by("starts_at")[1].starts_at + timedelta(seconds=0.5)
    folder = tmp_path / "kept"
    plain = Thumbnails(indexed, folder).at(camera, at)
    assert len(list(folder.rglob("*.jpg"))) == 1
    kept = Thumbnails(indexed, folder, on_disk=False)
    assert kept.forget() == 1
    assert kept.at(camera, at) == kept.at(camera, at) == plain
    assert not list(folder.rglob("*.jpg"))


@pytest.fixture
def both(
    indexed: Path, camera: UUID, admin: APIClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[APIClient, UUID, str, Path]:
    """A client, the camera and name of an encrypted file, and the folder with the plain ones."""
    shutil.copytree(indexed, tmp_path / "plain")
    encrypt(indexed)
    return admin, camera, files_of(indexed)[1].name, tmp_path / "plain"


BOUND = st.none() | st.integers(0, 60_000)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(first=BOUND, last=BOUND)
def test_ranges_then_byte_for_byte_those_of_the_plain_file(
    both: tuple[APIClient, UUID, str, Path], first: int | None, last: int | None
) -> None:
    client, camera, name, plain = both
    wanted = f"bytes={'' if first is None else first}-{'' if last is None else last}"
    encrypted = _get(client, camera, name, wanted)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "recordings_folder", lambda: plain)
        assert encrypted == _get(client, camera, name, wanted)


def test_one_flipped_bit_then_the_answer_breaks_off_there_and_others_are_whole(
    both: tuple[APIClient, UUID, str, Path], indexed: Path
) -> None:
    client, camera, name, plain = both
    path = indexed / str(camera) / name
    stored = bytearray(path.read_bytes())
    stored[-1] ^= 1
    path.write_bytes(stored)
    content = (plain / str(camera) / name).read_bytes()
    assert _get(client, camera, name, f"bytes=0-{CHUNK - 1}")[2] == content[:CHUNK]
    with pytest.raises(OSError, match=rf"{name}.*chunk"):
        _get(client, camera, name, None)
    other = files_of(indexed)[0].name
    assert _get(client, camera, other, None)[2] == (plain / str(camera) / other).read_bytes()


def test_without_the_key_then_told_and_the_follower_goes_on(
    indexed: Path, camera: UUID, admin: APIClient, own_keys: Path
) -> None:
    encrypt(indexed)
    lost = key_ring().newest.id.hex()
    path = files_of(indexed)[0]
    row = Segment.objects.get(name=path.name)
    period = {"from": row.starts_at.isoformat(), "to": row.ends_at.isoformat()}
    assert admin.get(PLAYBACK, {"camera": str(camera), **period}).json()["files"]
    own_keys.write_text("A" * 43 + "=\n")
    for route, query in (
        (MEDIA, {"file": path.name}),
        (THUMBNAIL, {"at": row.starts_at.isoformat()}),
    ):
        answer = admin.get(route, {"camera": str(camera), **query})
        assert (answer.status_code, answer.json()["code"]) == (500, "recording-unreadable")
        assert lost in answer.json()["detail"]
    told = admin.get(PLAYBACK, {"camera": str(camera), **period}).json()
    assert told["files"] == []
    assert told["gaps"][-1]["cause"] == "unreadable"
    Segment.objects.all().delete()
    RecordingFollower(indexed).take_in(camera)
    assert not Segment.objects.exists()


def test_without_the_key_then_counted_and_administrators_are_alerted_until_it_is_back(
    indexed: Path, admin: APIClient, own_keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(stored: str) -> float | None:
        lines = admin.get("/metrics").content.decode().splitlines()
        name = f'mosaic_recording_files{{stored="{stored}"}} '
        counts = (float(line.removeprefix(name)) for line in lines if line.startswith(name))
        return next(counts, None)

    assert told("plain") is None
    monkeypatch.setenv("MOSAIC_RECORDING_ENCRYPTION", "1")
    environment.cache_clear()
    count, kept = len(files_of(indexed)), own_keys.read_text()
    assert (told("plain"), told("key-missing")) == (count, 0)
    encrypt(indexed)
    assert (told("plain"), told("key-missing")) == (0, 0)
    for content in ("A" * 43 + "=\n", "no key\n"):
        own_keys.write_text(content)
        assert told("key-missing") == count
    assert not Alert.objects.filter(kind="recording-encryption").exists()
    own_keys.write_text("A" * 43 + "=\n")
    encrypt(indexed)
    alert = Alert.objects.get(kind="recording-encryption")
    assert f"{count} files need a key" in alert.title
    assert alert.for_administrators
    own_keys.write_text(f"{kept}{'A' * 43}=\n")
    assert told("key-missing") == 0


def test_one_unreadable_file_then_playback_has_a_gap_there_and_the_others(
    indexed: Path, camera: UUID, admin: APIClient
) -> None:
    encrypt(indexed)
    rows = list(Segment.objects.order_by("starts_at"))
    path = indexed / str(camera) / rows[1].name
    path.write_bytes(path.read_bytes()[:-1])
    query = {"from": rows[0].starts_at.isoformat(), "to": rows[2].ends_at.isoformat()}
    told = admin.get(PLAYBACK, {"camera": str(camera), **query}).json()
    assert [file["name"] for file in told["files"]] == [rows[0].name, rows[2].name]
    [gap] = [gap for gap in told["gaps"] if gap["cause"] == "unreadable"]
    assert datetime.fromisoformat(gap["from"]) == rows[1].starts_at
    assert datetime.fromisoformat(gap["to"]) == rows[1].ends_at


@pytest.mark.parametrize("content", [None, "", "not base64!\n", "c2hvcnQ=\n"])
def test_no_keys_then_administrators_are_alerted_and_all_stays_plain(
    indexed: Path, own_keys: Path, content: str | None
) -> None:
    before = {path.name: path.read_bytes() for path in files_of(indexed)}
    own_keys.unlink()
    if content is not None:
        own_keys.write_text(content)
    assert encrypt(indexed) == 0
    assert Alert.objects.get(kind="recording-encryption").severity == "critical"
    assert {path.name: path.read_bytes() for path in files_of(indexed)} == before


def test_a_file_that_is_not_what_was_hashed_then_it_stays_and_is_told(
    indexed: Path, camera: UUID
) -> None:
    path = files_of(indexed)[0]
    changed = path.read_bytes()[:-1] + b"?"
    path.write_bytes(changed)
    assert encrypt(indexed) == len(files_of(indexed)) - 1
    assert path.read_bytes() == changed
    assert not converting.parts_left(indexed)
    assert "1 files" in Alert.objects.get(kind="recording-encryption").title


def test_files_that_may_still_be_written_to_then_left_alone(indexed: Path) -> None:
    rows = list(Segment.objects.order_by("starts_at"))
    Segment.objects.filter(id=rows[0].id).update(state="growing")
    Segment.objects.filter(id=rows[1].id).update(sha256="")
    Segment.objects.filter(id=rows[2].id).update(state="half")
    encrypt(indexed)
    states = {row.id: row.encryption_key for row in Segment.objects.all()}
    assert [bool(states[row.id]) for row in rows] == [False] * 3 + [True] * (len(rows) - 3)
    assert encrypt(indexed, datetime.now(UTC) + timedelta(hours=2)) == 1


def test_retention_decides_meanwhile_then_the_file_does_not_come_back(
    indexed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = Segment.objects.order_by("-id")[0]
    real = at_rest.encrypted_copy

    def decided(path: Path, *rest: Any) -> Any:
        if path.name == row.name:
            Segment.objects.filter(id=row.id).update(state="leaving")
            assert deletion.carry_out(indexed, 10) == (1, 0)
        return real(path, *rest)

    monkeypatch.setattr(at_rest, "encrypted_copy", decided)
    before = len(files_of(indexed))
    assert encrypt(indexed) == before - 1
    assert row.name not in [path.name for path in files_of(indexed)]
    assert not converting.parts_left(indexed)


def test_retention_decides_at_the_last_moment_then_the_copy_goes(
    indexed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = Segment.objects.order_by("-id")[0]

    def decided(told: int) -> None:
        Segment.objects.filter(id=row.id).update(state="leaving")

    plain = (indexed / str(row.camera_id) / row.name).read_bytes()
    assert at_rest.encrypt(indexed, row, decided) is False
    assert (indexed / str(row.camera_id) / row.name).read_bytes() == plain
    assert not converting.parts_left(indexed)


def test_a_full_disk_then_the_plain_file_stays(
    indexed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path.name: path.read_bytes() for path in files_of(indexed)}

    def full(descriptor: int, content: Any) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    assert encrypt(indexed) == 0
    monkeypatch.undo()
    assert {path.name: path.read_bytes() for path in files_of(indexed)} == before
    assert not converting.parts_left(indexed)


@pytest.mark.parametrize("what", ["encrypt", "decrypt"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_beside_the_rename_then_nothing_is_lost_and_the_next_one_ends_it(
    transactional_db: None, indexed: Path, when: str, what: str
) -> None:
    plain = {path.name: path.read_bytes() for path in files_of(indexed)}
    if what == "decrypt":
        encrypt(indexed)
    script = Path(__file__).with_name("dying_conversion.py")
    killed = subprocess.run(
        [sys.executable, str(script), when, what, str(indexed)],
        env={**os.environ, "MOSAIC_DATABASE_URL": database_address()},
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    converted = [path for path in files_of(indexed) if bool(keys_of(path)) == (what == "encrypt")]
    assert len(converted) == (when == "after")
    assert len(converting.parts_left(indexed)) == (when == "before")
    for path in files_of(indexed):
        assert sha256_of(path)[0] == sha256(plain[path.name]).hexdigest()

    def ended() -> bool:
        """The killed one's session may live on for a moment."""
        encrypt(indexed)
        return not Segment.objects.filter(encryption_key="").exists()

    eventually(ended)
    if what == "decrypt":
        for row in Segment.objects.all():
            assert at_rest.decrypt(indexed, row, lambda _: None)
        assert {path.name: path.read_bytes() for path in files_of(indexed)} == plain
    assert not converting.parts_left(indexed)
    for path in files_of(indexed):
        row = Segment.objects.get(name=path.name)
        with opened(path) as file:
            assert (row.encryption_key, row.overhead_bytes) == (
                file.key_id,
                path.stat().st_size - len(plain[path.name]),
            )


def test_worker_where_it_is_wished_then_what_was_recorded_becomes_encrypted(
    work: Callable[..., Any], copy: Path, camera: UUID
) -> None:
    plain = {path.name: path.read_bytes() for path in files_of(copy)}
    work(MOSAIC_RECORDINGS_DIR=str(copy), MOSAIC_RECORDING_ENCRYPTION="1")
    eventually(lambda: all(keys_of(path) for path in files_of(copy)))
    for path in files_of(copy):
        with opened(path) as file:
            assert file.read() == plain[path.name]


def test_while_it_is_recorded_then_closed_files_alone_and_the_recorder_goes_on(
    recording_server: RecordingServer, camera: UUID
) -> None:
    root, published = recording_server.recordings, recording_server.publish(camera, 600)
    follower, at_work = RecordingFollower(root), EncryptionAtRest(root, wished=True)

    def encrypted() -> list[Path]:
        follower.follow()
        hash_complete(root)
        at_work.go_on(datetime.now(UTC))
        growing = Segment.objects.filter(state="growing").values_list("name", flat=True)
        assert not any(keys_of(root / str(camera) / name) for name in growing)
        return [path for path in files_of(root) if keys_of(path)]

    eventually(lambda: len(encrypted()) >= 2)
    assert published.poll() is None
    published.terminate()
    published.wait(timeout=60)
    eventually(lambda: len(encrypted()) == len(files_of(root)))
    rows = list(Segment.objects.order_by("starts_at"))
    assert {row.state for row in rows} == {"complete"}
    assert len({row.stream for row in rows}) == 1
    assert [row.number for row in rows] == list(range(rows[0].number, rows[0].number + len(rows)))
    for row in rows:
        assert sha256_of(root / str(camera) / row.name)[0] == row.sha256


def test_picture_memory_then_never_above_its_size_and_the_oldest_go_first() -> None:
    memory = PictureMemory(10)
    for name in "abc":
        memory.keep(name, name.encode() * 3)
    assert memory.get("a") == b"aaa"
    memory.keep("d", b"dddd")
    assert [memory.get(name) for name in "abcd"] == [b"aaa", None, b"ccc", b"dddd"]
    memory.keep("d", b"d")
    memory.keep("e", b"eee")
    assert [memory.get(name) for name in "acde"] == [b"aaa", b"ccc", b"d", b"eee"]
    memory.keep("f", b"f" * 11)
    assert [memory.get(name) for name in "acdef"] == [None] * 5


def test_a_disk_that_is_not_there_then_the_look_ends_soon(
    indexed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(at_rest, "MOST_FAULTS", 2)
    tried: list[str] = []

    def gone(root: Path, row: Segment, told: Any) -> bool:
        tried.append(row.name)
        raise FileNotFoundError(row.name)

    monkeypatch.setattr(at_rest, "encrypt", gone)
    at_work = EncryptionAtRest(indexed, wished=True)
    assert at_work.go_on(datetime.now(UTC)) == 0
    assert len(tried) == 2
    assert at_work.go_on(datetime.now(UTC)) == 0
    assert len(set(tried)) == len(tried) > 2
    assert not Alert.objects.filter(kind="recording-encryption").exists()

"""`recording_keys`, as the command line runs it."""

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from uuid import UUID

import pytest
from django.core.management import call_command

from mosaic_backend.clips.infrastructure.encryption.recording_keys import (
    KeyRing,
    RecordingKey,
    keep_ring,
    key_ring,
    sync_keys,
)
from mosaic_backend.clips.infrastructure.encryption.rewrapping import headers_agree, keys_of
from mosaic_backend.clips.infrastructure.models import Segment
from mosaic_backend.clips.infrastructure.recording.recording_follower import RecordingFollower
from mosaic_backend.clips.infrastructure.video.hashing import hash_complete
from mosaic_backend.clips.infrastructure.video.sha256 import sha256_of
from mosaic_backend.config.environment import environment

from .test_encryption_at_rest import encrypt, files_of


@pytest.fixture
def site(
    copy: Path, camera: UUID, own_keys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """The folder of a site with encrypted recordings, which encrypts no longer, and without clips."""
    monkeypatch.setenv("MOSAIC_RECORDINGS_DIR", str(copy))
    monkeypatch.setenv("MOSAIC_DATA_DIR", str(tmp_path / "data"))
    environment.cache_clear()
    RecordingFollower(copy).take_in(camera)
    hash_complete(copy)
    encrypt(copy)
    yield copy
    environment.cache_clear()


def _run(*arguments: str) -> tuple[int, str, str]:
    """Exit status, output, complaints."""
    out, complaints, status = StringIO(), StringIO(), 0
    try:
        call_command("recording_keys", *arguments, stdout=out, stderr=complaints)
    except SystemExit as error:
        status = int(error.code or 0)
    return status, out.getvalue(), complaints.getvalue()


def _status() -> dict[str, tuple[str, int]]:
    told = json.loads(_run("status", "--json")[1])
    return {one["key_id"]: (one["state"], one["files"]) for one in told["keys"]}


def _ids() -> list[str]:
    return [key.id.hex() for key in key_ring().keys]


def _check_whole(root: Path) -> None:
    for path in files_of(root):
        assert sha256_of(path)[0] == Segment.objects.get(name=path.name).sha256


def test_rotated_and_retired_then_all_is_under_the_new_key_alone(
    site: Path, own_keys: Path
) -> None:
    [old], count = _ids(), len(files_of(site))
    assert _status() == {old: ("newest", count)}
    assert _run("retire", old)[0] == 1
    assert _run("rotate")[0] == 0
    new, _ = _ids()
    assert own_keys.stat().st_mode & 0o777 == 0o600
    assert _status() == {new: ("newest", count), old: ("older", 0)}
    assert all(keys_of(path) == {new} for path in files_of(site))
    assert _run("retire", old)[0] == 0
    assert _ids() == [new]
    assert _run("retire", old)[2].strip() == f"there is no key {old}"
    _check_whole(site)


def test_a_key_that_a_file_needs_then_not_retired(site: Path) -> None:
    path, [old] = files_of(site)[0], _ids()
    kept = path.read_bytes()
    _run("rotate")
    path.write_bytes(kept)
    Segment.objects.get(name=path.name).delete()
    status, _, complaint = _run("retire", old)
    assert status == 1
    assert path.name in complaint
    Segment.objects.update(encryption_key=old)
    assert "under it still" in _run("retire", old)[2]
    assert old in _ids()


def test_a_file_that_cannot_be_rewrapped_then_named_and_the_others_are(site: Path) -> None:
    path = files_of(site)[0]
    path.write_bytes(path.read_bytes()[:-1])
    status, out, complaint = _run("rotate")
    assert (status, path.name in complaint) == (1, True)
    assert f"{len(files_of(site)) - 1} files are under the newest key now, 1 are not" in out


def test_rewrap_then_a_damaged_header_is_mended(site: Path) -> None:
    path = files_of(site)[0]
    stored = bytearray(path.read_bytes())
    stored[100] ^= 1
    path.write_bytes(stored)
    assert not headers_agree(path.read_bytes())
    assert _run("rewrap")[0] == 0
    assert headers_agree(path.read_bytes())


def test_decrypted_then_plain_and_whole(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    count = len(files_of(site))
    monkeypatch.setenv("MOSAIC_RECORDING_ENCRYPTION", "1")
    environment.cache_clear()
    assert "would encrypt them again" in _run("decrypt")[2]
    monkeypatch.setenv("MOSAIC_RECORDING_ENCRYPTION", "0")
    environment.cache_clear()
    assert _run("decrypt")[0] == 0
    assert not any(keys_of(path) for path in files_of(site))
    assert _status() == {_ids()[0]: ("newest", 0), "": ("plain", count)}
    _check_whole(site)


def test_keys_from_the_environment_then_they_count_and_are_not_written(
    site: Path, own_keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = own_keys.read_text().strip()
    monkeypatch.setenv("MOSAIC_RECORDING_KEYS", "")
    environment.cache_clear()
    _check_whole(site)
    own_keys.unlink()
    monkeypatch.setenv("MOSAIC_RECORDING_KEYS", given)
    environment.cache_clear()
    _check_whole(site)
    assert "MOSAIC_RECORDING_KEYS" in _run("rotate")[2]
    monkeypatch.setenv("MOSAIC_RECORDING_KEYS", f"{'B' * 43}= {given}")
    environment.cache_clear()
    assert _run("rewrap")[0] == 0
    old = _ids()[1]
    assert "take it out of MOSAIC_RECORDING_KEYS" in _run("retire", old)[2]
    assert not own_keys.exists()


def test_a_lost_key_then_told_as_missing(site: Path, own_keys: Path) -> None:
    [lost], other = _ids(), "C" * 43 + "="
    own_keys.write_text(f"{other}\n")
    assert _status()[lost] == ("missing", len(files_of(site)))
    own_keys.unlink()
    assert _run("status")[0] == 1


def test_keys_in_a_folder_of_their_own_then_read_and_written_there(
    own_keys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A site that has not moved them goes on with those among the secrets; none are made beside them."""
    folder = tmp_path / "keys"
    folder.mkdir()
    monkeypatch.setenv("MOSAIC_RECORDING_KEYS_DIR", str(folder))
    environment.cache_clear()
    before = key_ring()
    keep_ring(KeyRing((RecordingKey.new(), *before.keys)))
    assert not list(folder.iterdir())
    ring = key_ring()
    own_keys.rename(folder / own_keys.name)
    assert sync_keys() == ring
    keep_ring(before)
    assert key_ring() == before
    assert not own_keys.exists()
    own_keys.write_text("A" * 43 + "=\n")
    assert key_ring() == before

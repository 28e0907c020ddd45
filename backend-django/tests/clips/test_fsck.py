"""`check_recordings`, as the command line runs it."""

import json
import os
from contextlib import suppress
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mosaic_backend.clips.infrastructure.encryption.converting import PARTS
from mosaic_backend.clips.infrastructure.encryption.file_header import BODY_AT, CHUNK
from mosaic_backend.clips.infrastructure.encryption.recording_keys import key_ring
from mosaic_backend.clips.infrastructure.encryption.rewrapping import keys_of
from mosaic_backend.clips.infrastructure.management.commands import check_recordings
from mosaic_backend.clips.infrastructure.models import LedgerSpan, Segment
from mosaic_backend.clips.infrastructure.recording.recording_follower import RecordingFollower
from mosaic_backend.clips.infrastructure.video import hashing
from mosaic_contracts.ids import new_id

from .test_encryption_at_rest import encrypt


@pytest.fixture
def indexed(copy: Path, camera: UUID, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Some files of the camera, none of them written to lately, in index and ledger, with hashes."""
    for path in (copy / str(camera)).iterdir():
        os.utime(path, (1_763_627_400, 1_763_627_400))
    RecordingFollower(copy).follow()
    hashing.hash_complete(copy)

    class Settings:
        recordings_dir = copy

    monkeypatch.setattr(check_recordings, "environment", Settings)
    Segment.objects.update(starts_at=_earlier("starts_at"), ends_at=_earlier("ends_at"))
    LedgerSpan.objects.update(starts_at=_earlier("starts_at"), ends_at=_earlier("ends_at"))
    return copy


def _earlier(name: str) -> Any:
    """The youngest minute is left out of the comparison of the ledger."""
    from django.db.models import F

    return F(name) - timedelta(hours=1)


def _check(*arguments: str) -> tuple[int, list[tuple[str, bool]]]:
    """Exit status, and of each finding its kind and whether it was mended."""
    out, status = StringIO(), 0
    try:
        call_command("check_recordings", "--json", *arguments, stdout=out)
    except SystemExit as error:
        status = int(error.code or 0)
    told = json.loads(out.getvalue())
    assert told["holds"] == (status == 0)
    return status, [(one["kind"], one["mended"]) for one in told["findings"]]


def _one(root: Path, camera: UUID) -> Path:
    return sorted((root / str(camera)).iterdir())[1]


def test_check_when_all_is_well_then_nothing_is_found(indexed: Path) -> None:
    assert _check() == (0, [])
    out = StringIO()
    call_command("check_recordings", "--quick", stdout=out)
    assert "0 findings, 0 not mended" in out.getvalue()


def test_check_when_a_file_is_gone_then_the_ledger_tells_once_it_is_mended(
    indexed: Path, camera: UUID
) -> None:
    _one(indexed, camera).unlink()
    assert _check() == (1, [("no-file", False)])
    assert _check("--mend") == (0, [("no-file", True)])
    assert _check() == (0, [])
    told = LedgerSpan.objects.order_by("starts_at").values_list("kind", "cause")
    assert list(told) == [("recorded", ""), ("missing", "unknown"), ("recorded", "")]


def test_check_when_the_index_lost_a_file_then_it_is_adopted(indexed: Path, camera: UUID) -> None:
    path = _one(indexed, camera)
    Segment.objects.filter(name=path.name).delete()
    assert _check()[0] == 1
    status, found = _check("--mend")
    assert (status, found[0]) == (0, ("no-row", True))
    assert Segment.objects.filter(name=path.name, state="complete").exists()


@pytest.mark.parametrize(("kind", "more"), [("size", b"more"), ("hash", b"")])
def test_check_when_a_file_was_changed_then_told_and_never_mended(
    indexed: Path, camera: UUID, kind: str, more: bytes
) -> None:
    path = _one(indexed, camera)
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(bytes(content) + more)
    assert _check("--mend") == (1, [(kind, False)])
    assert _check("--mend") == (1, [(kind, False)])
    assert path.read_bytes() == bytes(content) + more
    if kind == "hash":
        assert _check("--quick") == (0, [])


def test_check_when_a_writer_died_then_told_and_settled(indexed: Path, camera: UUID) -> None:
    path = max((indexed / str(camera)).iterdir())
    path.write_bytes(path.read_bytes()[:-10])
    os.utime(path, (1_763_627_400, 1_763_627_400))
    Segment.objects.filter(name=path.name).update(state="half", bytes=path.stat().st_size)
    status, found = _check("--mend", "--quick")
    assert (status, found) == (0, [("half", True)])


def test_check_when_a_growing_file_was_left_then_it_is_closed(indexed: Path, camera: UUID) -> None:
    path = max((indexed / str(camera)).iterdir())
    Segment.objects.filter(name=path.name).update(state="growing", sha256="")
    assert _check() == (1, [("left-growing", False)])
    assert _check("--mend") == (0, [("left-growing", True)])
    assert Segment.objects.get(name=path.name).state == "complete"


def test_check_when_the_ledger_differs_from_the_index_then_mended(
    indexed: Path, camera: UUID
) -> None:
    LedgerSpan.objects.update(kind="missing", cause="unknown")
    assert _check() == (1, [("ledger", False)])
    assert _check("--mend") == (0, [("ledger", True)])
    assert _check() == (0, [])


def test_check_when_the_disk_is_not_mounted_then_nothing_is_forgotten(
    indexed: Path, camera: UUID
) -> None:
    before = Segment.objects.count()
    (indexed / str(camera)).rename(indexed / "elsewhere")
    assert _check("--mend") == (1, [("no-folder", False)])
    assert Segment.objects.count() == before


def test_check_when_files_are_of_no_camera_then_told_and_left_alone(
    indexed: Path, camera: UUID
) -> None:
    stranger = indexed / str(new_id())
    stranger.mkdir()
    (stranger / _one(indexed, camera).name).write_bytes(b"whose?")
    assert _check("--mend") == (1, [("unknown-camera", False)])
    assert len(list(stranger.iterdir())) == 1


@pytest.fixture
def encrypted(indexed: Path, camera: UUID) -> Path:
    encrypt(indexed)
    return indexed


def _details() -> list[tuple[str, str, str]]:
    out = StringIO()
    with suppress(SystemExit):
        call_command("check_recordings", "--json", stdout=out)
    return [
        (one["kind"], one["name"], one["detail"]) for one in json.loads(out.getvalue())["findings"]
    ]


def test_check_of_encrypted_files_when_all_is_well_then_nothing_is_found(
    encrypted: Path, camera: UUID
) -> None:
    assert all(keys_of(path) for path in (encrypted / str(camera)).iterdir())
    assert _check() == (0, [])
    row = Segment.objects.filter(name=_one(encrypted, camera).name)
    row.delete()
    status, found = _check("--mend")
    assert (status, found[0]) == (0, ("no-row", True))
    assert row.get().encryption_key == key_ring().newest.id.hex()


@given(data=st.data())
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_check_when_one_bit_of_an_encrypted_file_flips_then_that_file_is_named(
    encrypted: Path, camera: UUID, data: st.DataObject
) -> None:
    path = _one(encrypted, camera)
    stored = path.read_bytes()
    place = data.draw(st.integers(0, 8 * len(stored) - 1))
    changed = bytearray(stored)
    changed[place // 8] ^= 1 << place % 8
    path.write_bytes(changed)
    try:
        [(kind, name, detail)] = _details()
    finally:
        path.write_bytes(stored)
    body = place // 8 - BODY_AT
    assert (kind, name) == ("damaged" if body >= 0 else "header", path.name)
    if body >= 0:
        assert f"(chunk {body // (CHUNK + 28)})" in detail


def test_check_when_an_encrypted_file_is_cut_or_exchanged_then_named(
    encrypted: Path, camera: UUID
) -> None:
    one, two, *_ = sorted((encrypted / str(camera)).iterdir())
    stored = one.read_bytes()
    one.write_bytes(stored[:-1])
    assert _check("--quick") == (1, [("damaged", False)])
    one.write_bytes(two.read_bytes())
    [(kind, name, detail)] = _details()
    assert (kind, name) == ("damaged", one.name)
    assert f"it is the recording {camera}/{two.name}" in detail
    assert _check("--mend")[0] == 1


def test_check_when_a_key_is_lost_then_its_files_are_named(
    encrypted: Path, camera: UUID, own_keys: Path
) -> None:
    names = sorted(path.name for path in (encrypted / str(camera)).iterdir())
    lost = key_ring().newest.id.hex()
    own_keys.write_text("A" * 43 + "=\n")
    found = _details()
    assert [(kind, name) for kind, name, _ in found] == [("key-missing", name) for name in names]
    assert all(lost in detail for _, _, detail in found)
    Segment.objects.filter(name=names[0]).delete()
    assert [kind for kind, _, _ in _details()][:2] == ["no-row", "key-missing"]


def test_check_when_a_converter_was_killed_then_index_and_folder_are_mended(
    encrypted: Path, camera: UUID
) -> None:
    name = _one(encrypted, camera).name
    Segment.objects.filter(name=name).update(encryption_key="", overhead_bytes=0)
    (encrypted / PARTS / "one.part").write_bytes(b"half")
    assert _check() == (1, [("stored", False), ("part", False)])
    assert _check("--mend") == (0, [("stored", True), ("part", True)])
    assert _check() == (0, [])
    assert Segment.objects.get(name=name).encryption_key == key_ring().newest.id.hex()

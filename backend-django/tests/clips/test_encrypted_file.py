"""The format of encrypted recordings: the same bytes come out, and nothing that was changed does."""

import io
import os
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mosaic_backend import clips
from mosaic_backend.clips.infrastructure.encryption import recorded_file
from mosaic_backend.clips.infrastructure.encryption.file_header import BLOCK, BODY_AT, CHUNK
from mosaic_backend.clips.infrastructure.encryption.file_writer import encrypted_copy, plain_copy
from mosaic_backend.clips.infrastructure.encryption.recorded_file import EncryptedFile, opened
from mosaic_backend.clips.infrastructure.encryption.recording_keys import (
    FILE,
    KeyRing,
    RecordingKey,
    key_ring,
)
from mosaic_backend.clips.infrastructure.encryption.rewrapping import keys_of, rewrap
from mosaic_backend.clips.infrastructure.encryption.unreadable import (
    DamagedRecordingError,
    RecordingKeyMissingError,
)
from mosaic_backend.config.environment import environment

CAMERA = UUID(int=7)
NAME = "2026-11-20_08-30-00-250000.mp4"
STEP = CHUNK + 12 + 16
SIZE = 3 * CHUNK + 1234
LENGTHS = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, SIZE, 40 * CHUNK + 5]


def content_of(size: int) -> bytes:
    return random.Random(size).randbytes(size)


def made(folder: Path, content: bytes, *, name: str = NAME, ring: KeyRing | None = None) -> Path:
    """An encrypted recording."""
    path = folder / str(CAMERA) / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    with encrypted_copy(path, folder / "part", ring or key_ring(), lambda _: None) as copy:
        assert copy.sha256 == sha256(content).hexdigest()
        copy.path.replace(path)
        assert path.stat().st_size == copy.stored_bytes
    return path


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EncryptedFile]:
    path = made(tmp_path_factory.mktemp("film"), content_of(SIZE))
    with opened(path) as file:
        assert isinstance(file, EncryptedFile)
        yield file


@pytest.mark.parametrize("size", LENGTHS)
def test_encrypted_then_as_it_was_and_nothing_of_it_on_the_disk(tmp_path: Path, size: int) -> None:
    content = content_of(size)
    path = made(tmp_path, content)
    stored = path.read_bytes()
    assert all(content[at : at + 16] not in stored for at in range(0, size - 16, 4096))
    with opened(path) as file:
        assert (file.size, file.stored_bytes) == (size, len(stored))
        assert file.read() == content
        file.seek(0)
        assert io.BufferedReader(file).read() == content
    assert not (tmp_path / "part").exists()


@given(st.integers(0, SIZE + 10), st.integers(0, SIZE + 10))
def test_pread_then_as_of_the_plain_file(film: EncryptedFile, at: int, length: int) -> None:
    assert film.pread(length, at) == content_of(SIZE)[at : at + length]


@given(st.lists(st.tuples(st.integers(0, SIZE), st.integers(0, 2 * CHUNK)), max_size=8))
def test_seek_and_read_then_as_of_the_plain_file(
    film: EncryptedFile, steps: list[tuple[int, int]]
) -> None:
    plain = io.BytesIO(content_of(SIZE))
    for at, length in steps:
        assert film.seek(at) == plain.seek(at)
        assert film.read(length) == plain.read(length)
        assert film.tell() == plain.tell()
        buffer, other = bytearray(100), bytearray(100)
        assert film.readinto(buffer) == plain.readinto(other)
        assert buffer == other


def test_small_reads_then_a_chunk_is_decrypted_once(
    film: EncryptedFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []

    class Counted:
        @staticmethod
        def pread(descriptor: int, length: int, at: int) -> bytes:
            read.append(length)
            return os.pread(descriptor, length, at)

    monkeypatch.setattr(recorded_file, "os", Counted)
    film._kept = (-1, b"")
    for at in range(0, CHUNK, 1000):
        film.pread(16, at)
    assert read == [STEP]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(BODY_AT * 8, (BODY_AT + SIZE + 4 * 28) * 8 - 1))
def test_one_flipped_bit_then_its_chunk_is_named_and_the_others_are_whole(
    film: EncryptedFile, tmp_path: Path, bit: int
) -> None:
    stored = bytearray(os.pread(film.fileno(), film.stored_bytes, 0))
    stored[bit // 8] ^= 1 << bit % 8
    path = tmp_path / str(CAMERA) / NAME
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(stored)
    wrong, content = (bit // 8 - BODY_AT) // STEP, content_of(SIZE)
    with opened(path) as file:
        for number in range(4):
            if number == wrong:
                with pytest.raises(DamagedRecordingError, match=rf"{NAME}.*chunk {wrong}\b"):
                    file.pread(1, number * CHUNK)
            else:
                own = content[number * CHUNK : (number + 1) * CHUNK]
                assert file.pread(CHUNK, number * CHUNK) == own


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, BODY_AT * 8 - 1))
def test_one_flipped_bit_of_a_header_then_the_other_serves_and_it_is_mended(
    film: EncryptedFile, tmp_path: Path, bit: int
) -> None:
    stored = bytearray(os.pread(film.fileno(), film.stored_bytes, 0))
    stored[bit // 8] ^= 1 << bit % 8
    path = tmp_path / str(CAMERA) / NAME
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(stored)
    with opened(path) as file:
        assert file.read() == content_of(SIZE)
    rewrap(path, key_ring())
    mended = path.read_bytes()
    assert mended[:BLOCK] == mended[BLOCK:BODY_AT]
    with opened(path) as file:
        assert file.read() == content_of(SIZE)


def _swap(stored: bytearray) -> None:
    one, two = (slice(BODY_AT + n * STEP, BODY_AT + (n + 1) * STEP) for n in (0, 1))
    stored[one], stored[two] = stored[two], stored[one]


def _cut_a_chunk(stored: bytearray) -> None:
    del stored[BODY_AT + 2 * STEP : BODY_AT + 3 * STEP]


@pytest.mark.parametrize("size", [SIZE, 3 * CHUNK])
@pytest.mark.parametrize(
    "change",
    [
        _swap,
        _cut_a_chunk,
        lambda stored: stored.__delitem__(slice(-1, None)),
        lambda stored: stored.__delitem__(slice(-STEP, None)),
        lambda stored: stored.extend(b"\0"),
        lambda stored: stored.extend(stored[-STEP:]),
        lambda stored: stored.__setitem__(slice(0, BODY_AT), b"\x8bMOSENC\n" + bytes(BODY_AT - 8)),
    ],
)
def test_reordered_cut_or_lengthened_then_refused(
    tmp_path: Path, size: int, change: object
) -> None:
    path = made(tmp_path, content_of(size))
    stored = bytearray(path.read_bytes())
    change(stored)  # type: ignore[operator]
    path.write_bytes(stored)
    with pytest.raises(DamagedRecordingError, match=NAME), opened(path) as file:
        file.read()


def test_cut_at_a_chunk_by_who_can_write_headers_then_the_last_mark_is_missed(
    tmp_path: Path,
) -> None:
    """The length is bound to the key and each chunk; without that a shorter header would do."""
    path = made(tmp_path, content_of(SIZE))
    stored = path.read_bytes()
    header = recorded_file.headers_in(stored)[0]
    shorter = recorded_file.Header(**{**vars(header), "size": 2 * CHUNK})
    path.write_bytes(shorter.block() * 2 + stored[BODY_AT : BODY_AT + 2 * STEP])
    with pytest.raises(DamagedRecordingError, match="header"):
        opened(path)


def test_chunks_of_another_recording_then_refused(tmp_path: Path) -> None:
    one = made(tmp_path, content_of(SIZE))
    two = made(tmp_path, content_of(SIZE), name=NAME.replace("08-30", "08-31"))
    mixed = bytearray(one.read_bytes())
    mixed[BODY_AT : BODY_AT + STEP] = two.read_bytes()[BODY_AT : BODY_AT + STEP]
    one.write_bytes(mixed)
    with opened(one) as file, pytest.raises(DamagedRecordingError, match="chunk 0"):
        file.read()
    two.rename(one)
    with pytest.raises(DamagedRecordingError, match=r"it is the recording .*08-31"):
        opened(one)


def test_encrypted_twice_then_nothing_alike(tmp_path: Path) -> None:
    content = bytes(SIZE)
    one = made(tmp_path, content).read_bytes()
    two = made(tmp_path, content).read_bytes()
    for number in range(4):
        places = [BODY_AT + number * STEP, BODY_AT]
        assert len({stored[at : at + 12] for stored in (one, two) for at in places}) >= 2
        assert one[places[0] : places[0] + 64] != two[places[0] : places[0] + 64]


def test_without_the_key_then_told_which_one(tmp_path: Path) -> None:
    lost = KeyRing((RecordingKey.new(),))
    path = made(tmp_path, content_of(10), ring=lost)
    with pytest.raises(RecordingKeyMissingError, match=f"{NAME}.*{lost.newest.id.hex()}"):
        opened(path)


def test_rewrapped_then_under_the_newest_key_alone_and_as_it_was(tmp_path: Path) -> None:
    site, old, new = key_ring(), RecordingKey.new(), RecordingKey.new()
    path = made(tmp_path, content_of(SIZE), ring=KeyRing((old,)))
    body, told = path.read_bytes()[BODY_AT:], path.stat()
    assert rewrap(path, KeyRing((new, old))) == new.id.hex()
    assert keys_of(path) == {new.id.hex()}
    assert rewrap(path, KeyRing((site.newest, new))) == site.newest.id.hex()
    assert path.read_bytes()[BODY_AT:] == body
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (told.st_ino, told.st_mtime_ns)
    with opened(path) as file:
        assert file.read() == content_of(SIZE)


def test_a_plain_film_with_a_header_in_its_middle_then_it_is_plain(tmp_path: Path) -> None:
    """What a camera sends is anything."""
    stored = made(tmp_path, content_of(SIZE)).read_bytes()
    path = tmp_path / str(CAMERA) / NAME
    film = bytes(4) + b"ftyp" + bytes(BLOCK - 8) + stored[:BLOCK] + bytes(100)
    path.write_bytes(film)
    with opened(path) as file:
        assert (file.read(), file.key_id) == (film, "")
    assert keys_of(path) == set()
    assert rewrap(path, key_ring()) is None


def test_decrypted_then_the_plain_file_again(tmp_path: Path) -> None:
    content = content_of(SIZE)
    path = made(tmp_path, content)
    with plain_copy(path, tmp_path / "part", lambda _: None) as copy:
        assert copy.sha256 == sha256(content).hexdigest()
        copy.path.replace(path)
    assert path.read_bytes() == content


@pytest.mark.parametrize(("what", "deaths"), [("encrypt", 8), ("decrypt", 6), ("rewrap", 7)])
def test_killed_at_each_write_then_nothing_is_lost_and_the_next_one_ends_it(
    tmp_path: Path, what: str, deaths: int
) -> None:
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    (secrets / FILE).write_text((environment().secrets_dir / FILE).read_text())
    content = content_of(SIZE)
    path = made(tmp_path, content)
    script = Path(__file__).with_name("dying_encryption.py")
    done = subprocess.run(
        [sys.executable, str(script), what, str(path), sha256(content).hexdigest()],
        env={**os.environ, "MOSAIC_SECRETS_DIR": str(secrets)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(done.stdout) >= deaths


OPENS = re.compile(r"\.open\(|\bos\.(?:open|pread|read)\(|\.read_bytes\(|(?<![.\w])open\(")
OF_OTHER_FILES = {
    "application/build_package.py": 2,  # the port, which opens as it lies on the disk, and its use
    "infrastructure/cutting/group_encoding.py": 1,  # what is encoded anew
    "infrastructure/cutting/whole_encoding.py": 1,
    "infrastructure/playback/thumbnails.py": 1,  # a kept one
    "infrastructure/sharing/watermark.py": 1,  # a plain copy that is written for ffmpeg
    "infrastructure/video/ffmpeg_child.py": 1,  # its pipe
}


def test_nobody_opens_a_recording_past_opened() -> None:
    root = Path(clips.__file__).parent
    found = {
        str(path.relative_to(root)): len(OPENS.findall(path.read_text()))
        for path in root.rglob("*.py")
        if "encryption" not in path.parts
    }
    assert {path: count for path, count in found.items() if count} == OF_OTHER_FILES

"""A file that is encrypted while it is written, anywhere in it."""

import hashlib
import io
import os
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mosaic_backend.clips.infrastructure.encryption.encrypted_draft import EncryptedDraft
from mosaic_backend.clips.infrastructure.encryption.file_header import (
    BLOCK,
    BODY_AT,
    CHUNK,
    MAGIC,
    overhead,
)
from mosaic_backend.clips.infrastructure.encryption.recorded_file import opened
from mosaic_backend.clips.infrastructure.encryption.recording_keys import KeyRing, key_ring
from mosaic_backend.clips.infrastructure.encryption.rewrapping import keys_of
from mosaic_backend.clips.infrastructure.encryption.unreadable import UnreadableRecordingError

CLIP = UUID(int=7)
LENGTHS = st.sampled_from([0, 1, 100, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])


def sealed(path: Path, content: bytes, ring: KeyRing | None = None) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with EncryptedDraft(path) as draft:
        draft.write(content)
        draft.seal(ring or key_ring())
    return path


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(st.tuples(st.floats(0, 1), LENGTHS, st.booleans()), max_size=8))
def test_written_anywhere_then_as_a_plain_file(
    tmp_path: Path, steps: list[tuple[float, int, bool]]
) -> None:
    path, plain = tmp_path / "clips" / f"{CLIP}.mp4", io.BytesIO()
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    with EncryptedDraft(path) as draft:
        for share, length, back in steps:
            at = int(share * len(plain.getvalue())) if back else len(plain.getvalue())
            content = os.urandom(length)
            for file in (plain, draft):
                file.seek(at)
                file.write(content)
            assert draft.tell() == plain.tell()
        draft.seek(0)
        digest = hashlib.file_digest(draft, "sha256").hexdigest()
        assert digest == hashlib.sha256(plain.getvalue()).hexdigest()
        draft.seal(key_ring())
    expected = plain.getvalue()
    with opened(path) as file:
        assert (file.size, file.read()) == (len(expected), expected)
        assert file.key_id == key_ring().newest.id.hex()
        for at in (0, CHUNK - 1, len(expected) // 2):
            assert file.pread(CHUNK + 2, at) == expected[at : at + CHUNK + 2]
    assert path.stat().st_size <= len(expected) + overhead(len(expected), 1)


def test_changed_shortened_or_under_another_name_then_refused(tmp_path: Path) -> None:
    path = sealed(tmp_path / "clips" / f"{CLIP}.mp4", os.urandom(3 * CHUNK))
    stored = path.read_bytes()
    step = CHUNK + 28
    swapped = (
        stored[:BODY_AT]
        + stored[BODY_AT + step : BODY_AT + 2 * step]
        + stored[BODY_AT : BODY_AT + step]
        + stored[BODY_AT + 2 * step :]
    )
    flipped = bytearray(stored)
    flipped[BODY_AT + step + 100] ^= 1
    for content in (bytes(flipped), swapped, stored[:-step], stored[:-1], stored + b"?"):
        path.write_bytes(content)
        with pytest.raises(UnreadableRecordingError), opened(path) as file:
            file.read()
    path.write_bytes(stored)
    for other in (
        path.with_name(f"{UUID(int=8)}.mp4"),
        tmp_path / "evidence-packages" / f"{CLIP}.zip",
    ):
        other.parent.mkdir(exist_ok=True)
        other.write_bytes(stored)
        with pytest.raises(UnreadableRecordingError, match="it is the recording"):
            opened(other)


def test_header_of_a_shorter_content_then_refused(tmp_path: Path) -> None:
    """The chunks are not bound to the size: the mark of the last one, and the wrapped key, are."""
    path = sealed(tmp_path / "clips" / f"{CLIP}.mp4", os.urandom(3 * CHUNK))
    with opened(path) as file:
        header = file.header  # type: ignore[attr-defined]
        secret = header.secret(key_ring())
    stored = path.read_bytes()[: BODY_AT + 2 * (CHUNK + 28)]
    object.__setattr__(header, "size", 2 * CHUNK)
    path.write_bytes(header.block() * 2 + stored[BODY_AT:])
    with pytest.raises(UnreadableRecordingError, match="header was changed"):
        opened(path)
    forged = header.with_key(secret, key_ring().newest)
    path.write_bytes(forged.block() * 2 + stored[BODY_AT:])
    with opened(path) as file, pytest.raises(UnreadableRecordingError, match="chunk 1"):
        file.read()


def test_plain_package_when_a_camera_sent_what_looks_like_a_header_then_plain(
    tmp_path: Path,
) -> None:
    content = b"PK\x03\x04".ljust(BLOCK, b"\0") + MAGIC + b"\0" * BLOCK
    path = tmp_path / "evidence-packages" / f"{CLIP}.zip"
    path.parent.mkdir()
    path.write_bytes(content)
    assert keys_of(path) == set()
    with opened(path) as file:
        assert file.read() == content

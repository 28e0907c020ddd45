"""Clips, watermarked copies and packages: written, put in their place and opened, encrypted where wished."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from django.db import connection

from mosaic_backend.clips.infrastructure.encryption.encrypted_draft import EncryptedDraft
from mosaic_backend.clips.infrastructure.encryption.recorded_file import RecordedFile, opened
from mosaic_backend.clips.infrastructure.encryption.recording_keys import sync_keys
from mosaic_backend.clips.infrastructure.encryption.rewrapping import keys_of, rewrap
from mosaic_backend.clips.infrastructure.encryption.unreadable import (
    RecordingUnreadableError,
    UnreadableRecordingError,
)
from mosaic_backend.config.environment import environment
from mosaic_backend.shared.durability import sync

_RING_LOCK = 0x6D6F7361_6B657973
SUFFIXES = (".mp4", ".zip")
_AT_ONCE = 1 << 20


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """To be written, read and written again; whole after the block. Raises NoRecordingKeysError, OSError."""
    if not environment().recording_encryption:
        with path.open("w+b") as plain:
            yield plain
        return
    sync_keys()  # where there is none, it is said before the work
    with EncryptedDraft(path) as draft:
        yield cast("BinaryIO", draft)
        draft.seal(sync_keys())


def keep(made: Path, target: Path) -> tuple[int, str]:
    """Puts what ffmpeg made where it is to be, as files are kept there; size and SHA-256. Raises OSError."""
    digest = hashlib.sha256()
    with made.open("rb") as source, new_file(target) as file:
        while content := source.read(_AT_ONCE):
            digest.update(content)
            file.write(content)
        size = source.tell()
    made.unlink()
    return size, digest.hexdigest()


class KeptFiles:
    """Adapter of Files."""

    def open(self, path: Path) -> AbstractContextManager[BinaryIO]:
        return cast("AbstractContextManager[BinaryIO]", opened(path))

    def new(self, path: Path) -> AbstractContextManager[BinaryIO]:
        return new_file(path)


def put_in_place(part: Path, target: Path) -> None:
    """A whole file that is on the disk already; in a transaction, at whose end it may be relied upon.

    From the look at the keys until then none is retired: it could be the one that this file names.
    Raises NoRecordingKeysError, OSError, as UnreadableRecordingError.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_RING_LOCK])
    if keys_of(part):
        rewrap(part, sync_keys())
    part.replace(target)
    sync(target.parent)


def no_file_comes() -> None:
    """Until the transaction ends nothing is put in place."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_RING_LOCK])


def open_kept(path: Path) -> RecordedFile:
    """For whoever asks for it. Raises RecordingUnreadableError, OSError."""
    try:
        return opened(path)
    except UnreadableRecordingError as error:
        raise RecordingUnreadableError(str(error)) from error


def kept_files(*, parts: bool = False) -> Iterator[Path]:
    """All that are there; parts: those too that are being written, or were left."""
    data = environment().data_dir
    for folder in (data / "clips", data / "clips/shares", data / "evidence-packages"):
        try:
            with os.scandir(folder) as entries:
                names = sorted(each.name for each in entries if each.is_file())
        except FileNotFoundError:
            continue
        yield from (folder / name for name in names if parts or name.endswith(SUFFIXES))


def kept_under(key_id: str) -> Iterator[Path]:
    """Those of which a header names the key. Raises OSError."""
    for path in kept_files(parts=True):
        try:
            if key_id in keys_of(path):
                yield path
        except FileNotFoundError:
            continue

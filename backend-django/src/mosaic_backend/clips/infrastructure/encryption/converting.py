"""Puts an encrypted or a plain copy in a recording's place, never leaving it without a whole file."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from secrets import token_hex

from django.db import connection, transaction

from mosaic_backend.clips.infrastructure.encryption.file_writer import Copy
from mosaic_backend.clips.infrastructure.encryption.recorded_file import opened
from mosaic_backend.clips.infrastructure.encryption.unreadable import DamagedRecordingError
from mosaic_backend.clips.infrastructure.recording.recording_models import ENDED, Segment
from mosaic_backend.shared.durability import sync

PARTS = ".encryption"
"""In the folder of the recordings, so that a part is renamed and not copied; no camera is named so."""
_LOCK = 0x6D6F7361_63697068

MakeCopy = Callable[[Path, Path], AbstractContextManager[Copy]]


@contextmanager
def alone(*, wait: bool = False) -> Iterator[bool]:
    """Whether this is the only one, of any number of processes, that changes how recordings are encrypted."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)" if wait else _TRY, [_LOCK])
        mine = wait or bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


_TRY = "SELECT pg_try_advisory_lock(%s)"


def sweep(root: Path) -> int:
    """Takes away what killed attempts left; for whoever is alone. How many."""
    left = parts_left(root)
    for part in left:
        part.unlink(missing_ok=True)
    return len(left)


def parts_left(root: Path) -> list[Path]:
    try:
        return sorted((root / PARTS).iterdir())
    except FileNotFoundError:
        return []


def convert(root: Path, row: Segment, make: MakeCopy) -> bool:
    """False: retention has decided on it meanwhile. Raises OSError, as where it is not what was hashed."""
    path = path_of(root, row)
    part = root / PARTS / f"{row.camera_id}-{token_hex(4)}.part"
    part.parent.mkdir(mode=0o700, exist_ok=True)
    before = path.stat()
    with make(path, part) as copy:
        if copy.sha256 != row.sha256:
            raise DamagedRecordingError(f"{row.camera_id}/{row.name}: it is not what was hashed")
        with transaction.atomic():
            # Retention marks a row before it deletes the file: while the row is locked the file stays.
            stays = Segment.objects.select_for_update().filter(id=row.id, state__in=ENDED)
            if not stays.exists():
                return False
            now = path.stat()
            if (now.st_ino, now.st_size, now.st_mtime_ns) != (
                before.st_ino,
                before.st_size,
                before.st_mtime_ns,
            ):
                raise DamagedRecordingError(f"{row.camera_id}/{row.name}: it was written to")
            copy.path.replace(path)
            sync(path.parent)
            stays.update(encryption_key=copy.key_id, overhead_bytes=copy.stored_bytes - row.bytes)
    return True


def note(root: Path, row: Segment) -> None:
    """Lets the index say how the file is: who converted it may have been killed before that. Raises OSError."""
    with opened(path_of(root, row)) as file:
        Segment.objects.filter(id=row.id).update(
            encryption_key=file.key_id, overhead_bytes=file.stored_bytes - file.size
        )


def path_of(root: Path, row: Segment) -> Path:
    return root / str(row.camera_id) / row.name

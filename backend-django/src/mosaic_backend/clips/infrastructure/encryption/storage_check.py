"""What a check of the recordings finds about how they lie on the disk."""

import os
from collections.abc import Iterator
from pathlib import Path

from mosaic_backend.clips.infrastructure.encryption.converting import (
    alone,
    note,
    parts_left,
    sweep,
)
from mosaic_backend.clips.infrastructure.encryption.file_header import BODY_AT
from mosaic_backend.clips.infrastructure.encryption.kept_files import kept_files
from mosaic_backend.clips.infrastructure.encryption.recorded_file import (
    EncryptedFile,
    RecordedFile,
    opened,
)
from mosaic_backend.clips.infrastructure.encryption.rewrapping import headers_agree
from mosaic_backend.clips.infrastructure.encryption.unreadable import (
    RecordingKeyMissingError,
    UnreadableRecordingError,
)
from mosaic_backend.clips.infrastructure.recording.findings import Finding
from mosaic_backend.clips.infrastructure.recording.recording_models import Segment


def part_findings(root: Path, *, mend: bool) -> Iterator[Finding]:
    """What killed attempts left; while nobody is at work."""
    with alone(wait=True):
        left = parts_left(root)
        if mend:
            sweep(root)
    for part in left:
        yield Finding("part", None, part.name, "left by a worker that was killed", mended=mend)


def storage_findings(root: Path, row: Segment, path: Path, *, mend: bool) -> Iterator[Finding]:
    """By the file's headers. Raises OSError, as UnreadableRecordingError."""
    with opened(path) as file:
        if file.key_id and not headers_agree(os.pread(file.fileno(), BODY_AT, 0)):
            detail = "one of its two headers is damaged; `keys rewrap` mends it"
            yield Finding("header", row.camera_id, row.name, detail)
        as_told = _is_as_told(row, file)
    if not as_told:
        # A worker converts it this moment, or was killed after that.
        with alone(wait=True):
            now = Segment.objects.filter(id=row.id).first()
            if now is None:
                return
            with opened(path) as file:
                if _is_as_told(now, file):
                    return
            if mend:
                note(root, now)
        told = f"under the key {now.encryption_key}" if now.encryption_key else "plain"
        yield Finding(
            "stored", row.camera_id, row.name, f"the index says it is {told}", mended=mend
        )


def kept_findings(*, thorough: bool) -> Iterator[Finding]:
    """Of clips, watermarked copies and packages that are encrypted. thorough: reads them whole."""
    for path in kept_files():
        name = f"{path.parent.name}/{path.name}"
        try:
            with opened(path) as file:
                if file.key_id and not headers_agree(os.pread(file.fileno(), BODY_AT, 0)):
                    detail = "one of its two headers is damaged; `keys rewrap` mends it"
                    yield Finding("header", None, name, detail)
                if thorough and isinstance(file, EncryptedFile):
                    file.check()
        except UnreadableRecordingError as error:
            yield Finding(_kind(error), None, name, str(error))
        except FileNotFoundError:
            continue
        except OSError as error:
            yield Finding("unread", None, name, str(error))


def unreadable_finding(row: Segment, error: UnreadableRecordingError) -> Finding:
    return Finding(_kind(error), row.camera_id, row.name, str(error))


def _kind(error: UnreadableRecordingError) -> str:
    return "key-missing" if isinstance(error, RecordingKeyMissingError) else "damaged"


def _is_as_told(row: Segment, file: RecordedFile) -> bool:
    there = (file.key_id, file.stored_bytes - file.size)
    return there == (row.encryption_key, row.overhead_bytes)

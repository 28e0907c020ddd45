"""Compares the index with the files, both ways, and the ledger with the index."""

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from mosaic_backend.cameras.facade import camera_names
from mosaic_backend.clips.domain.footage import recorded
from mosaic_backend.clips.domain.ledger import Stretch, holes
from mosaic_backend.clips.infrastructure.encryption.recorded_file import opened
from mosaic_backend.clips.infrastructure.encryption.storage_check import (
    kept_findings,
    part_findings,
    storage_findings,
    unreadable_finding,
)
from mosaic_backend.clips.infrastructure.encryption.unreadable import UnreadableRecordingError
from mosaic_backend.clips.infrastructure.evidence.chain_check import chain_findings
from mosaic_backend.clips.infrastructure.recording import ledger_store, segment_store
from mosaic_backend.clips.infrastructure.recording.findings import Finding
from mosaic_backend.clips.infrastructure.recording.recording_follower import (
    RecordingFollower,
    camera_folders,
    segment_of,
)
from mosaic_backend.clips.infrastructure.recording.recording_models import Segment, SegmentState
from mosaic_backend.clips.infrastructure.video.segment_file import SegmentReader, is_segment_name
from mosaic_backend.clips.infrastructure.video.sha256 import sha256_of

FRESH_S = 60.0
"""What was written to so lately is the running worker's: it need not have got to it yet."""
SLIGHT = timedelta(milliseconds=1)


@dataclass
class Counts:
    files: int = 0
    rows: int = 0


class Check:
    """hashes: reads all files that have one, whole. mend: never touches a recording."""

    def __init__(self, root: Path, *, mend: bool, hashes: bool) -> None:
        self._root = root
        self._mend = mend
        self._hashes = hashes
        self.counts = Counts()

    def findings(self) -> Iterator[Finding]:
        yield from chain_findings()
        yield from kept_findings(thorough=self._hashes)
        folders = camera_folders(self._root)
        with_rows = set(Segment.objects.order_by().values_list("camera_id", flat=True).distinct())
        if with_rows and not folders:
            # As when the disk is not mounted: mending would forget everything.
            yield Finding("no-folder", None, str(self._root), "has no recordings, the index has")
            return
        known = camera_names({*folders, *with_rows})
        for camera_id in sorted({*folders, *with_rows}):
            if camera_id not in known:
                files = len(list(folders[camera_id].iterdir())) if camera_id in folders else 0
                yield Finding("unknown-camera", camera_id, "", f"{files} files of no camera")
                continue
            folder = folders.get(camera_id, self._root / str(camera_id))
            yield from self._of_camera(camera_id, folder)
            yield from self._of_ledger(camera_id)
        yield from part_findings(self._root, mend=self._mend)

    def _of_camera(self, camera_id: UUID, folder: Path) -> Iterator[Finding]:
        there = _names_in(folder)
        rows = {row.name: row for row in Segment.objects.filter(camera_id=camera_id)}
        self.counts.files += len(there)
        self.counts.rows += len(rows)
        orphans = [name for name in sorted(there - rows.keys()) if not _is_fresh(folder / name)]
        if orphans and self._mend:
            RecordingFollower(self._root).take_in(camera_id)
        for name in orphans:
            mended = Segment.objects.filter(camera_id=camera_id, name=name).exists()
            yield Finding("no-row", camera_id, name, "the index did not have it", mended)
            yield from self._of_orphan(camera_id, folder / name)
        for name, row in sorted(rows.items()):
            if row.state == SegmentState.LEAVING:
                continue
            if name not in there:
                if not (folder / name).exists() and Segment.objects.filter(id=row.id).exists():
                    yield self._of_lost(row)
            else:
                yield from self._of_file(row, folder / name)

    def _of_orphan(self, camera_id: UUID, path: Path) -> Iterator[Finding]:
        """Why it cannot be adopted, where it is encrypted."""
        try:
            with opened(path) as file:
                if file.key_id and self._hashes:
                    sha256_of(path)
        except UnreadableRecordingError as error:
            yield unreadable_finding(Segment(camera_id=camera_id, name=path.name), error)
        except OSError:
            return

    def _of_lost(self, row: Segment) -> Finding:
        if self._mend:
            with transaction.atomic():
                ledger_store.writing_lock(wait=True)
                Segment.objects.filter(id=row.id).delete()
                gone = Stretch(row.starts_at, row.ends_at, "missing", "unknown")
                ledger_store.paint(row.camera_id, [gone])
                left = segment_store.footage(row.camera_id, row.starts_at, row.ends_at)
                ledger_store.paint(row.camera_id, recorded(left))
        return Finding("no-file", row.camera_id, row.name, "the file is gone", self._mend)

    def _of_file(self, row: Segment, path: Path) -> Iterator[Finding]:
        try:
            if row.state == SegmentState.GROWING:
                yield from self._of_growing(row, path)
                return
            yield from storage_findings(self._root, row, path, mend=self._mend)
            with opened(path) as file:
                size = file.size
            if row.state == SegmentState.HALF:
                length_s = (row.ends_at - row.starts_at).total_seconds()
                detail = f"its writer died; {length_s:.1f} s of it play"
                yield Finding("half", row.camera_id, row.name, detail, mended=True)
            if size != row.bytes:
                detail = f"has {size} bytes, the index says {row.bytes}"
                yield Finding("size", row.camera_id, row.name, detail)
            elif self._hashes and row.sha256 and sha256_of(path)[0] != row.sha256:
                yield Finding("hash", row.camera_id, row.name, "its content was changed")
        except FileNotFoundError:
            return  # its time was over meanwhile
        except UnreadableRecordingError as error:
            yield unreadable_finding(row, error)
        except OSError as error:
            yield Finding("unread", row.camera_id, row.name, str(error))

    def _of_growing(self, row: Segment, path: Path) -> Iterator[Finding]:
        """A file that nobody writes to any more; with a worker that runs there is none. Raises OSError."""
        look = SegmentReader(path).look()
        now = segment_of(row.camera_id, row.name, look)
        if _is_fresh(path) or now.state == SegmentState.GROWING:
            return
        if self._mend:
            with transaction.atomic():
                ledger_store.writing_lock(wait=True)
                growth = segment_store.Growth(
                    row.camera_id, row.name, look.ends_at, look.bytes, now.state
                )
                segment_store.grow([growth])
                footage = segment_store.footage(row.camera_id, row.starts_at, row.starts_at)
                ledger_store.paint(row.camera_id, recorded(footage))
        detail = "nobody writes to it any more"
        yield Finding("left-growing", row.camera_id, row.name, detail, self._mend)

    def _of_ledger(self, camera_id: UUID) -> Iterator[Finding]:
        """Where ledger and index differ about what was recorded; the youngest minute is left out."""
        with transaction.atomic():
            ledger_store.writing_lock(wait=True)
            until = timezone.now() - timedelta(seconds=FRESH_S)
            by_index = recorded(segment_store.footage(camera_id, *ledger_store.EVER))
            told = ledger_store.stretches([camera_id], *ledger_store.EVER)[camera_id]
            by_ledger = [one for one in told if one.kind == "recorded"]
            unsaid = _differing(by_index, by_ledger, until)
            false = _differing(by_ledger, by_index, until)
            if self._mend:
                ledger_store.paint(camera_id, [Stretch(*one, "recorded") for one in unsaid])
                ledger_store.paint(
                    camera_id, [Stretch(*one, "missing", "unknown") for one in false]
                )
        for what, spans in (("recorded, the ledger said otherwise", unsaid), ("not there", false)):
            for start, end in spans:
                detail = f"{start.isoformat()} to {end.isoformat()}: {what}"
                yield Finding("ledger", camera_id, "", detail, self._mend)


def _differing(
    these: Sequence[Stretch], others: Sequence[Stretch], until: datetime
) -> list[tuple[datetime, datetime]]:
    """What of these, up to an instant, the others do not have."""
    return [
        gap
        for one in these
        for gap in holes(others, one.start, min(one.end, until))
        if gap[1] - gap[0] > SLIGHT
    ]


def _names_in(folder: Path) -> set[str]:
    try:
        with os.scandir(folder) as entries:
            return {entry.name for entry in entries if is_segment_name(entry.name)}
    except FileNotFoundError:
        return set()


def _is_fresh(path: Path) -> bool:
    try:
        return time.time() - path.stat().st_mtime < FRESH_S
    except OSError:
        return True

"""Keeps the index and the ledger in step with what MediaMTX writes."""

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from mosaic_backend.cameras.facade import camera_names
from mosaic_backend.clips.domain.footage import recorded
from mosaic_backend.clips.domain.ledger import Stretch
from mosaic_backend.clips.infrastructure.recording import ledger_store, segment_store
from mosaic_backend.clips.infrastructure.recording.camera_folder import CameraFolder
from mosaic_backend.clips.infrastructure.recording.recording_models import Segment, SegmentState
from mosaic_backend.clips.infrastructure.video.segment_file import (
    Look,
    SegmentReader,
    named_instant,
)
from mosaic_platform.logs import get_logger

COMPARE_EVERY_S = 3600.0
QUIET_S = 60.0
"""A file that nobody closed and nobody has written to for so long was left by a writer that died."""
BATCH = 500
TAKING_IN_S = 2.0
"""At most so long at once on what was there before, so that what grows is seen to grow."""

_log = get_logger(__name__)


@dataclass
class _Open:
    """A file that may grow. until: how far the ledger has it, None: not yet."""

    reader: SegmentReader
    until: datetime | None
    bytes: int = -1
    quiet_since: float = field(default_factory=time.monotonic)


@dataclass
class _Followed:
    folder: CameraFolder
    open: dict[str, _Open] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)
    empty: set[str] = field(default_factory=set)


class RecordingFollower:
    """What it remembers only saves work: the database and the folders alone tell how things are.

    One caller at a time; any number of processes, of which one at a time does something.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._followed: dict[UUID, _Followed] = {}
        self.is_following = False

    def is_caught_up(self, camera_id: UUID) -> bool:
        """Whether the index has all files of a camera."""
        followed = self._followed.get(camera_id)
        return followed is None or (
            followed.folder.compared_at is not None and not followed.waiting
        )

    def follow(self) -> int:
        """Takes in what has been written since; how many files are new."""
        self.is_following = False
        try:
            with transaction.atomic():
                if not ledger_store.writing_lock(wait=False):
                    return 0
                new = self._follow()
        except BaseException:
            self._followed.clear()
            raise
        self.is_following = True
        return new

    def take_in(self, camera_id: UUID) -> None:
        """Everything that is there of one camera, now."""
        path = self._root / str(camera_id)
        if not path.is_dir():
            return
        followed = self._followed[camera_id] = _Followed(CameraFolder(path))
        with transaction.atomic():
            ledger_store.writing_lock(wait=True)
            self._compare(camera_id, followed)
            while followed.waiting:
                self._take_waiting(camera_id, followed)
            self._grow([(camera_id, followed)])

    def _follow(self) -> int:
        new = 0
        for camera_id, followed in self._folders():
            try:
                new += self._see_new(camera_id, followed)
            except OSError as error:
                _log.warning("recordings_unread", camera_id=str(camera_id), error=str(error))
        self._grow(list(self._followed.items()))
        deadline = time.monotonic() + TAKING_IN_S
        for camera_id, followed in self._followed.items():
            while followed.waiting and time.monotonic() < deadline:
                new += self._take_waiting(camera_id, followed)
        return new

    def _folders(self) -> Iterator[tuple[UUID, _Followed]]:
        """Of the cameras that the backend knows, removed ones too."""
        there = camera_folders(self._root)
        unknown = there.keys() - self._followed.keys()
        for camera_id in camera_names(unknown) if unknown else ():
            self._followed[camera_id] = _Followed(CameraFolder(there[camera_id]))
        for camera_id in self._followed.keys() - there.keys():
            del self._followed[camera_id]
        yield from self._followed.items()

    def _see_new(self, camera_id: UUID, followed: _Followed) -> int:
        compared_at = followed.folder.compared_at
        if compared_at is None or time.monotonic() - compared_at > COMPARE_EVERY_S:
            self._compare(camera_id, followed)
            return 0
        names = followed.folder.new_names()
        if names is None:
            self._compare(camera_id, followed)
            return 0
        names = sorted({*names, *followed.empty})
        return self._put(camera_id, followed, names) if names else 0

    def _compare(self, camera_id: UUID, followed: _Followed) -> None:
        there = followed.folder.all_names()
        known = segment_store.names(camera_id)
        followed.waiting = sorted(there - known, reverse=True)
        for name, starts_at, ends_at in segment_store.growing(camera_id):
            if name not in followed.open and name in there:
                reader = SegmentReader(followed.folder.path / name)
                followed.open[name] = _Open(reader, ends_at if ends_at > starts_at else None)

    def _take_waiting(self, camera_id: UUID, followed: _Followed) -> int:
        """The oldest of them first."""
        names = [followed.waiting.pop() for _ in range(min(BATCH, len(followed.waiting)))]
        return self._put(camera_id, followed, names)

    def _put(self, camera_id: UUID, followed: _Followed, names: Sequence[str]) -> int:
        known = segment_store.known(camera_id, names)
        segments = []
        for name in names:
            if name in known or named_instant(name) is None:
                continue
            reader = SegmentReader(followed.folder.path / name)
            try:
                look = reader.look()
            except OSError as error:
                followed.empty.discard(name)
                _log.warning("recording_unread", camera_id=str(camera_id), error=str(error))
                continue
            segment = segment_of(camera_id, name, look)
            followed.empty.discard(name)
            if look.header is None and segment.state == SegmentState.GROWING:
                followed.empty.add(name)  # it was made this moment
                continue
            if segment.state == SegmentState.GROWING:
                until = look.ends_at if look.length_s else None
                followed.open[name] = _Open(reader, until, look.bytes)
            segments.append(segment)
        if segments:
            segment_store.put(segments)
            self._paint(camera_id, segments)
        return len(segments)

    def _grow(self, followed: Sequence[tuple[UUID, _Followed]]) -> None:
        growths: list[segment_store.Growth] = []
        reaching: list[tuple[UUID, datetime, datetime]] = []
        begun: list[tuple[UUID, datetime]] = []
        for camera_id, one in followed:
            for name, file in list(one.open.items()):
                try:
                    look = file.reader.look()
                except OSError:
                    del one.open[name]
                    continue
                grown, state = look.bytes != file.bytes, _state(look, file)
                if state != SegmentState.GROWING:
                    del one.open[name]
                elif not grown:
                    continue
                growths.append(
                    segment_store.Growth(camera_id, name, look.ends_at, look.bytes, state)
                )
                if look.length_s and file.until is None:
                    begun.append((camera_id, look.starts_at))
                elif file.until is not None and look.ends_at > file.until:
                    reaching.append((camera_id, file.until, look.ends_at))
                file.until = look.ends_at if look.length_s else None
                file.bytes = look.bytes
        segment_store.grow(growths)
        done = ledger_store.grow(reaching)
        for camera_id, known, until in reaching:
            if camera_id not in done:
                ledger_store.paint(camera_id, [Stretch(known, until, "recorded")])
        for camera_id, start in begun:
            footage = segment_store.footage(camera_id, start, start)
            ledger_store.paint(camera_id, recorded(footage))

    def _paint(self, camera_id: UUID, segments: Sequence[Segment]) -> None:
        starts = [segment.starts_at for segment in segments]
        footage = segment_store.footage(camera_id, min(starts), max(starts))
        ledger_store.paint(camera_id, recorded(footage))


def segment_of(camera_id: UUID, name: str, look: Look) -> Segment:
    """A file as a row; who last wrote to it long ago will not go on."""
    state = SegmentState.COMPLETE if look.closed else SegmentState.HALF
    if not look.closed and timezone.now() - look.changed_at < timedelta(seconds=QUIET_S):
        state = SegmentState.GROWING
    header = look.header
    return Segment(
        camera_id=camera_id,
        name=name,
        starts_at=look.starts_at,
        ends_at=look.ends_at,
        bytes=look.bytes,
        state=state,
        stream=header.stream if header else None,
        number=header.number if header else 0,
        stream_s=header.stream_s if header else 0.0,
        encryption_key=look.key_id,
        overhead_bytes=look.stored_bytes - look.bytes,
    )


def _state(look: Look, file: _Open) -> str:
    """By this process's own clock: the wall's may jump while a file grows."""
    if look.closed:
        return SegmentState.COMPLETE
    if look.bytes != file.bytes:
        file.quiet_since = time.monotonic()
    quiet = time.monotonic() - file.quiet_since >= QUIET_S
    return SegmentState.HALF if quiet else SegmentState.GROWING


def camera_folders(root: Path) -> dict[UUID, Path]:
    """Those that are named as cameras are, whether there is such a camera or not."""
    found = {_camera_of(path.name): path for path in _folders_in(root)}
    return {camera_id: path for camera_id, path in found.items() if camera_id is not None}


def _folders_in(root: Path) -> list[Path]:
    try:
        with os.scandir(root) as entries:
            return [Path(entry.path) for entry in entries if entry.is_dir(follow_symlinks=False)]
    except FileNotFoundError:
        return []


def _camera_of(name: str) -> UUID | None:
    try:
        camera_id = UUID(name)
    except ValueError:
        return None
    return camera_id if str(camera_id) == name else None

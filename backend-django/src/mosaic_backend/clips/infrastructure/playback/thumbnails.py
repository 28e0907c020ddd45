"""Thumbnails of recordings: the key frame before an instant, kept for a while and up to a size."""

import os
import threading
import time
from bisect import bisect_right
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from mosaic_backend.clips.infrastructure.encryption.recorded_file import opened
from mosaic_backend.clips.infrastructure.encryption.unreadable import (
    RecordingUnreadableError,
    UnreadableRecordingError,
)
from mosaic_backend.clips.infrastructure.playback.picture_memory import PictureMemory
from mosaic_backend.clips.infrastructure.playback.playback_store import files_between
from mosaic_backend.clips.infrastructure.video.fragment_index import (
    FragmentIndex,
    KeyFrame,
    fragment_index,
)
from mosaic_backend.clips.infrastructure.video.key_frame_jpeg import key_frame_jpeg
from mosaic_contracts.errors import MosaicError

NEAREST = timedelta(seconds=15)
"""A key frame longer ago does not show the instant."""
KEPT_S = 24 * 3600.0
KEPT_BYTES = 256 << 20
KEPT_IN_MEMORY = 16 << 20
AT_ONCE = 2
WAITS_S = 2.0


class TooManyThumbnailsError(MosaicError):
    """More are being made than this process makes at once."""

    code = "rate-limited"
    wait = 1


@dataclass(frozen=True)
class Thumbnail:
    jpeg: bytes
    at: datetime


class Thumbnails:
    """folder: of the kept ones, which may vanish at any time. Used by several threads.

    Those of encrypted recordings are kept in memory; with on_disk=False all are.
    """

    def __init__(self, recordings: Path, folder: Path, *, on_disk: bool = True) -> None:
        self._recordings = recordings
        self._folder = folder
        self._on_disk = on_disk
        self._in_memory = PictureMemory(KEPT_IN_MEMORY)
        self._making = threading.BoundedSemaphore(AT_ONCE)

    def at(self, camera_id: UUID, at: datetime) -> Thumbnail | None:
        """None: nothing was recorded then, or it cannot be decoded.

        What retention let go is not shown from what is kept here: the file is asked for first. Raises
        TooManyThumbnailsError, UnavailableError, RecordingUnreadableError.
        """
        for file in reversed(files_between(camera_id, at, at)):
            path = self._recordings / str(camera_id) / file.name
            try:
                index = fragment_index(path, grows=file.grows)
                key = _key_before(index, at) if index else None
                if index is None or key is None:
                    return None
                return self._of(camera_id, path, index, key)
            except UnreadableRecordingError as error:
                raise RecordingUnreadableError(str(error)) from error
            except OSError:
                return None
        return None

    def forget(self) -> int:
        """Takes away the old ones, and the oldest when they are too much. How many."""
        files = sorted(_files(self._folder), key=lambda entry: entry.stat().st_mtime)
        total, gone = sum(entry.stat().st_size for entry in files), 0
        for entry in files:
            told = entry.stat()
            kept = total <= KEPT_BYTES and time.time() - told.st_mtime < KEPT_S
            if kept and self._on_disk:
                break
            with suppress(FileNotFoundError):
                Path(entry.path).unlink()
            total -= told.st_size
            gone += 1
        return gone

    def _of(
        self, camera_id: UUID, path: Path, index: FragmentIndex, key: KeyFrame
    ) -> Thumbnail | None:
        at = index.instant(key.at_s)
        kept = self._folder / str(camera_id) / f"{at.astimezone(UTC):%Y%m%dT%H%M%S.%f}.jpg"
        name = f"{camera_id}/{kept.name}"
        if found := self._in_memory.get(name):
            return Thumbnail(found, at)
        if self._on_disk:
            with suppress(FileNotFoundError):
                return Thumbnail(kept.read_bytes(), at)
        if not self._making.acquire(timeout=WAITS_S):
            raise TooManyThumbnailsError("too many thumbnails are asked for at once")
        try:
            with opened(path) as file:
                jpeg, secret = key_frame_jpeg(file, index.track, key), bool(file.key_id)
        finally:
            self._making.release()
        if jpeg is None:
            return None
        if secret or not self._on_disk:
            self._in_memory.keep(name, jpeg)
        else:
            _keep(kept, jpeg)
        return Thumbnail(jpeg, at)


def _key_before(index: FragmentIndex, at: datetime) -> KeyFrame | None:
    wanted_s = (at - index.starts_at).total_seconds()
    keys = sorted(
        (key for fragment in index.fragments for key in fragment.keys), key=lambda key: key.at_s
    )
    # The file's first picture may be shown a little after the instant at which the file begins.
    found = bisect_right(keys, wanted_s + index.frame_s, key=lambda key: key.at_s)
    key = keys[found - 1] if found else None
    end_s = index.fragments[-1].end_s
    if key is None or wanted_s > end_s + 1.0 or wanted_s - key.at_s > NEAREST.total_seconds():
        return None
    return key


def _keep(path: Path, jpeg: bytes) -> None:
    """A full disk takes the thumbnail's place on disk only."""
    part = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(jpeg)
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink()


def _files(folder: Path) -> list["os.DirEntry[str]"]:
    found = []
    with suppress(FileNotFoundError), os.scandir(folder) as cameras:
        for camera in cameras:
            if camera.is_dir(follow_symlinks=False):
                with os.scandir(camera.path) as entries:
                    found += [entry for entry in entries if entry.is_file(follow_symlinks=False)]
    return found

"""Reads how far a recording's file goes, from the headers of its boxes; the pictures are not read."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from struct import unpack

from mosaic_backend.clips.infrastructure.encryption.recorded_file import RecordedFile, opened
from mosaic_backend.clips.infrastructure.video.fmp4_boxes import (
    DamagedFileError,
    Header,
    header_of,
)
from mosaic_backend.clips.infrastructure.video.fragment_samples import end_of

MAX_MOOV = 1 << 20
MAX_MOOF = 8 << 20
_NAME = "%Y-%m-%d_%H-%M-%S-%f.mp4"
_SHAPE = re.compile(r"[1-9]\d{3}-\d\d-\d\d_\d\d-\d\d-\d\d-\d{6}\.mp4", re.ASCII)


def is_segment_name(name: str) -> bool:
    """Whether it looks like one of a recording; the day need not exist."""
    return _SHAPE.fullmatch(name) is not None


def named_instant(name: str) -> datetime | None:
    """When a file began by its name, which is in UTC (MediaMTX runs so); None: it is no recording's name."""
    try:
        instant = datetime.strptime(name, _NAME)  # noqa: DTZ007 - it becomes UTC in the next line
    except ValueError:
        return None
    return instant.replace(tzinfo=UTC) if is_segment_name(name) else None


@dataclass(frozen=True)
class Look:
    """A file as it was when it was looked at.

    length_s: of what is whole in it; 0: nothing is. closed: MediaMTX ended it properly. ends_whole: behind the
    last whole fragment there is nothing. changed_at: when it was last written to.
    bytes: of its content; stored_bytes, key_id: as in RecordedFile.
    """

    starts_at: datetime
    length_s: float
    bytes: int
    stored_bytes: int
    key_id: str
    closed: bool
    ends_whole: bool
    header: Header | None
    changed_at: datetime

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(seconds=self.length_s)


class SegmentReader:
    """One file, which may be growing: a later look goes on where the last one stopped."""

    def __init__(self, path: Path) -> None:
        named = named_instant(path.name)
        if named is None:
            raise ValueError(f"{path.name} is no name of a recording")
        self._path = path
        self._named = named
        self._header: Header | None = None
        self._moov_at = 0
        self._next = 0
        self._length_s = 0.0
        self._damaged = False

    def look(self) -> Look:
        """Raises OSError. Whatever the file holds, it is told as far as it is whole."""
        with opened(self._path) as file:
            try:
                while self._step(file, file.size):
                    pass
            except DamagedFileError:
                self._damaged = True
            closed = self._is_closed(file)
        return Look(
            starts_at=(self._header and self._header.starts_at) or self._named,
            length_s=self._length_s,
            bytes=file.size,
            stored_bytes=file.stored_bytes,
            key_id=file.key_id,
            closed=closed,
            ends_whole=not self._damaged and self._next == file.size and self._length_s > 0,
            header=self._header,
            changed_at=datetime.fromtimestamp(file.changed_at, tz=UTC),
        )

    def _step(self, file: RecordedFile, size: int) -> bool:
        """Takes in the next box, a fragment with its media; False where it is not there (yet)."""
        at = self._next
        box, kind = _box_at(file, at, size)
        if self._damaged or box == 0:
            return False
        if kind == b"moov":
            self._header = header_of(_read(file, at, box, MAX_MOOV))
            self._moov_at = at
        elif kind == b"moof":
            media, media_kind = _box_at(file, at + box, size)
            if media == 0:
                return False
            if self._header is None or media_kind != b"mdat":
                raise DamagedFileError
            end_s = end_of(_read(file, at, box, MAX_MOOF), self._header)
            self._length_s = max(self._length_s, min(end_s, _LONGEST_S))
            box += media
        self._next = at + box
        return True

    def _is_closed(self, file: RecordedFile) -> bool:
        if self._header is None:
            return False
        told = file.pread(4, self._moov_at + self._header.closed_at)
        return len(told) == 4 and told != b"\0\0\0\0"


_LONGEST_S = 86_400.0
"""A damaged fragment must not say that a file of a minute lasts for years."""


def _box_at(file: RecordedFile, at: int, size: int) -> tuple[int, bytes]:
    """Its size, 0 where it is not wholly there, and its kind. Raises DamagedFileError."""
    told = file.pread(16, at)
    if len(told) < 8:
        return 0, b""
    length, kind = unpack(">I4s", told[:8])
    if length == 1:
        if len(told) < 16:
            return 0, b""
        (length,) = unpack(">Q", told[8:])
    if length < 8 or not kind.isalnum():
        raise DamagedFileError
    return (length if at + length <= size else 0), kind


def _read(file: RecordedFile, at: int, length: int, most: int) -> bytes:
    if length > most:
        raise DamagedFileError
    read = file.pread(length, at)
    if len(read) < length:
        raise DamagedFileError
    return read

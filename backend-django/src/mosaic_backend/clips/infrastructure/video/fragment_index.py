"""Where in a recording's file which picture is: its fragments and key frames, from its boxes' headers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from statistics import median
from struct import error as struct_error
from struct import unpack_from

from mosaic_backend.clips.infrastructure.encryption.recorded_file import RecordedFile, opened
from mosaic_backend.clips.infrastructure.encryption.unreadable import DamagedRecordingError
from mosaic_backend.clips.infrastructure.video.fmp4_boxes import DamagedFileError, header_of
from mosaic_backend.clips.infrastructure.video.fragment_samples import Defaults, Sample, runs_of
from mosaic_backend.clips.infrastructure.video.segment_file import MAX_MOOF, MAX_MOOV, named_instant
from mosaic_backend.clips.infrastructure.video.video_track import VideoTrack, video_track
from mosaic_platform.logs import get_logger

LOOK_BYTES = 1 << 13
"""What is read at once: a fragment's header and that of its media are nearly always in it."""
MOST_FRAGMENTS = 100_000
ENOUGH_STEPS = 500
_log = get_logger(__name__)


@dataclass(frozen=True)
class KeyFrame:
    """A picture that stands for itself; at_s: from the file's first."""

    at_s: float
    offset: int
    bytes: int


@dataclass(frozen=True)
class Fragment:
    """A `moof` with its `mdat`; times of the video in it, from the file's first picture."""

    offset: int
    bytes: int
    start_s: float
    end_s: float
    keys: tuple[KeyFrame, ...]


@dataclass(frozen=True)
class FragmentIndex:
    """Of a file, as far as it is whole. init: the boxes before the first fragment."""

    starts_at: datetime
    init: bytes
    track: VideoTrack
    fragments: tuple[Fragment, ...]
    frame_s: float

    def instant(self, at_s: float) -> datetime:
        return self.starts_at + timedelta(seconds=at_s)


def fragment_index(path: Path, *, grows: bool) -> FragmentIndex | None:
    """None: it has no picture. One that no longer grows is remembered. Raises OSError.

    What is remembered is told only while the file can be opened: whoever asks reads it next.
    """
    if grows:
        return _read(path)
    with opened(path) as file:
        return _remembered(path, file.stored_bytes)


@lru_cache(maxsize=512)
def _remembered(path: Path, size: int) -> FragmentIndex | None:
    return _read(path)


def _read(path: Path) -> FragmentIndex | None:
    with opened(path) as file:
        try:
            return _index(file, file.size, path.name)
        except (struct_error, IndexError, DamagedFileError):
            return None


def _index(file: RecordedFile, size: int, name: str) -> FragmentIndex | None:
    init, at = b"", 0
    for offset, length, kind, _ in _boxes(file, 0, size):
        if kind == b"moof":
            at = offset
            break
        if length > MAX_MOOV:
            raise DamagedFileError
        init += _exactly(file, offset, length)
    moov = _box_in(init, b"moov")
    track = video_track(moov) if moov else None
    if track is None or not at:
        return None
    starts_at = header_of(moov).starts_at or named_instant(name)
    fragments: list[Fragment] = []
    steps: list[int] = []
    try:
        for fragment in _fragments(file, at, size, track, steps):
            fragments.append(fragment)
            if len(fragments) == MOST_FRAGMENTS:
                break
    except (struct_error, IndexError, DamagedFileError):
        pass  # what is whole before it plays
    except DamagedRecordingError as error:
        _log.error("recording_damaged", error=str(error))
    if starts_at is None or not fragments:
        return None
    frame_s = median(steps) / track.timescale if steps else 0.04
    return FragmentIndex(starts_at, init, track, tuple(fragments), frame_s)


def _fragments(
    file: RecordedFile, at: int, size: int, track: VideoTrack, steps: list[int]
) -> Iterator[Fragment]:
    """Puts how long the samples last into `steps`, of a few."""
    moof_at, moof = -1, b""
    for offset, length, kind, head in _boxes(file, at, size):
        if kind == b"moof":
            if length > MAX_MOOF:
                raise DamagedFileError
            moof_at = offset
            moof = head[:length] if length <= len(head) else _exactly(file, offset, length)
        elif kind == b"mdat" and moof_at >= 0:
            samples = _samples(moof, moof_at, track)
            begin, moof_at = moof_at, -1
            if not samples:
                continue
            if len(steps) < ENOUGH_STEPS:
                steps.extend(sample.duration for sample in samples)
            scale = track.timescale
            yield Fragment(
                begin,
                offset + length - begin,
                min(sample.pts for sample in samples) / scale,
                max(sample.pts + sample.duration for sample in samples) / scale,
                tuple(
                    KeyFrame(sample.pts / scale, sample.offset, sample.size)
                    for sample in samples
                    if sample.key
                ),
            )


def _samples(moof: bytes, moof_at: int, track: VideoTrack) -> list[Sample]:
    otherwise = Defaults(track.default_duration, track.default_size, track.default_flags)
    runs = runs_of(moof, moof_at, {track.id: otherwise})
    return [one for run in runs if run.track == track.id for one in run.samples(0)]


def _boxes(file: RecordedFile, at: int, size: int) -> Iterator[tuple[int, int, bytes, bytes]]:
    """Offset, length, kind and beginning of every box that is wholly there. Raises DamagedFileError."""
    while at + 8 <= size:
        head = file.pread(LOOK_BYTES, at)
        length, kind, large = _box_head(head)
        if length < (16 if large else 8):
            raise DamagedFileError
        if at + length > size:
            return
        yield at, length, kind, head
        following = head[length : length + 16]
        if kind == b"moof" and len(following) == 16:
            media, media_kind, large = _box_head(following)
            if media < (16 if large else 8):
                raise DamagedFileError
            at += length
            if at + media > size:
                return
            yield at, media, media_kind, following
            at += media
        else:
            at += length


def _box_head(head: bytes) -> tuple[int, bytes, bool]:
    length, kind = unpack_from(">I4s", head)
    if length == 1:
        return int(unpack_from(">Q", head, 8)[0]), kind, True
    return length, kind, False


def _box_in(boxes: bytes, wanted: bytes) -> bytes:
    at = 0
    while at + 8 <= len(boxes):
        length, kind = unpack_from(">I4s", boxes, at)
        if length < 8:
            raise DamagedFileError
        if kind == wanted:
            return boxes[at : at + length]
        at += length
    return b""


def _exactly(file: RecordedFile, offset: int, length: int) -> bytes:
    read = file.pread(length, offset)
    if len(read) < length:
        raise DamagedFileError
    return read

"""HLS playlists, read with limits: what was sent to us may be anything."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import m3u8

from mosaic_ai.domain.errors import SourceError

MAX_CHARACTERS = 512 * 1024
MAX_LINES = 8_000
LONGEST_SEGMENT_S = 120.0


class Part(NamedTuple):
    uri: str
    duration_s: float
    independent: bool


class Segment(NamedTuple):
    """uri is None for the segment that is still being written; then only `parts` can be had.

    init_uri: its initialisation section; None for MPEG-TS. discontinuity: it does not continue the one before.
    """

    sequence: int
    uri: str | None
    duration_s: float
    starts_at: datetime | None
    parts: tuple[Part, ...]
    init_uri: str | None = None
    discontinuity: bool = False


class MediaPlaylist(NamedTuple):
    """Segments oldest first, gaps left out."""

    segments: tuple[Segment, ...]
    target_duration_s: float
    can_block_reload: bool

    @property
    def typical_duration_s(self) -> float:
        """Median of the complete segments, 0 while there is none; key frames are at most so far apart."""
        durations = sorted(s.duration_s for s in self.segments if s.uri)
        return durations[len(durations) // 2] if durations else 0.0


def variant_uri(text: str) -> str | None:
    """The best video variant of a multivariant playlist; None when the text is a media playlist."""
    playlist = _parsed(text)
    if not playlist.is_variant:
        return None
    if not playlist.playlists:
        raise SourceError("the playlist names no stream", code="no-video")
    best = max(playlist.playlists, key=lambda item: item.stream_info.bandwidth or 0)
    return str(best.uri)


def media_playlist(text: str) -> MediaPlaylist:
    """Raises SourceError for anything that is no media playlist, or one of what is not supported."""
    playlist = _parsed(text)
    try:
        return _read(playlist)
    except (ValueError, OverflowError) as error:
        raise SourceError("the playlist's numbers make no sense") from error


def _read(playlist: m3u8.M3U8) -> MediaPlaylist:
    if playlist.is_variant:
        raise SourceError("a playlist of playlists leads to another", code="no-video")
    if any(key is not None and key.method != "NONE" for key in playlist.keys):
        raise SourceError("the video is encrypted", code="encrypted")
    segments: list[Segment] = []
    init_uri: str | None = None
    clock: datetime | None = None
    for index, item in enumerate(playlist.segments):
        parts = tuple(
            Part(str(part.uri), _duration(part.duration), str(part.independent) == "YES")
            for part in item.parts
            if part.uri
        )
        _refuse_ranges(item)
        duration_s = _duration(item.duration or sum(part.duration_s for part in parts))
        starts_at = _utc(item.program_date_time) or clock
        clock = starts_at + timedelta(seconds=duration_s) if starts_at else None
        if item.init_section is not None:
            init_uri = str(item.init_section.uri)
        if item.gap_tag:
            continue
        uri = str(item.uri) if item.uri else None
        sequence = int(playlist.media_sequence or 0) + index
        broken = bool(item.discontinuity)
        segments.append(Segment(sequence, uri, duration_s, starts_at, parts, init_uri, broken))
    control = playlist.server_control
    return MediaPlaylist(
        tuple(segments),
        _duration(playlist.target_duration or 1.0),
        bool(control) and str(control.can_block_reload) == "YES",
    )


def _duration(value: float | None) -> float:
    """Raises ValueError for what is no duration of a live stream's segment."""
    seconds = float(value or 0.0)
    if not 0.0 <= seconds <= LONGEST_SEGMENT_S:
        raise ValueError(value)
    return seconds


def _refuse_ranges(item: m3u8.Segment) -> None:
    """The whole file in place of the range would show its first picture again and again."""
    init = item.init_section
    ranged = [item, *item.parts, *([init] if init is not None else [])]
    if any(getattr(one, "byterange", None) for one in ranged):
        raise SourceError("the playlist names ranges of files", code="unsupported")


def _parsed(text: str) -> m3u8.M3U8:
    if len(text) > MAX_CHARACTERS or text.count("\n") > MAX_LINES:
        raise SourceError("the playlist is too long")
    if not text.startswith("#EXTM3U"):
        raise SourceError("the answer is no playlist")
    try:
        return m3u8.loads(text)
    except (ValueError, ArithmeticError, LookupError, AttributeError, TypeError) as error:
        raise SourceError("the playlist cannot be understood") from error


def _utc(value: datetime | None) -> datetime | None:
    if value is None:
        return None
    return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)

"""Pictures of a live camera from (low-latency) HLS, as a FrameSource.

A segment begins with a key frame and its first part (200 ms) holds it: the source asks for that part as soon as
the playlist names it (blocking reload), so a picture is a few hundred milliseconds old when it is decoded. Where
key frames are further apart than `LONGEST_GOP_S`, all parts are fetched and decoded and one picture a second is
taken. While the taker is eager, pictures between two key frames are decoded as their parts come. Without parts
(MPEG-TS, plain fMP4) a picture comes with each segment, and coverage tells what that misses.
"""

import asyncio
import random
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode, urljoin, urlsplit, urlunsplit
from uuid import UUID

import httpx

from mosaic_ai.application.stage_times import UNMEASURED, Measuring
from mosaic_ai.domain.coverage import Coverage
from mosaic_ai.domain.errors import DecodingError, SessionExpiredError, SourceError
from mosaic_ai.domain.frames import Frame
from mosaic_ai.domain.ports import FrameDecoder, ReaderSessions, VideoChunk
from mosaic_ai.infrastructure.images import shrunk
from mosaic_ai.infrastructure.playlist import (
    MediaPlaylist,
    Part,
    Segment,
    media_playlist,
    variant_uri,
)
from mosaic_contracts.errors import MosaicError
from mosaic_platform.logs import get_logger

_log = get_logger(__name__)

LONGEST_GOP_S = 1.15
POSTER_WIDTH = 640
BETWEEN_S = 0.4
"""From picture to picture while the taker is eager."""
BACKOFF_S = (0.5, 15.0)
REQUEST_TIMEOUT_S = 15.0
MAX_MEDIA_BYTES = 24 * 1024 * 1024
STALLED_AFTER_S = 20.0
CONNECTING, ONLINE, ERROR = "connecting", "online", "error"


class HlsFrameSource:
    """One camera's stream. `frames` goes on for ever: errors end in a new session after a jittered pause.

    state and reason tell how it stands; `coverage` counts the seconds that were due.
    """

    def __init__(
        self,
        camera_id: UUID,
        sessions: ReaderSessions,
        decoder: FrameDecoder,
        client: httpx.AsyncClient,
        coverage: Coverage | None = None,
        *,
        measuring: Measuring = UNMEASURED,
    ) -> None:
        self._camera_id = camera_id
        self._sessions = sessions
        self._decoder = decoder
        self._client = client
        self._coverage = coverage or Coverage()
        self._measuring = measuring
        self.state = CONNECTING
        self.reason: str | None = None
        self.latest: VideoChunk | None = None
        self.small: Frame | None = None
        self.eager = False

    async def frames(self) -> AsyncIterator[Frame]:
        pause_s = BACKOFF_S[0]
        while True:
            try:
                async for frame in self._one_session():
                    pause_s = BACKOFF_S[0]
                    self.state, self.reason = ONLINE, None
                    yield frame
            except (MosaicError, httpx.HTTPError, TimeoutError) as error:
                self.state = ERROR
                self.reason = error.code if isinstance(error, MosaicError) else "unreachable"
                _log.info(
                    "source_interrupted",
                    camera_id=str(self._camera_id),
                    reason=self.reason,
                    error=repr(error),
                )
            await asyncio.sleep(pause_s * random.uniform(0.5, 1.0))  # noqa: S311
            pause_s = min(pause_s * 2, BACKOFF_S[1])

    async def _one_session(self) -> AsyncIterator[Frame]:
        session = await self._sessions.open(self._camera_id)
        authorization = {"Authorization": f"Bearer {session.token}"}
        url, text = await self._text(session.hls_url, headers=authorization)
        variant = variant_uri(text)
        media_url = urljoin(url, variant) if variant else url
        reader = _SessionReader(self, media_url)
        async for chunk in reader.chunks():
            try:
                with self._measuring.stage("decode"):
                    frame = await self._decoder.decode(chunk)
            except DecodingError as error:
                _log.info("chunk_undecodable", camera_id=str(self._camera_id), error=error.detail)
                self._measuring.dropped("undecodable")
                self.reason = error.code
                reader.restart()
                continue
            if frame is not None:
                if chunk.keys_only:
                    self.latest = chunk
                # This takes less than decoding it again when somebody opens a mosaic.
                self.small = shrunk(frame, POSTER_WIDTH)
                yield frame

    async def _text(self, url: str, *, headers: dict[str, str] | None = None) -> tuple[str, str]:
        """The final address and its text."""
        response = await self._client.get(
            url, headers=headers, follow_redirects=True, timeout=REQUEST_TIMEOUT_S
        )
        _raise_for(response)
        return str(response.url), response.text

    async def playlist(self, media_url: str, query: dict[str, int] | None = None) -> MediaPlaylist:
        _, text = await self._text(_with_query(media_url, query or {}))
        return media_playlist(text)

    async def media(self, url: str) -> bytes:
        """The bytes of an init section, part or segment, with a limit."""
        async with self._client.stream("GET", url, timeout=REQUEST_TIMEOUT_S) as response:
            _raise_for(response)
            body = bytearray()
            async for piece in response.aiter_bytes():
                body += piece
                if len(body) > MAX_MEDIA_BYTES:
                    raise SourceError("a segment is too large")
        return bytes(body)

    @property
    def camera_id(self) -> UUID:
        return self._camera_id

    @property
    def coverage(self) -> Coverage:
        return self._coverage


class _SessionReader:
    """Follows one media playlist."""

    def __init__(self, source: HlsFrameSource, media_url: str) -> None:
        self._source = source
        self._url = media_url
        self._init: tuple[str, bytes] = ("", b"")
        self._restart = True
        self._sequence = -1
        self._parts_done = 0
        self._complete = False
        self._due_s = 0.0
        self._loop = asyncio.get_running_loop()

    def restart(self) -> None:
        """The decoder lost its thread: go on from the next key frame."""
        self._restart = True

    async def chunks(self) -> AsyncIterator[VideoChunk]:
        playlist = await self._source.playlist(self._url)
        moved_at = self._loop.time()
        while True:
            began = self._sequence, self._parts_done
            if playlist.typical_duration_s <= LONGEST_GOP_S:
                async for chunk in self._newest_key(playlist):
                    yield chunk
                    async for between in self._between(playlist, chunk):
                        yield between
            else:
                async for chunk in self._everything(playlist):
                    yield chunk
            if (self._sequence, self._parts_done) != began:
                moved_at = self._loop.time()
            elif self._loop.time() - moved_at > STALLED_AFTER_S:
                raise SourceError("the playlist does not advance", code="interrupted")
            playlist = await self._next(playlist)

    async def _next(self, playlist: MediaPlaylist) -> MediaPlaylist:
        """The playlist again, once it holds something new (blocking reload) or after a fitting pause."""
        if playlist.can_block_reload and self._sequence >= 0:
            done = playlist.typical_duration_s <= LONGEST_GOP_S or self._complete
            started = self._loop.time()
            query = {
                "_HLS_msn": self._sequence + 1 if done else self._sequence,
                "_HLS_part": 0 if done else self._parts_done,
            }
            result = await self._source.playlist(self._url, query)
            if self._loop.time() - started < 0.02:
                await asyncio.sleep(0.05)
            return result
        pause_s = playlist.target_duration_s / 2 if playlist.segments else 0.5
        await asyncio.sleep(max(0.2, pause_s))
        return await self._source.playlist(self._url)

    async def _newest_key(self, playlist: MediaPlaylist) -> AsyncIterator[VideoChunk]:
        """The first part of the newest segment, or the whole of it where there are no parts."""
        for segment in reversed(playlist.segments):
            if segment.sequence <= self._sequence:
                return
            independent = next((part for part in segment.parts if part.independent), None)
            uri = independent.uri if independent else segment.uri
            if uri is None:
                continue
            before = self._sequence
            self._sequence, self._parts_done = segment.sequence, 1
            self._source.coverage.count(1 if before < 0 else segment.sequence - before, 0)
            yield await self._chunk(playlist, segment, uri, timedelta(), keys_only=True)
            return

    async def _between(self, playlist: MediaPlaylist, key: VideoChunk) -> AsyncIterator[VideoChunk]:
        """What follows the key frame in its segment, each time from the key frame on to the newest picture."""
        media, taken, due_s = key.media, 1, BETWEEN_S
        while self._source.eager and playlist.can_block_reload:
            segment = playlist.segments[-1]
            if segment.sequence != self._sequence or segment.uri or not segment.parts:
                return
            if not segment.parts[0].independent or due_s > playlist.typical_duration_s - 0.1:
                return
            ready_s = sum(part.duration_s for part in segment.parts)
            if ready_s > due_s - 0.05:
                for part in segment.parts[taken:]:
                    media += await self._source.media(urljoin(self._url, part.uri))
                taken, due_s = len(segment.parts), ready_s + BETWEEN_S
                yield key._replace(media=media, keys_only=False, restart=True, interval_s=0.0)
                continue
            query = {"_HLS_msn": self._sequence, "_HLS_part": len(segment.parts)}
            playlist = await self._source.playlist(self._url, query)

    async def _everything(self, playlist: MediaPlaylist) -> AsyncIterator[VideoChunk]:
        """All parts since the last call; from a key frame on where the thread was lost."""
        for segment in playlist.segments[-2:]:
            if segment.sequence < self._sequence:
                continue
            if segment.sequence > self._sequence:
                missed = segment.sequence - self._sequence - 1
                if self._sequence >= 0 and missed > 0:
                    self._restart = True
                    self._due_s += missed * playlist.typical_duration_s
                self._sequence, self._parts_done = segment.sequence, 0
            self._complete = segment.uri is not None
            parts = segment.parts or self._as_part(segment)
            offset_s = sum(part.duration_s for part in parts[: self._parts_done])
            for part in parts[self._parts_done :]:
                self._parts_done += 1
                offset = timedelta(seconds=offset_s)
                offset_s += part.duration_s
                self._due_s += part.duration_s
                self._source.coverage.count(int(self._due_s), 0)
                self._due_s %= 1.0
                if self._restart and not part.independent:
                    continue
                yield await self._chunk(playlist, segment, part.uri, offset, keys_only=False)
                self._restart = False

    @staticmethod
    def _as_part(segment: Segment) -> tuple[Part, ...]:
        return (Part(segment.uri, segment.duration_s, True),) if segment.uri else ()

    async def _chunk(
        self,
        playlist: MediaPlaylist,
        segment: Segment,
        uri: str,
        offset: timedelta,
        *,
        keys_only: bool,
    ) -> VideoChunk:
        if playlist.init_uri and playlist.init_uri != self._init[0]:
            init = await self._source.media(urljoin(self._url, playlist.init_uri))
            self._init = (playlist.init_uri, init)
        media = await self._source.media(urljoin(self._url, uri))
        starts_at = segment.starts_at or datetime.now(UTC) - timedelta(seconds=segment.duration_s)
        return VideoChunk(
            self._source.camera_id,
            self._init[1],
            media,
            starts_at + offset,
            keys_only=keys_only,
            restart=self._restart,
            interval_s=BETWEEN_S if self._source.eager else 1.0,
        )


def _with_query(url: str, query: dict[str, int]) -> str:
    if not query:
        return url
    parts = urlsplit(url)
    joined = "&".join(filter(None, [parts.query, urlencode(query)]))
    return urlunsplit(parts._replace(query=joined))


def _raise_for(response: httpx.Response) -> None:
    if response.status_code in (401, 403, 404):
        raise SessionExpiredError(f"the server answered {response.status_code}")
    if response.status_code >= 400:
        raise SourceError(f"the server answered {response.status_code}")

"""Pictures of a live camera from (low-latency) HLS, as a FrameSource.

A segment begins with a key frame and its first part (200 ms) holds it: the source asks for that part as soon as
the playlist names it (blocking reload), so a picture is a few hundred milliseconds old when it is decoded. Where
key frames are further apart than `LONGEST_GOP_S`, all parts are fetched and decoded and one picture a second is
taken. While the taker is eager, pictures between two key frames are decoded as their parts come. Without parts
(MPEG-TS, plain fMP4) a picture comes with each segment, and coverage tells what that misses.
"""

import asyncio
import random
import time
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, nullcontext
from datetime import timedelta
from hashlib import blake2b
from typing import NamedTuple
from urllib.parse import urlencode
from uuid import UUID

import httpx

from mosaic_ai.application.stage_times import UNMEASURED, Measuring
from mosaic_ai.domain.coverage import Coverage
from mosaic_ai.domain.errors import DecoderLostError, DecodingError, SourceError
from mosaic_ai.domain.frames import Frame
from mosaic_ai.domain.picture_times import PictureTimes
from mosaic_ai.domain.ports import FrameDecoder, ReaderSessions, Turns, VideoChunk
from mosaic_ai.infrastructure.hls_fetching import FetchLimits, HlsFetcher, resolved, with_query
from mosaic_ai.infrastructure.images import shrunk
from mosaic_ai.infrastructure.playlist import (
    MediaPlaylist,
    Part,
    Segment,
    media_playlist,
    variant_uri,
)
from mosaic_contracts.clock import Clock, SystemClock
from mosaic_contracts.errors import MosaicError
from mosaic_platform.logs import get_logger

_log = get_logger(__name__)

LONGEST_GOP_S = 1.15
POSTER_WIDTH = 640
BETWEEN_S = 0.4
"""From picture to picture while the taker is eager."""
LONGEST_PAUSE_S = 5.0
UNDECODABLE_IN_A_ROW = 3
"""Then the session ends: what cannot be decoded costs the other cameras' decoding time."""
LARGE_PLAYLIST = 16 * 1024
"""Characters; a larger one is read in a thread, as it takes up to 0.3 s."""
CONNECTING, ONLINE, ERROR = "connecting", "online", "error"


class HlsLimits(NamedTuple):
    """stalled_after_s: without anything new in the playlist. backoff_s: first and longest pause after an error."""

    fetch: FetchLimits = FetchLimits()
    stalled_after_s: float = 20.0
    backoff_s: tuple[float, float] = (0.5, 15.0)


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
        *,
        coverage: Coverage | None = None,
        turns: Turns | None = None,
        limits: HlsLimits | None = None,
        clock: Clock | None = None,
        measuring: Measuring = UNMEASURED,
    ) -> None:
        self._camera_id = camera_id
        self._sessions = sessions
        self._decoder = decoder
        self._client = client
        self._coverage = coverage or Coverage()
        self._turns = turns
        self._turn_at = time.monotonic()
        self._limits = limits or HlsLimits()
        self._clock = clock or SystemClock()
        self._times = PictureTimes(self._clock)
        self._taken = b""
        self._counted_at: float | None = None
        self._measuring = measuring
        self.state = CONNECTING
        self.reason: str | None = None
        self.latest: VideoChunk | None = None
        self.small: Frame | None = None
        self.eager = False
        self.worth = 0.0

    async def frames(self) -> AsyncIterator[Frame]:
        pause_s = self._limits.backoff_s[0]
        while True:
            try:
                async for frame in self._one_session():
                    pause_s = self._limits.backoff_s[0]
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
            pause_s = min(pause_s * 2, self._limits.backoff_s[1])

    async def _one_session(self) -> AsyncIterator[Frame]:
        session = await self._sessions.open(self._camera_id)
        authorization = {"Authorization": f"Bearer {session.token}"}
        fetcher = HlsFetcher(self._client, session.hls_url, self._limits.fetch)
        url, text = await fetcher.text(session.hls_url, headers=authorization)
        variant = variant_uri(text)
        media_url = resolved(url, variant) if variant else url
        reader = _SessionReader(self, fetcher, media_url, self._limits.stalled_after_s, self._clock)
        failures = 0
        async for chunk in reader.chunks():
            mark = blake2b(chunk.media, digest_size=16).digest()
            if mark == self._taken:
                continue
            async with self._turn() as granted:
                if not granted:
                    self._measuring.dropped("budget")
                    reader.restart()
                    continue
                self._turn_at = time.monotonic()
                try:
                    with self._measuring.stage("decode"):
                        frame = await self._decoder.decode(chunk)
                except DecodingError as error:
                    failures += 1
                    _log.info(
                        "chunk_undecodable", camera_id=str(self._camera_id), error=error.detail
                    )
                    self._measuring.dropped("undecodable")
                    self.reason = error.code
                    if failures == UNDECODABLE_IN_A_ROW or isinstance(error, DecoderLostError):
                        raise
                    reader.restart()
                    continue
                failures = 0
                if frame is None or not self._times.newer(frame.captured_at):
                    continue
                self._taken = mark
                if chunk.keys_only:
                    self.latest = chunk
                # This takes less than decoding it again when somebody opens a mosaic.
                self.small = shrunk(frame, POSTER_WIDTH)
                yield frame

    def _turn(self) -> AbstractAsyncContextManager[bool]:
        """A camera that was passed over comes the sooner the longer that is ago."""
        if self._turns is None:
            return nullcontext(True)
        return self._turns.turn(self.worth + time.monotonic() - self._turn_at)

    def count_due(self, seconds: int) -> None:
        """Counts pictures that were due, at most as many as seconds went by: a playlist may say anything."""
        now = asyncio.get_running_loop().time()
        before, self._counted_at = self._counted_at, now
        at_most = 1 if before is None else int(now - before) + 2
        self._coverage.count(min(seconds, at_most), 0)

    @property
    def camera_id(self) -> UUID:
        return self._camera_id


class _SessionReader:
    """Follows one media playlist."""

    def __init__(
        self,
        source: HlsFrameSource,
        fetcher: HlsFetcher,
        media_url: str,
        stalled_after_s: float,
        clock: Clock,
    ) -> None:
        self._source = source
        self._fetcher = fetcher
        self._url = media_url
        self._stalled_after_s = stalled_after_s
        self._clock = clock
        self._reloads_in_vain = 0
        self._init: tuple[str, bytes] = ("", b"")
        self._restart = True
        self._sequence = -1
        self._parts_done = 0
        self._complete = False
        self._due_s = 0.0
        self._loop = asyncio.get_running_loop()

    def restart(self) -> None:
        """The decoder lost its thread: go on from the next key frame, and with the init section as it is now."""
        self._restart = True
        self._init = ("", b"")

    async def chunks(self) -> AsyncIterator[VideoChunk]:
        playlist = await self._playlist()
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
                moved_at, self._reloads_in_vain = self._loop.time(), 0
            elif self._loop.time() - moved_at > self._stalled_after_s:
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
            result = await self._playlist(query)
            if self._loop.time() - started < 0.02:
                # Said to block, yet answers at once: ever slower where nothing comes of it.
                self._reloads_in_vain += 1
                await asyncio.sleep(min(1.0, 0.05 * self._reloads_in_vain))
            return result
        pause_s = playlist.target_duration_s / 2 if playlist.segments else 0.5
        await asyncio.sleep(min(max(0.2, pause_s), LONGEST_PAUSE_S))
        return await self._playlist()

    async def _playlist(self, query: dict[str, int] | None = None) -> MediaPlaylist:
        _, text = await self._fetcher.text(with_query(self._url, urlencode(query or {})))
        if len(text) > LARGE_PLAYLIST:
            return await asyncio.to_thread(media_playlist, text)
        return media_playlist(text)

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
            self._source.count_due(1 if before < 0 else segment.sequence - before)
            yield await self._chunk(segment, uri, timedelta(), keys_only=True)
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
                    media += await self._fetcher.media(resolved(self._url, part.uri))
                taken, due_s = len(segment.parts), ready_s + BETWEEN_S
                yield key._replace(media=media, keys_only=False, restart=True, interval_s=0.0)
                continue
            query = {"_HLS_msn": self._sequence, "_HLS_part": len(segment.parts)}
            playlist = await self._playlist(query)

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
                known = self._init[0] if self._sequence >= 0 else segment.init_uri or ""
                if segment.discontinuity or (segment.init_uri or "") != known:
                    self._restart = True
                self._sequence, self._parts_done = segment.sequence, 0
            self._complete = segment.uri is not None
            parts = segment.parts or self._as_part(segment)
            offset_s = sum(part.duration_s for part in parts[: self._parts_done])
            for part in parts[self._parts_done :]:
                self._parts_done += 1
                offset = timedelta(seconds=offset_s)
                offset_s += part.duration_s
                self._due_s += part.duration_s
                self._source.count_due(int(self._due_s))
                self._due_s %= 1.0
                if self._restart and not part.independent:
                    continue
                yield await self._chunk(segment, part.uri, offset, keys_only=False)
                self._restart = False

    @staticmethod
    def _as_part(segment: Segment) -> tuple[Part, ...]:
        return (Part(segment.uri, segment.duration_s, True),) if segment.uri else ()

    async def _chunk(
        self,
        segment: Segment,
        uri: str,
        offset: timedelta,
        *,
        keys_only: bool,
    ) -> VideoChunk:
        if (segment.init_uri or "") != self._init[0]:
            self._init = (segment.init_uri or "", b"")
            if segment.init_uri:
                init = await self._fetcher.media(resolved(self._url, segment.init_uri))
                self._init = (segment.init_uri, init)
        media = await self._fetcher.media(resolved(self._url, uri))
        starts_at = segment.starts_at or self._clock.now() - timedelta(seconds=segment.duration_s)
        return VideoChunk(
            self._source.camera_id,
            self._init[1],
            media,
            starts_at + offset,
            keys_only=keys_only,
            restart=self._restart,
            interval_s=BETWEEN_S if self._source.eager else 1.0,
        )

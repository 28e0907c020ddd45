"""One reader session on a (low-latency) HLS stream: which parts are fetched, and when.

A segment begins with a key frame and its first part (200 ms) holds it: the reader asks for that part as soon as
the playlist names it (blocking reload), so a picture is a few hundred milliseconds old when it is decoded. Where
key frames are further apart than `LONGEST_GOP_S`, all parts are fetched and decoded and one picture a second is
taken. While the taker is eager, pictures between two key frames are decoded as their parts come. Without parts
(MPEG-TS, plain fMP4) a picture comes with each segment, and coverage tells what that misses.
"""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Protocol
from urllib.parse import urlencode
from uuid import UUID

from mosaic_ai.domain.errors import SourceError
from mosaic_ai.domain.ports import VideoChunk
from mosaic_ai.infrastructure.hls_fetching import HlsFetcher, resolved, with_query
from mosaic_ai.infrastructure.playlist import MediaPlaylist, Part, Segment, media_playlist
from mosaic_contracts.clock import Clock

LONGEST_GOP_S = 1.15
BETWEEN_S = 0.4
"""From picture to picture while the taker is eager."""
LONGEST_PAUSE_S = 5.0
LARGE_PLAYLIST = 16 * 1024
"""Characters; a larger one is read in a thread, as it takes up to 0.3 s."""


class Taker(Protocol):
    """Who takes the pictures."""

    eager: bool

    @property
    def camera_id(self) -> UUID: ...
    def count_due(self, seconds: int) -> None: ...


class SessionReader:
    """Follows one media playlist."""

    def __init__(
        self,
        source: Taker,
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
        self._moved_at = 0.0
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
        self._moved_at = self._loop.time()
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
                self._moved()
            self._check_that_it_moves()
            playlist = await self._next(playlist)

    async def _next(self, playlist: MediaPlaylist) -> MediaPlaylist:
        """The playlist again, once it holds something new (blocking reload) or after a fitting pause."""
        if playlist.can_block_reload and self._sequence >= 0:
            done = playlist.typical_duration_s <= LONGEST_GOP_S or self._complete
            query = {
                "_HLS_msn": self._sequence + 1 if done else self._sequence,
                "_HLS_part": 0 if done else self._parts_done,
            }
            return await self._reloaded(query)
        pause_s = playlist.target_duration_s / 2 if playlist.segments else 0.5
        await asyncio.sleep(min(max(0.2, pause_s), LONGEST_PAUSE_S))
        return await self._playlist()

    async def _reloaded(self, query: dict[str, int]) -> MediaPlaylist:
        """The playlist once it holds what is asked for."""
        started = self._loop.time()
        result = await self._playlist(query)
        if self._loop.time() - started < 0.02:
            # Said to block, yet answers at once: ever slower where nothing comes of it.
            self._reloads_in_vain += 1
            await asyncio.sleep(min(1.0, 0.05 * self._reloads_in_vain))
        return result

    def _moved(self) -> None:
        self._moved_at, self._reloads_in_vain = self._loop.time(), 0

    def _check_that_it_moves(self) -> None:
        if self._loop.time() - self._moved_at > self._stalled_after_s:
            raise SourceError("the playlist does not advance", code="interrupted")

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
        self._moved()
        while self._source.eager and playlist.can_block_reload and playlist.segments:
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
                self._moved()
                yield key._replace(media=media, keys_only=False, restart=True, interval_s=0.0)
                continue
            query = {"_HLS_msn": self._sequence, "_HLS_part": len(segment.parts)}
            self._check_that_it_moves()
            playlist = await self._reloaded(query)

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

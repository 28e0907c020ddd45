"""Pictures of a live camera from HLS, as a FrameSource: sessions, decoding, and what is taken as new."""

import asyncio
import random
import time
from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager, aclosing, nullcontext
from datetime import datetime
from hashlib import blake2b
from typing import NamedTuple
from uuid import UUID

from aiohttp import ClientError, ClientSession
from prometheus_client import Counter

from mosaic_ai.application.stage_times import UNMEASURED, Measuring
from mosaic_ai.domain.coverage import Coverage
from mosaic_ai.domain.errors import DecoderLostError, DecodingError
from mosaic_ai.domain.frames import Frame
from mosaic_ai.domain.picture_times import PictureTimes
from mosaic_ai.domain.ports import FrameDecoder, ReaderSessions, Turns, VideoChunk
from mosaic_ai.domain.quiet_video import QuietVideo
from mosaic_ai.infrastructure.fragment_sizes import picture_sizes
from mosaic_ai.infrastructure.hls_fetching import FetchLimits, HlsFetcher, resolved
from mosaic_ai.infrastructure.hls_session import SessionReader
from mosaic_ai.infrastructure.images import shrunk
from mosaic_ai.infrastructure.playlist import variant_uri
from mosaic_contracts.clock import Clock, SystemClock
from mosaic_contracts.errors import MosaicError
from mosaic_platform.logs import get_logger

_log = get_logger(__name__)
_quiet = Counter("mosaic_ai_quiet_total", "Pictures not decoded, as the compressed video is still")

POSTER_WIDTH = 640
LEAST_AFTER = 2
"""Pictures after the key frame in what is fetched anyway, which tell whether anything moves."""
UNDECODABLE_IN_A_ROW = 3
"""Then the session ends: what cannot be decoded costs the other cameras' decoding time."""
CONNECTING, ONLINE, ERROR = "connecting", "online", "error"


class HlsLimits(NamedTuple):
    """stalled_after_s: without anything new in the playlist. backoff_s: first and longest pause after an error."""

    fetch: FetchLimits = FetchLimits()
    stalled_after_s: float = 20.0
    backoff_s: tuple[float, float] = (0.5, 15.0)


class HlsFrameSource:
    """One camera's stream. `frames` goes on for ever: errors end in a new session after a jittered pause.

    state and reason tell how it stands; `coverage` counts the seconds that were due. quiet: spares decoding; the
    taker's `worth` tells it whether anything moved.
    """

    def __init__(
        self,
        camera_id: UUID,
        sessions: ReaderSessions,
        decoder: FrameDecoder,
        client: ClientSession,
        *,
        coverage: Coverage | None = None,
        turns: Turns | None = None,
        quiet: QuietVideo | None = None,
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
        self._quiet = quiet
        self._macroblocks = 0
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
        self.quiet_at: datetime | None = None

    async def frames(self) -> AsyncGenerator[Frame, None]:
        pause_s = self._limits.backoff_s[0]
        while True:
            try:
                async with aclosing(self._one_session()) as frames:
                    async for frame in frames:
                        pause_s = self._limits.backoff_s[0]
                        self.state, self.reason = ONLINE, None
                        yield frame
            except (MosaicError, ClientError, TimeoutError) as error:
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

    async def _one_session(self) -> AsyncGenerator[Frame, None]:
        session = await self._sessions.open(self._camera_id)
        authorization = {"Authorization": f"Bearer {session.token}"}
        fetcher = HlsFetcher(self._client, session.hls_url, self._limits.fetch)
        url, text = await fetcher.text(session.hls_url, headers=authorization)
        variant = variant_uri(text)
        media_url = resolved(url, variant) if variant else url
        reader = SessionReader(self, fetcher, media_url, self._limits.stalled_after_s, self._clock)
        failures = 0
        async for chunk in reader.chunks():
            mark = blake2b(chunk.media, digest_size=16).digest()
            if mark == self._taken:
                continue
            if self._spared(chunk):
                self._taken, self.latest, self.quiet_at = mark, chunk, chunk.starts_at
                self._coverage.count(0, 1)
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
                self._macroblocks = (frame.width + 15) // 16 * ((frame.height + 15) // 16)
                if chunk.keys_only:
                    self.latest = chunk
                # This takes less than decoding it again when somebody opens a mosaic.
                self.small = shrunk(frame, POSTER_WIDTH)
                yield frame

    def _spared(self, chunk: VideoChunk) -> bool:
        """Whether its pictures say that nothing moves; that counts as looked at."""
        if self._quiet is None or not chunk.keys_only:
            return False
        after = picture_sizes(chunk.media)[1:] if self._macroblocks else []
        stir = max(after) / self._macroblocks if len(after) >= LEAST_AFTER else None
        spared = self._quiet.spares(stir, at_rest=self.worth <= 0)
        if spared:
            _quiet.inc()
        return spared

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

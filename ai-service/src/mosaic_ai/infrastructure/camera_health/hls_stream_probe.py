"""Examines a live camera's stream by its HLS media, as a StreamProbe."""

import asyncio
import multiprocessing
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from multiprocessing.connection import Connection
from typing import NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from aiohttp import ClientError, ClientSession

from mosaic_ai.domain.camera_health.facts import ClockFacts
from mosaic_ai.domain.camera_health.ports import Probe
from mosaic_ai.domain.errors import DecodingError, SourceError
from mosaic_ai.domain.ports import ReaderSessions
from mosaic_ai.infrastructure.camera_health.probing_protocol import Answer, Stretch
from mosaic_ai.infrastructure.hls_fetching import FetchLimits, HlsFetcher, resolved, with_query
from mosaic_ai.infrastructure.playlist import (
    MediaPlaylist,
    Segment,
    media_playlist,
    variant_uri,
)

ENOUGH_S, ENOUGH_SEGMENTS = 7.0, 4
PLENTY_S = 15.0
"""Where segments are long, so much is enough however few they are."""
MOST_SEGMENTS = 8
MAX_STRETCH_BYTES = 32 * 1024 * 1024
FIRST_MEDIA_S = 45.0
"""A camera on demand must connect first, and one with rare key frames takes long to its first segments."""
CHILD_S = 30.0


class _Arrival(NamedTuple):
    """A playlist, and when it came; told_new: it came because of something new in it."""

    playlist: MediaPlaylist
    at: datetime
    told_new: bool


class HlsStreamProbe:
    """Each probe takes a reader session and a child process of its own."""

    def __init__(self, sessions: ReaderSessions, client: ClientSession) -> None:
        self._sessions = sessions
        self._client = client

    async def probe(self, camera_id: UUID) -> Probe:
        """Raises SourceError, DecodingError."""
        try:
            async with asyncio.timeout(FIRST_MEDIA_S):
                fetcher, url, arrivals = await self._enough(camera_id)
            stretch = await _stretch(fetcher, url, arrivals[-1].playlist)
        except TimeoutError as error:
            raise SourceError("the camera sends nothing now") from error
        except ClientError as error:
            raise SourceError("the stream cannot be read", code="unreachable") from error
        answer = await asyncio.to_thread(_asked, stretch)
        if answer.stream is None:
            raise DecodingError(answer.error)
        return Probe(answer.stream, _clock(arrivals), list(answer.pictures))

    async def _enough(self, camera_id: UUID) -> tuple[HlsFetcher, str, list[_Arrival]]:
        """Follows the playlist until it names enough, and once more for the sake of the clock."""
        session = await self._sessions.open(camera_id)
        authorization = {"Authorization": f"Bearer {session.token}"}
        fetcher = HlsFetcher(self._client, session.hls_url, FetchLimits())
        url, text = await fetcher.text(session.hls_url, headers=authorization)
        variant = variant_uri(text)
        url = resolved(url, variant) if variant else url
        arrivals = [await _arrival(fetcher, url, None)]
        while not _suffices(arrivals[-1].playlist) or not any(a.told_new for a in arrivals):
            arrivals.append(await _arrival(fetcher, url, arrivals[-1].playlist))
        return fetcher, url, arrivals


async def _arrival(fetcher: HlsFetcher, url: str, before: MediaPlaylist | None) -> _Arrival:
    """The playlist; where the server can, once it holds a part more than before."""
    query: dict[str, int] = {}
    if before is not None and before.can_block_reload and before.segments:
        newest = before.segments[-1]
        done = newest.uri is not None
        query = {
            "_HLS_msn": newest.sequence + done,
            "_HLS_part": 0 if done else len(newest.parts),
        }
    elif before is not None:
        await asyncio.sleep(0.25)
    _, text = await fetcher.text(with_query(url, urlencode(query)))
    playlist, at = media_playlist(text), datetime.now(UTC)
    told_new = before is not None and _end(playlist) != _end(before)
    return _Arrival(playlist, at, told_new)


async def _stretch(fetcher: HlsFetcher, url: str, playlist: MediaPlaylist) -> Stretch:
    init = b""
    if (uri := playlist.segments[-1].init_uri if playlist.segments else None) is not None:
        init = await fetcher.media(resolved(url, uri))
    segments: list[bytes] = []
    for segment in reversed(_newest(playlist)):
        media = await fetcher.media(resolved(url, segment.uri or ""))
        if segments and sum(map(len, segments)) + len(media) > MAX_STRETCH_BYTES:
            break
        segments.insert(0, media)
    return Stretch(init, tuple(segments))


def _complete(playlist: MediaPlaylist) -> list[Segment]:
    """The newest run of whole segments that follow each other."""
    run: list[Segment] = []
    for segment in playlist.segments:
        if segment.uri is None:
            continue
        if run and segment.sequence != run[-1].sequence + 1:
            run = []
        run.append(segment)
    return run


def _newest(playlist: MediaPlaylist) -> list[Segment]:
    return _complete(playlist)[-MOST_SEGMENTS:]


def _suffices(playlist: MediaPlaylist) -> bool:
    whole = _newest(playlist)
    length_s = sum(each.duration_s for each in whole)
    return length_s >= PLENTY_S or (len(whole) >= ENOUGH_SEGMENTS and length_s >= ENOUGH_S)


def _end(playlist: MediaPlaylist) -> datetime | None:
    """The time that the newest media claims for its end."""
    for segment in reversed(playlist.segments):
        if segment.starts_at is not None:
            length_s = sum(part.duration_s for part in segment.parts)
            if segment.uri is not None:
                length_s = segment.duration_s
            return segment.starts_at + timedelta(seconds=length_s)
    return None


def _clock(arrivals: list[_Arrival]) -> ClockFacts | None:
    """The least delay counts: whatever else delayed us is not the clock's."""
    behind = [
        (arrival.at - end).total_seconds()
        for arrival in arrivals
        if arrival.told_new and (end := _end(arrival.playlist)) is not None
    ]
    if not behind:
        return None
    whole = _complete(arrivals[-1].playlist)
    jumps = [
        abs((later.starts_at - earlier.starts_at).total_seconds() - earlier.duration_s)
        for earlier, later in pairwise(whole)
        if earlier.starts_at and later.starts_at
    ]
    return ClockFacts(round(min(behind), 2), round(max(jumps, default=0.0), 2))


def _asked(stretch: Stretch) -> Answer:
    """A child that answers or is ended. Raises DecodingError."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    child = context.Process(target=_serve, args=(theirs,), name="mosaic-probe", daemon=True)
    child.start()
    theirs.close()
    try:
        ours.send(stretch)
        answer = ours.recv() if ours.poll(CHILD_S) else None
    except (EOFError, OSError):
        answer = None
    finally:
        child.kill()
        child.join()
        ours.close()
    if not isinstance(answer, Answer):
        raise DecodingError("the stream's examination broke off")
    return answer


def _serve(connection: Connection) -> None:
    """Runs in the child."""
    from mosaic_ai.infrastructure.camera_health.probing_child import serve

    serve(connection)

"""The HLS source on real MediaMTX."""

import asyncio
import itertools
import os
import signal
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

import cv2
import numpy as np
import pytest
from ai_streams import MediaServer, moving_card
from aiohttp import ClientSession

from mosaic_ai.domain import quiet_video
from mosaic_ai.domain.coverage import Coverage
from mosaic_ai.domain.errors import DecodingError
from mosaic_ai.domain.frames import Frame
from mosaic_ai.domain.ports import VideoChunk
from mosaic_ai.infrastructure.child_decoder import ChildDecoder
from mosaic_ai.infrastructure.hls_fetching import media_client
from mosaic_ai.infrastructure.hls_source import HlsFrameSource
from mosaic_contracts.internal_api import ReaderSession


class Sessions:
    """Reader sessions on a MediaMTX that asks for no token."""

    def __init__(self, server: MediaServer) -> None:
        self._server = server
        self.opened = 0

    async def open(self, camera_id: UUID) -> ReaderSession:
        self.opened += 1
        url = f"{self._server.hls_url}/{camera_id}/index.m3u8"
        return ReaderSession(hls_url=url, rtsp_url="", token="t", expires_in_s=60)


@pytest.fixture
def decoder() -> Iterator[ChildDecoder]:
    made = ChildDecoder()
    yield made
    made.close()


@pytest.fixture
async def client() -> AsyncIterator[ClientSession]:
    async with media_client() as made:
        yield made


async def taken(source: HlsFrameSource, count: int) -> list[tuple[Frame, float]]:
    """Frames with their age in seconds when they came."""
    frames: list[tuple[Frame, float]] = []
    async with asyncio.timeout(60):
        async for frame in source.frames():
            age_s = (datetime.now(UTC) - frame.captured_at).total_seconds()
            frames.append((frame, age_s))
            if len(frames) == count:
                break
    return frames


@pytest.mark.parametrize(
    ("variant", "gop"), [("lowLatency", 25), ("lowLatency", 75), ("fmp4", 25), ("mpegts", 25)]
)
async def test_source_when_streamed_then_one_picture_a_second(
    media_server: MediaServer,
    decoder: ChildDecoder,
    client: ClientSession,
    variant: str,
    gop: int,
) -> None:
    camera = uuid4()
    media_server.start(variant)
    media_server.publish(camera, moving_card("640x360"), gop=gop)
    coverage = Coverage()
    source = HlsFrameSource(camera, Sessions(media_server), decoder, client, coverage=coverage)
    frames = [frame for frame, _ in await taken(source, 7)][1:]
    assert all(frame.pixels.shape == (360, 640, 3) for frame in frames)
    steps = [(b.captured_at - a.captured_at).total_seconds() for a, b in itertools.pairwise(frames)]
    assert sum(steps) / len(steps) == pytest.approx(1.0, abs=0.45)
    assert min(steps) > 0.5
    assert coverage.due >= 6
    assert source.state == "online"


async def test_source_when_low_latency_then_pictures_are_fresh(
    media_server: MediaServer, decoder: ChildDecoder, client: ClientSession
) -> None:
    camera = uuid4()
    media_server.start()
    media_server.publish(camera, moving_card("640x360"))
    source = HlsFrameSource(camera, Sessions(media_server), decoder, client)
    ages = sorted(age for _, age in (await taken(source, 8))[2:])
    assert ages[0] < 0.8


async def test_source_when_nothing_stirs_then_few_pictures_are_decoded_and_all_count(
    media_server: MediaServer,
    decoder: ChildDecoder,
    client: ClientSession,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(quiet_video, "LEAST_SEEN", 2)
    camera, coverage = uuid4(), Coverage()
    media_server.start()
    still = ["-f", "lavfi", "-i", "color=gray:size=640x360:rate=25"]
    media_server.publish(camera, still)
    source = HlsFrameSource(
        camera,
        Sessions(media_server),
        decoder,
        client,
        coverage=coverage,
        quiet=quiet_video.QuietVideo(),
    )
    frames = [frame for frame, _ in await taken(source, 6)]
    steps = [(b.captured_at - a.captured_at).total_seconds() for a, b in itertools.pairwise(frames)]
    assert min(steps[-2:]) > quiet_video.MOST_IN_A_ROW
    spared = coverage.sampled
    assert spared >= 2 * quiet_video.MOST_IN_A_ROW
    assert source.quiet_at is not None
    assert source.latest is not None
    source.worth = 2.0
    await taken(source, 4)
    assert coverage.sampled == spared


async def test_source_when_publisher_comes_back_in_another_size_then_goes_on(
    media_server: MediaServer, decoder: ChildDecoder, client: ClientSession
) -> None:
    camera = uuid4()
    media_server.start()
    first = media_server.publish(camera, moving_card("640x360"))
    sessions = Sessions(media_server)
    source = HlsFrameSource(camera, sessions, decoder, client)
    sizes: list[tuple[int, int]] = []
    async with asyncio.timeout(90):
        async for frame in source.frames():
            sizes.append((frame.width, frame.height))
            if len(sizes) == 2:
                await asyncio.to_thread(media_server.stop_one, first)
                await asyncio.to_thread(media_server.publish, camera, moving_card("320x240"))
            if sizes[-1] == (320, 240):
                break
    assert sessions.opened >= 2


async def test_decoder_when_segment_is_corrupt_then_only_that_picture_fails(
    media_server: MediaServer, decoder: ChildDecoder, client: ClientSession
) -> None:
    camera = uuid4()
    media_server.start()
    media_server.publish(camera, moving_card("640x360"))
    source = HlsFrameSource(camera, Sessions(media_server), decoder, client)
    await taken(source, 1)
    good = source.latest
    assert good is not None
    pid = decoder.pid
    for media in (good.media[:60], b"", b"\x00" * 5000, good.media[200:], good.media[::-1]):
        with pytest.raises(DecodingError):
            await decoder.decode(good._replace(media=media))
    with pytest.raises(DecodingError):
        await decoder.decode(good._replace(init=b"junk", media=b"junk"))
    frame = await decoder.decode(good)
    assert frame is not None
    assert decoder.pid == pid


async def test_decoder_when_the_whole_picture_is_wanted_late_then_it_is_the_same(
    media_server: MediaServer, decoder: ChildDecoder, client: ClientSession
) -> None:
    camera = uuid4()
    media_server.start()
    media_server.publish(camera, moving_card("1280x720"))
    source = HlsFrameSource(camera, Sessions(media_server), decoder, client)
    await taken(source, 1)
    chunk = source.latest
    assert chunk is not None
    soon, late, lost = [await decoder.decode(chunk) for _ in range(3)]
    assert soon is not None
    assert soon.small is not None
    assert late is not None
    assert lost is not None
    whole = soon.pixels
    assert whole.shape == (720, 1280, 3)
    assert soon.small.shape == (360, 640, 3)
    shrunken = cv2.resize(whole, (640, 360), interpolation=cv2.INTER_AREA)
    assert np.abs(shrunken.astype(int) - soon.small).mean() < 3
    for _ in range(20):
        assert await decoder.decode(chunk) is not None
    assert np.array_equal(late.pixels, whole)
    assert decoder.pid is not None
    os.kill(decoder.pid, signal.SIGKILL)
    assert np.array_equal(lost.pixels, whole)


async def test_decoder_when_it_hangs_or_dies_then_replaced(
    media_server: MediaServer, client: ClientSession
) -> None:
    decoder = ChildDecoder(timeout_s=1.0)
    try:
        camera = uuid4()
        media_server.start()
        media_server.publish(camera, moving_card("640x360"))
        source = HlsFrameSource(camera, Sessions(media_server), decoder, client)
        await taken(source, 1)
        chunk: VideoChunk | None = source.latest
        assert chunk is not None
        for number in (signal.SIGSTOP, signal.SIGKILL):
            pid = decoder.pid
            assert pid is not None
            os.kill(pid, number)
            with pytest.raises(DecodingError):
                await decoder.decode(chunk)
            assert await decoder.decode(chunk) is not None
            assert decoder.pid != pid
    finally:
        decoder.close()


async def test_source_when_the_path_is_missing_then_it_waits_and_says_so(
    media_server: MediaServer, decoder: ChildDecoder, client: ClientSession
) -> None:
    media_server.start()
    sessions = Sessions(media_server)
    source = HlsFrameSource(uuid4(), sessions, decoder, client)
    task = asyncio.create_task(taken(source, 1))
    async with asyncio.timeout(30):
        while sessions.opened < 3:
            await asyncio.sleep(0.05)
    task.cancel()
    assert source.state == "error"
    assert source.reason == "session-expired"


async def test_source_when_the_taker_is_eager_then_pictures_come_between_key_frames(
    media_server: MediaServer, decoder: ChildDecoder, client: ClientSession
) -> None:
    camera = uuid4()
    media_server.start()
    media_server.publish(camera, moving_card("640x360"))
    source = HlsFrameSource(camera, Sessions(media_server), decoder, client)
    source.eager = True
    between: list[float] = []
    before: Frame | None = None
    async with asyncio.timeout(90):
        async for frame in source.frames():
            if before is not None:
                step_s = (frame.captured_at - before.captured_at).total_seconds()
                assert step_s > 0
                assert not np.array_equal(frame.pixels, before.pixels)
                if step_s < 0.6:
                    between.append(step_s)
            before = frame
            if len(between) == 4:
                break
    assert source.reason is None

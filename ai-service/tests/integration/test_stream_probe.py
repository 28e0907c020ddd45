"""What the camera doctor measures of real streams."""

from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest
from ai_streams import MediaServer, moving_card
from aiohttp import ClientSession

from mosaic_ai.domain.camera_health.diagnosis import diagnosed
from mosaic_ai.domain.camera_health.facts import Facts
from mosaic_ai.domain.camera_health.ports import Probe
from mosaic_ai.domain.errors import SourceError
from mosaic_ai.infrastructure.camera_health.hls_stream_probe import HlsStreamProbe
from mosaic_ai.infrastructure.hls_fetching import media_client
from mosaic_contracts.clock import SystemClock
from mosaic_contracts.internal_api import ReaderSession

SIZE = "640x360"


class Sessions:
    """Reader sessions on a MediaMTX that asks for no token."""

    def __init__(self, server: MediaServer) -> None:
        self._server = server

    async def open(self, camera_id: UUID) -> ReaderSession:
        url = f"{self._server.hls_url}/{camera_id}/index.m3u8"
        return ReaderSession(hls_url=url, rtsp_url="", token="t", expires_in_s=60)


def encoded(gop: int, *more: str) -> list[str]:
    """x264 without the choices that `publish` makes."""
    fixed = ["-g", str(gop), "-keyint_min", str(gop), "-sc_threshold", "0"]
    return ["-c:v", "libx264", "-preset", "ultrafast", *fixed, *more]


PLAIN = ["-bf", "0", "-pix_fmt", "yuv420p"]


@pytest.fixture
async def client() -> AsyncIterator[ClientSession]:
    async with media_client() as made:
        yield made


async def probed(
    server: MediaServer,
    client: ClientSession,
    encoding: list[str],
    *,
    rate: int = 25,
    variant: str = "lowLatency",
) -> Probe:
    camera = uuid4()
    server.start(variant)
    server.publish_as(camera, moving_card(SIZE, rate), encoding)
    return await HlsStreamProbe(Sessions(server), client).probe(camera)


def codes(probe: Probe) -> set[str]:
    facts = Facts(stream=probe.stream, clock=probe.clock)
    return set(diagnosed(facts, at=SystemClock().now(), occasion="asked").codes) - {
        "resolution-low",  # of the test's own small pictures
        "fps-uneven",  # of a machine that stands still now and then
    }


@pytest.mark.parametrize("variant", ["lowLatency", "fmp4", "mpegts"])
async def test_probe_when_the_stream_is_well_then_measured_and_nothing_found(
    media_server: MediaServer, client: ClientSession, variant: str
) -> None:
    probe = await probed(media_server, client, encoded(25, *PLAIN), variant=variant)
    stream = probe.stream
    assert (stream.codec, stream.width, stream.height) == ("h264", 640, 360)
    assert (stream.chroma, stream.bit_depth, stream.interlaced) == ("4:2:0", 8, False)
    assert stream.fps == pytest.approx(25, rel=0.1)
    assert stream.gop_s == pytest.approx(1.0, abs=0.1)
    assert not stream.b_frames
    assert stream.bitrate_bps > 10_000
    assert stream.measured_s >= 3
    assert len(probe.pictures) >= 4
    assert {picture.shape for picture in probe.pictures} == {(360, 640, 3)}
    assert probe.clock is not None
    assert probe.clock.behind_s > -0.5
    assert codes(probe) <= {"clock-behind", "clock-jumps"}


@pytest.mark.parametrize(
    ("encoding", "rate", "expected"),
    [
        (encoded(100, *PLAIN), 25, "gop-long"),
        (encoded(25, "-bf", "3", "-pix_fmt", "yuv420p"), 25, "b-frames"),
        (encoded(3, *PLAIN), 3, "fps-low"),
        (encoded(25, "-bf", "0", "-pix_fmt", "yuv420p10le"), 25, "format-unplayable"),
        (encoded(25, "-bf", "0", "-pix_fmt", "yuv422p"), 25, "format-unplayable"),
    ],
    ids=["long-gop", "b-frames", "low-fps", "10-bit", "4:2:2"],
)
async def test_probe_when_the_stream_has_a_fault_then_it_is_found_and_no_other(
    media_server: MediaServer,
    client: ClientSession,
    encoding: list[str],
    rate: int,
    expected: str,
) -> None:
    probe = await probed(media_server, client, encoding, rate=rate)
    assert codes(probe) - {"clock-behind", "clock-jumps"} == {expected}


async def test_probe_when_key_frames_are_far_apart_then_the_interval_to_set_is_told(
    media_server: MediaServer, client: ClientSession
) -> None:
    probe = await probed(media_server, client, encoded(100, *PLAIN))
    facts = Facts(stream=probe.stream)
    found = diagnosed(facts, at=SystemClock().now(), occasion="asked").findings
    told = next(finding for finding in found if finding.code == "gop-long")
    assert told.change_to.startswith("key frame interval 100 -> 25")


async def test_probe_when_nothing_is_published_then_a_source_error(
    media_server: MediaServer, client: ClientSession
) -> None:
    media_server.start()
    with pytest.raises(SourceError):
        await HlsStreamProbe(Sessions(media_server), client).probe(uuid4())

"""The transcoder alone, with real ffmpeg: an encoder that fails gives way to the next one."""

import asyncio
import subprocess
from collections.abc import Sequence

import pytest

from mosaic_contracts.clock import SystemClock
from mosaic_contracts.ids import new_id
from mosaic_streaming.application.transcodings import Transcodings
from mosaic_streaming.domain.transcoding import PREFERRED, Encoder, Limits
from mosaic_streaming.infrastructure.ffmpeg_encoders import find_encoders
from mosaic_streaming.infrastructure.ffmpeg_transcoding import FfmpegTranscoding
from mosaic_streaming.infrastructure.transcoder_server import TranscoderServer

BROKEN: Encoder = "h264_vaapi"
NO_DEVICE = "mosaic_streaming.infrastructure.ffmpeg_transcoding.render_device"


async def _probed(url: str) -> tuple[int, bytes, bytes]:
    process = await asyncio.create_subprocess_exec(
        *("ffprobe", "-v", "error", "-rtsp_transport", "tcp", "-read_intervals", "%+1"),
        *("-show_entries", "stream=codec_name,width,height:frame=pict_type", "-of", "csv=p=0"),
        url,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(60):
            out, errors = await process.communicate()
    except TimeoutError:
        process.kill()
        out, errors = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out, errors


class _Starts:
    """Remembers by which encoder."""

    def __init__(self, source: str, limits: Limits) -> None:
        self._source = source
        self._limits = limits
        self.started: list[Encoder] = []

    def start(self, _path: str, encoder: Encoder) -> FfmpegTranscoding:
        self.started.append(encoder)
        return FfmpegTranscoding("ffmpeg", self._source, "Basic eDp4", encoder, self._limits)


async def _read(
    encoders: Sequence[Encoder], source: str, *, may: bool = True, limits: Limits | None = None
) -> tuple[Transcodings, _Starts, tuple[int, bytes, bytes]]:
    transcodings = Transcodings(1, SystemClock())
    transcodings.found(encoders)
    device = _Starts(source, limits or Limits())
    server = TranscoderServer(transcodings, device.start, lambda _camera: may)
    url = await server.open("127.0.0.1", 0, "")
    try:
        return transcodings, device, await _probed(f"{url}/{new_id()}/h264")
    finally:
        await server.close()
        assert not transcodings.running


async def test_encoder_when_it_fails_then_the_next_makes_the_picture_and_it_is_left_out(
    open_source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Of a machine that has such hardware too.
    monkeypatch.setattr(NO_DEVICE, lambda: "/dev/null")
    transcodings, device, (status, out, errors) = await _read((BROKEN, "libx264"), open_source)
    assert status == 0, errors
    assert device.started == [BROKEN, "libx264"]
    assert b"h264,320,240" in out
    assert b"B" not in out
    assert list(transcodings.usable()) == ["libx264"]


async def test_picture_when_it_is_larger_than_allowed_then_made_smaller(open_source: str) -> None:
    _, _, (status, out, errors) = await _read(("libx264",), open_source, limits=Limits(height=144))
    assert status == 0, errors
    assert b"h264,192,144" in out


async def test_source_when_it_is_not_there_then_no_encoder_is_blamed(open_source: str) -> None:
    transcodings, device, (status, _, _) = await _read(
        ("h264_nvenc", "libx264"), f"{open_source}-not"
    )
    assert status != 0
    assert device.started == ["h264_nvenc"]
    assert list(transcodings.usable()) == ["h264_nvenc", "libx264"]


async def test_camera_when_it_may_not_be_transcoded_then_404(open_source: str) -> None:
    _, device, (status, _, errors) = await _read(("libx264",), open_source, may=False)
    assert status != 0
    assert b"404" in errors
    assert not device.started


async def test_encoders_when_looked_for_then_only_those_that_make_pictures() -> None:
    found = await find_encoders("ffmpeg")
    assert found[-1] == "libx264"
    assert list(found) == [each for each in PREFERRED if each in found]
    assert await find_encoders("/nowhere/ffmpeg") == ()

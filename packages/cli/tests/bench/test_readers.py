"""The readers that measure a server, on a real MediaMTX and a real camera."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from mosaic_cli.bench.video.media_server import MediaServer, camera
from mosaic_cli.bench.video.rtsp_reader import RtspError, read
from mosaic_cli.bench.video.steady_reader import ReadError, _Buffer, watch


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory, mediamtx_binary: Path) -> Iterator[MediaServer]:
    folder = tmp_path_factory.mktemp("media")
    with camera(folder) as source:
        server = MediaServer(folder, "")
        server.open_to_all()
        server.write({"camera": {"source": source}})
        server.start()
        server.await_count(1)
        yield server
        server.close()


def test_ll_hls_when_read_for_a_while_then_told_how_much_came(media: MediaServer) -> None:
    async def run() -> tuple[float, int]:
        until = asyncio.get_running_loop().time() + 4
        watched = await watch(media.hls_url("camera"), "", until)
        return watched.media_s, watched.bytes

    media_s, received = asyncio.run(run())
    assert media_s > 0
    assert received > 0


def test_ll_hls_when_there_is_no_such_path_then_said(media: MediaServer) -> None:
    with pytest.raises(ReadError, match="500 for"):
        asyncio.run(watch(media.hls_url("nobody"), "", 0))


def test_rtsp_when_read_for_a_while_then_told_how_much_came(media: MediaServer) -> None:
    async def run() -> int:
        url = f"rtsp://127.0.0.1:{media.component.ports['rtsp']}/camera"
        return await read(url, asyncio.get_running_loop().time() + 4)

    assert asyncio.run(run()) > 0


def test_rtsp_when_there_is_no_such_path_then_said(media: MediaServer) -> None:
    with pytest.raises(RtspError, match="DESCRIBE"):
        asyncio.run(read(f"rtsp://127.0.0.1:{media.component.ports['rtsp']}/nobody", 0))


def test_buffer_when_a_part_is_late_then_that_long_the_picture_stands_still() -> None:
    buffer = _Buffer(hold_back_s=0.5)
    assert [buffer.add(0.2, at) for at in (10.0, 10.2, 10.4)] == [0, 0, 0]  # plays from 10.4 on
    assert buffer.add(0.2, 10.9) == 0
    assert buffer.add(0.2, 11.5) == pytest.approx(0.3)  # it had 0.8 s
    assert buffer.add(0.2, 11.6) == 0

"""RTSP as bytes, from ends that are not trusted."""

import asyncio

import pytest

from mosaic_streaming.infrastructure import rtsp_wire
from mosaic_streaming.infrastructure.loopback_peers import is_own_process
from mosaic_streaming.infrastructure.rtsp_wire import Media, Message, WireError

REQUEST = Message(
    "ANNOUNCE rtsp://127.0.0.1:1/a/h264?x=1 RTSP/1.0", {"cseq": "3", "x-y": "z"}, b"v=0\r\n"
)


async def everything(content: bytes) -> list[Message | Media]:
    stream = asyncio.StreamReader()
    stream.feed_data(content)
    stream.feed_eof()
    found = []
    while (each := await rtsp_wire.read(stream)) is not None:
        found.append(each)
    return found


async def test_stream_when_messages_and_packets_are_mixed_then_each_is_read() -> None:
    packet = Media(2, b"$" * 700)
    content = REQUEST.encoded() + packet.encoded(5) + rtsp_wire.answer(REQUEST) + packet.encoded(2)
    first, moved, answered, same = await everything(content)
    assert first == Message(REQUEST.start, REQUEST.headers | {"content-length": "5"}, REQUEST.body)
    assert moved == Media(5, packet.payload)
    assert answered == Message("RTSP/1.0 200 OK", {"cseq": "3"})
    assert same == packet


async def test_request_when_read_then_its_parts_are_told() -> None:
    assert REQUEST.method == "ANNOUNCE"
    assert rtsp_wire.path_of(REQUEST.url) == "a/h264"
    setup = Message("SETUP x RTSP/1.0", {"transport": "RTP/AVP/TCP;unicast;interleaved=4-5"})
    assert rtsp_wire.channel_of(setup) == 4
    for transport in ("RTP/AVP;client_port=1-2", "interleaved=255-256", "interleaved=x", ""):
        with pytest.raises(WireError):
            rtsp_wire.channel_of(Message("SETUP x RTSP/1.0", {"transport": transport}))


@pytest.mark.parametrize(
    "content",
    [
        b"OPTIONS * RTSP/1.0\r\ncontent-length: -1\r\n\r\n",
        b"OPTIONS * RTSP/1.0\r\ncontent-length: 99999999\r\n\r\n",
        b"OPTIONS * RTSP/1.0\r\ncontent-length: many\r\n\r\n",
        b"GET " + b"x" * 200_000 + b"\r\n\r\n",
    ],
)
async def test_stream_when_it_is_no_rtsp_then_refused(content: bytes) -> None:
    with pytest.raises(WireError):
        await everything(content)


@pytest.mark.parametrize("cut", [1, 10, -1])
async def test_stream_when_cut_off_then_ended(cut: int) -> None:
    assert await everything(REQUEST.encoded()[:cut]) == []


async def test_peer_when_it_is_a_process_of_ours_then_known_and_a_port_of_nobody_is_not() -> None:
    peers: list[tuple[str, int]] = []

    async def accept(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        peers.append(writer.get_extra_info("peername"))
        writer.close()

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    await reader.read()
    (peer,) = peers
    own = is_own_process(writer.get_extra_info("sockname"))
    assert own
    assert not is_own_process((peer[0], 1))
    writer.close()
    server.close()

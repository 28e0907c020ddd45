"""What can be wrong with a stream, and which reasons must be told of it; none: it may pass, but breaks nothing."""

import struct
from collections.abc import Callable
from datetime import timedelta

from ai_hostile_hls import Fault, answer, cut, flipped, packed

HOUR = timedelta(hours=1)

UNDECODABLE = {"undecodable"}
UNAVAILABLE = {"source-unavailable"}

NONE: set[str] = set()


def with_line(line: str) -> Fault:
    """A line before the first segment."""
    return Fault(playlist=lambda text: text.replace("#EXTINF", f"{line}\n#EXTINF", 1))


def with_lines(line: str) -> Fault:
    """A line before every segment."""
    return Fault(playlist=lambda text: text.replace("#EXTINF", f"{line}\n#EXTINF"))


def of_size(width: int, height: int) -> Fault:
    """With another size in the container's header."""
    told = struct.pack(">HH", 320, 180)
    return new_init(lambda body: body.replace(told, struct.pack(">HH", width, height)))


def new_init(make: Callable[[bytes], bytes]) -> Fault:
    """Another init section, under another name."""
    return Fault(init=make, playlist=lambda text: text.replace('URI="', 'URI="new-'))


def elsewhere(text: str) -> str:
    return "\n".join(
        f"http://localhost:9/{line}" if line.endswith(".m4s") or line[:1].isdigit() else line
        for line in text.splitlines()
    )


HUGE = b"#EXTM3U\n" + b"#EXTINF:1,\na.ts\n" * 10
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
LARGE_CHUNK = b"10000\r\n" + b"#" * 0x10000 + b"\r\n"

FAULTS: dict[str, tuple[Fault, set[str]]] = {
    # What is in the segments. Flipped bytes may leave some pictures whole.
    "cut to nothing": (Fault(media=cut(0.0)), UNDECODABLE),
    "cut in the first box": (Fault(media=lambda body: body[:5]), UNDECODABLE),
    "cut at a tenth": (Fault(media=cut(0.1)), UNDECODABLE),
    "cut at a half": (Fault(media=cut(0.5)), NONE),
    "cut at the last byte": (Fault(media=lambda body: body[:-1]), NONE),
    "first half lost": (Fault(media=lambda body: body[len(body) // 2 :]), UNDECODABLE),
    "zeros": (Fault(media=lambda body: bytes(len(body))), UNDECODABLE),
    "text": (Fault(media=lambda _: b"<html>not found</html>"), UNDECODABLE),
    "one byte in a thousand flipped": (Fault(media=flipped(1, 0.001)), NONE),
    "one byte in twenty flipped": (Fault(media=flipped(2, 0.05)), NONE),
    "flipped init": (new_init(flipped(4, 0.02)), NONE),
    "backwards": (Fault(media=lambda body: body[::-1]), UNDECODABLE),
    "init missing": (new_init(lambda _: b""), UNDECODABLE),
    "init twice": (new_init(lambda body: body + body), NONE),
    "another's init": (new_init(lambda _: b"\x00\x00\x00\x10ftypisom" + bytes(900)), UNDECODABLE),
    "size 0": (of_size(0, 0), NONE),
    "size 20000": (of_size(20_000, 20_000), NONE),
    # The playlist's.
    "encrypted": (with_line('#EXT-X-KEY:METHOD=AES-128,URI="key"'), {"encrypted"}),
    "ranges": (with_lines("#EXT-X-BYTERANGE:1000@0"), {"unsupported"}),
    "no init named": (
        Fault(playlist=lambda text: text.replace("#EXT-X-MAP", "#EXT-X-NO-MAP")),
        UNDECODABLE,
    ),
    "init of a missing file": (
        Fault(playlist=lambda text: text.replace('URI="', 'URI="../')),
        {"unreachable", "session-expired", "source-unavailable"},
    ),
    "discontinuities": (with_lines("#EXT-X-DISCONTINUITY"), NONE),
    "gaps only": (with_lines("#EXT-X-GAP"), {"interrupted"}),
    "never advances": (Fault(frozen=True), {"interrupted"}),
    "never advances, no clock": (Fault(frozen=True, no_clock=True), {"interrupted"}),
    "no clock": (Fault(no_clock=True), NONE),
    "clock an hour back": (Fault(shift=-HOUR), {"clock-wrong"}),
    "clock an hour ahead": (Fault(shift=HOUR), {"clock-wrong"}),
    "clock in year 1": (
        Fault(playlist=lambda text: text.replace("TIME:2", "TIME:0")),
        {"clock-wrong", "source-unavailable"},
    ),
    "durations of nan": (
        Fault(playlist=lambda text: text.replace("INF:1.0", "INF:nan")),
        UNAVAILABLE,
    ),
    "durations without end": (
        Fault(playlist=lambda text: text.replace("INF:1.0", "INF:1e308")),
        UNAVAILABLE,
    ),
    "target of years": (
        Fault(playlist=lambda text: text.replace("DURATION:1", "DURATION:99999999")),
        UNAVAILABLE,
    ),
    "sequences of 10^15": (
        Fault(playlist=lambda text: text.replace("SEQUENCE:", "SEQUENCE:99999999999")),
        NONE,
    ),
    "said to block, answers at once": (
        Fault(
            playlist=lambda text: text.replace(
                "#EXT-X-VERSION", "#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES\n#EXT-X-VERSION"
            )
        ),
        NONE,
    ),
    "a playlist of playlists": (
        Fault(playlist=lambda _: "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nindex.m3u8\n"),
        {"no-video"},
    ),
    "a playlist of nothing": (
        Fault(playlist=lambda _: "#EXTM3U\n#EXT-X-TARGETDURATION:1\n"),
        {"interrupted"},
    ),
    "no playlist": (Fault(playlist=lambda _: "<html></html>"), UNAVAILABLE),
    "segments elsewhere": (Fault(playlist=elsewhere), {"redirected"}),
    "a file's address": (
        Fault(playlist=lambda text: text.replace("EXTINF:1.0,\n", "EXTINF:1.0,\nfile:///etc/")),
        {"redirected"},
    ),
    "an impossible address": (
        Fault(playlist=lambda text: text.replace("EXTINF:1.0,\n", "EXTINF:1.0,\nhttp://[::1:/")),
        UNAVAILABLE,
    ),
    # The server's.
    "404": (Fault(answer=answer("404 Not Found")), {"session-expired"}),
    "500": (Fault(answer=answer("500 Oh")), UNAVAILABLE),
    "204": (Fault(answer=answer("204 No Content"), only_media=True), UNAVAILABLE),
    "no HTTP": (Fault(answer=b"SSH-2.0-x\r\n\r\n"), {"unreachable"}),
    "closed in the body": (
        Fault(answer=b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\nConnection: close\r\n\r\nx"),
        {"unreachable"},
    ),
    "redirect to elsewhere": (
        Fault(answer=answer("302 Found", "Location: http://localhost:9/x")),
        {"redirected"},
    ),
    "redirect in a circle": (
        Fault(answer=answer("302 Found", "Location: index.m3u8")),
        {"redirected"},
    ),
    "media redirected elsewhere": (
        Fault(answer=answer("302 Found", "Location: http://localhost:9/x"), only_media=True),
        {"redirected"},
    ),
    "playlist of 100 MB": (
        Fault(answer=b"HTTP/1.1 200 OK\r\n\r\n#EXTM3U\n", endless=HUGE * 400),
        {"too-large"},
    ),
    "media without end": (
        Fault(answer=CHUNKED, endless=LARGE_CHUNK, only_media=True),
        {"too-large", "unreachable"},
    ),
    "a byte now and then": (
        Fault(answer=CHUNKED, endless=b"1\r\n#\r\n", every_s=0.5),
        {"unreachable"},
    ),
    "a head without end": (Fault(endless=b"X-A: b\r\n" * 100), {"unreachable"}),
    "silence": (Fault(answer=b"", endless=b" ", every_s=3600.0), {"unreachable"}),
    "packed playlist": (Fault(answer=packed(b"#EXTM3U\n" + b"#" * 10**8)), UNAVAILABLE),
    "packed media": (Fault(answer=packed(bytes(10**8)), only_media=True), UNAVAILABLE),
    "wrong content types": (Fault(head="Content-Type: image/svg+xml\r\n"), NONE),
}

X264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt")
ENCODED: dict[str, tuple[tuple[str, ...], str, bool, set[str]]] = {
    "another size": ((*X264, "yuv420p"), "640x360", True, NONE),
    "odd size": (("-vf", "scale=321:179", *X264, "yuv444p"), "321x179", True, NONE),
    "a picture of 51 million pixels": (
        ("-vf", "fps=1,scale=7168:7168:flags=neighbor", *X264, "yuv420p", "-t", "2"),
        "320x180",
        True,
        UNDECODABLE,
    ),
    "transport stream": ((*X264, "yuv420p"), "640x360", False, NONE),
    "4:2:2": ((*X264, "yuv422p"), "320x180", True, NONE),
    "4:4:4": ((*X264, "yuv444p"), "320x180", True, NONE),
    "10 bit": ((*X264, "yuv420p10le"), "320x180", True, NONE),
    "4:2:2 10 bit transport stream": ((*X264, "yuv422p10le"), "320x180", False, NONE),
    "hevc": (
        ("-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=error"),
        "320x180",
        True,
        NONE,
    ),
    "sound only": (
        ("-vn", "-f", "lavfi", "-i", "sine", "-map", "1:a", "-c:a", "aac", "-t", "6"),
        "320x180",
        True,
        {"no-video"},
    ),
}

LOW_LATENCY: dict[str, tuple[Fault, set[str]]] = {
    "LL-HLS": (Fault(), NONE),
    "LL-HLS, cut parts": (Fault(media=cut(0.3)), NONE),
    "LL-HLS, flipped parts": (Fault(media=flipped(5, 0.01)), NONE),
    "LL-HLS, never advances": (Fault(frozen=True), {"interrupted"}),
    "LL-HLS, never advances nor blocks": (
        Fault(frozen=True, answers_at_once=True),
        {"interrupted"},
    ),
    "LL-HLS, answers at once": (Fault(answers_at_once=True), NONE),
    "LL-HLS, clock an hour back": (Fault(shift=-HOUR), {"clock-wrong"}),
    "LL-HLS, empty playlist": (
        Fault(playlist=lambda _: "#EXTM3U\n#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES\n"),
        {"interrupted"},
    ),
    "LL-HLS, ranges": (
        Fault(playlist=lambda text: text.replace('.mp4"', '.mp4",BYTERANGE="9@0"')),
        {"unsupported"},
    ),
}
EAGER = {f"{name}, eager": case for name, case in LOW_LATENCY.items()}

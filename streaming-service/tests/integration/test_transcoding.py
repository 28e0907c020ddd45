"""Transcoding on demand with the real MediaMTX and ffmpeg: what plays, when it ends, who may, and what is told."""

import base64
import json
import os
import socket
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import jwt
import pytest

from mosaic_contracts.permissions import Role
from mosaic_platform.keys import load_private_key

from .support import LOOPBACK, Sources, Stack, eventually

X265 = [
    *("-pix_fmt", "yuv420p", "-c:v", "libx265", "-preset", "ultrafast"),
    *("-x265-params", "log-level=none:pools=1:bframes=0:keyint=10"),
]
B_FRAMES = [
    *("-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "ultrafast"),
    *("-bf", "2", "-b_strategy", "0", "-g", "10"),
]
WHEN_NEEDED = {"transcode": "when_needed"}


@pytest.fixture(scope="module")
def h265(sources: Sources) -> str:
    return sources.publish("open-h265", *X265)


@pytest.fixture(scope="module")
def b_frames(sources: Sources) -> str:
    return sources.publish("open-b-frames", *B_FRAMES)


@pytest.fixture(scope="module")
def with_password(sources: Sources) -> str:
    """The same kind of camera, which only its password opens."""
    plain = urlsplit(sources.publish("guarded-h265", *X265))
    return plain._replace(netloc=f"camera:s3cret-word@{plain.netloc}").geturl()


@pytest.fixture(autouse=True)
def _alone(stack: Stack) -> Iterator[None]:
    """One place is all that there is: each test gives it back."""
    yield
    for camera in stack.backend.cameras:
        camera["enabled"] = False
    stack.backend.revision += 1
    stack.look_again()
    eventually(lambda: not stack.paths() and not transcoders(stack), what="all ended")


def added(stack: Stack, source: str, reason: str | None, **fields: Any) -> str:
    """A camera of which streaming knows what it sends."""
    camera: str = stack.backend.add(source, **({"live": WHEN_NEEDED} | fields))
    stack.look_again()
    stack.await_state(camera, "idle", reason)
    return camera


def session(stack: Stack, camera: str, *, token: str = "", **asked: Any) -> httpx.Response:
    return stack.client.post(
        f"{stack.url('streaming')}/api/streaming/v1/cameras/{camera}/sessions",
        params=asked,
        headers={"Authorization": f"Bearer {token or stack.backend.token()}"},
    )


def children(process: int) -> dict[int, list[str]]:
    """Arguments of each child, as everybody on the machine can read them."""
    found = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            arguments = (entry / "cmdline").read_text().split("\0")
        except OSError:
            continue
        if parent == process:
            found[int(entry.name)] = arguments
    return found


def transcoders(stack: Stack) -> dict[int, list[str]]:
    running = children(stack.service.process.pid)
    return {pid: argv for pid, argv in running.items() if any("/h264" in each for each in argv)}


def observed(stack: Stack, path: str) -> dict[str, Any] | None:
    answer = stack.client.get(f"{stack.url('api')}/v3/paths/get/{path}")
    return answer.json() if answer.status_code == 200 else None


def read_frames(stack: Stack, path: str, token: str, seconds: int = 2) -> list[dict[str, Any]]:
    """What a reader of the path by HLS decodes."""
    probed = subprocess.run(
        [
            *("ffprobe", "-v", "error", "-headers", f"Authorization: Bearer {token}\r\n"),
            *("-select_streams", "v", "-read_intervals", f"%+{seconds}"),
            *("-show_entries", "frame=pict_type,key_frame,pts_time:stream=codec_name,has_b_frames"),
            *("-of", "json", f"{stack.url('hls')}/{path}/index.m3u8?cookieCheck=1"),
        ],
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert probed.returncode == 0, probed.stderr
    told = json.loads(probed.stdout)
    assert [stream["codec_name"] for stream in told["streams"]] == ["h264"]
    assert [stream["has_b_frames"] for stream in told["streams"]] == [0]
    frames: list[dict[str, Any]] = told["frames"]
    return frames


def test_h265_when_allowed_then_plays_as_h264_and_ends_after_the_last_reader(
    stack: Stack, h265: str
) -> None:
    camera = added(stack, h265, "codec-unsupported")
    assert not transcoders(stack)
    answer = session(stack, camera)
    assert answer.status_code == 201, answer.text
    told = answer.json()
    path = f"{camera}/h264"
    assert told["transcoded"] == {"codec": "H265", "cause": "codec"}
    assert told["hls_url"] == f"http://mosaic.test/hls/{path}/index.m3u8?cookieCheck=1"
    assert told["whep_url"] == f"http://mosaic.test/whep/{path}/whep"
    playlist = stack.playlist(path, told["token"])
    assert playlist.status_code == 200, playlist.text
    assert 'CODECS="avc1' in playlist.text
    frames = read_frames(stack, path, told["token"])
    assert len(frames) > 10
    assert "B" not in {frame["pict_type"] for frame in frames}
    keys = [float(frame["pts_time"]) for frame in frames if frame["key_frame"]]
    assert len(keys) >= 2
    assert max(later - before for before, later in pairwise(keys)) < 1.5
    whep = stack.client.options(
        f"{stack.url('webrtc')}/{path}/whep", headers={"Authorization": f"Bearer {told['token']}"}
    )
    assert whep.status_code == 204
    assert len(transcoders(stack)) == 1
    eventually(lambda: not transcoders(stack), within_s=90, what="the transcoding ends")
    eventually(lambda: not (observed(stack, camera) or {}).get("ready"), within_s=60)


def test_transcoding_when_it_runs_then_no_secret_is_in_the_list_of_processes(
    stack: Stack, with_password: str
) -> None:
    camera = added(stack, with_password, "codec-unsupported")
    told = session(stack, camera).json()
    assert stack.playlist(f"{camera}/h264", told["token"]).status_code == 200
    (arguments,) = transcoders(stack).values()
    said = " ".join(arguments)
    assert "s3cret-word" not in said
    assert "@" not in said
    assert "eyJ" not in said
    (process,) = transcoders(stack)
    environment = Path(f"/proc/{process}/environ").read_text()
    assert {entry.partition("=")[0] for entry in environment.split("\0") if entry} == {
        "PATH",
        "LANG",
    }
    secret = urlsplit(_transcoder_url(stack, camera)).password or ""
    assert secret
    assert secret not in said
    log = (stack.folder / "streaming.log").read_text()
    assert secret not in log
    assert "s3cret-word" not in log
    assert stack.config.stat().st_mode & 0o077 == 0


def announce(stack: Stack, path: str, token: str) -> str:
    """The status that a publisher gets."""
    url = f"rtsp://{LOOPBACK}:{stack.ports['rtsp']}/{path}"
    credentials = base64.b64encode(f"m:{token}".encode()).decode()
    tracks = "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nt=0 0\r\n"
    tracks += "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=control:trackID=0\r\n"
    head = [
        f"ANNOUNCE {url} RTSP/1.0",
        "CSeq: 1",
        f"Authorization: Basic {credentials}",
        "Content-Type: application/sdp",
        f"Content-Length: {len(tracks)}",
    ]
    with socket.create_connection((LOOPBACK, stack.ports["rtsp"]), timeout=30) as connection:
        connection.sendall("\r\n".join([*head, "", tracks]).encode())
        return connection.recv(4096).decode().split(" ")[1]


def _transcoder_url(stack: Stack, camera: str) -> str:
    answer = stack.client.get(f"{stack.url('api')}/v3/config/paths/get/{camera}/h264")
    return str(answer.json()["source"])


def test_transcoded_path_when_others_try_then_refused(stack: Stack, h265: str) -> None:
    camera = added(stack, h265, "codec-unsupported")
    other = added(stack, h265, "codec-unsupported")
    viewer = session(stack, camera).json()
    claims = jwt.decode(viewer["token"], options={"verify_signature": False})
    assert claims["mediamtx_permissions"] == [
        {"action": "read", "path": path} for path in (camera, f"{camera}/h264")
    ]
    assert stack.playlist(f"{other}/h264", viewer["token"]).status_code == 401
    forged = jwt.encode(
        claims | {"mediamtx_permissions": [{"action": "publish", "path": f"{camera}/h264"}]},
        load_private_key(stack.secrets_dir / "stream-token.pem"),
        algorithm="EdDSA",
        headers={"kid": jwt.get_unverified_header(viewer["token"])["kid"]},
    )
    # It is no path that anybody publishes to, with whatever right.
    for token in (viewer["token"], forged):
        assert announce(stack, f"{camera}/h264", token) == "400"
    url = _transcoder_url(stack, camera)
    without = urlsplit(url)._replace(netloc=url.rpartition("@")[2].partition("/")[0]).geturl()
    refused = subprocess.run(
        ["ffprobe", "-v", "error", "-rtsp_transport", "tcp", without],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "401" in refused.stderr
    stack.backend.change(camera, live={"transcode": "never"})
    stack.look_again()
    eventually(lambda: f"{camera}/h264" not in stack.paths())
    assert stack.playlist(f"{camera}/h264", viewer["token"]).status_code != 200
    assert session(stack, camera).json()["transcoded"] is None
    eventually(lambda: not transcoders(stack), what="the transcoding ends with the right to it")


def test_h265_when_not_allowed_or_not_needed_then_the_camera_s_own_stream(
    stack: Stack, h265: str
) -> None:
    never = added(stack, h265, "codec-unsupported", live={"transcode": "never"})
    told = session(stack, never).json()
    assert (told["transcoded"], told["hls_url"].count("/h264/")) == (None, 0)
    assert (told["state"], told["reason"]) == ("idle", "codec-unsupported")
    assert f"{never}/h264" not in stack.paths()
    allowed = added(stack, h265, "codec-unsupported")
    told = session(stack, allowed, plays_hevc=True, transport="ll-hls").json()
    assert told["transcoded"] is None
    assert not transcoders(stack)


def test_b_frames_when_allowed_then_transcoded_for_webrtc_alone(
    stack: Stack, b_frames: str, open_source: str
) -> None:
    camera = added(stack, b_frames, None)
    plain = added(stack, open_source, None)
    assert session(stack, plain).json()["transcoded"] is None
    assert session(stack, camera, transport="ll-hls").json()["transcoded"] is None
    told = session(stack, camera).json()
    assert told["transcoded"] == {"codec": "H264", "cause": "b-frames"}
    frames = read_frames(stack, f"{camera}/h264", told["token"])
    assert "B" not in {frame["pict_type"] for frame in frames}


def test_transcodings_when_all_places_are_taken_then_told_so_and_the_running_one_goes_on(
    stack: Stack, h265: str, b_frames: str
) -> None:
    first = added(stack, h265, "codec-unsupported")
    second = added(stack, h265, "codec-unsupported")
    third = added(stack, b_frames, None)
    token = session(stack, first).json()["token"]
    for _ in range(2):
        refused = session(stack, second)
        assert (refused.status_code, refused.json()["code"]) == (503, "transcodings-full")
        assert "at once" in refused.json()["detail"]
        # It plays by LL-HLS as it is.
        assert session(stack, third).json()["transcoded"] is None
        assert stack.playlist(f"{first}/h264", token).status_code == 200
    assert session(stack, first).json()["transcoded"] is not None
    assert len(transcoders(stack)) == 1
    told = stack.client.get(
        f"{stack.url('streaming')}/api/streaming/v1/nodes",
        headers={"Authorization": f"Bearer {stack.backend.token(Role.ADMIN)}"},
    ).json()["items"]
    assert [
        (node["encoder"], node["transcodings"], node["transcodings_most"]) for node in told
    ] == [("libx264", 1, 1)]
    metrics = stack.client.get(f"{stack.url('streaming')}/metrics").text
    assert 'mosaic_streaming_encoder{encoder="libx264"} 1.0' in metrics
    assert 'mosaic_streaming_encoder{encoder="h264_nvenc"} 0.0' in metrics
    assert "mosaic_streaming_transcodings 1.0" in metrics


def test_transcoding_when_ffmpeg_is_killed_then_made_anew_for_whoever_reads(
    stack: Stack, h265: str
) -> None:
    camera = added(stack, h265, "codec-unsupported")
    token = session(stack, camera).json()["token"]
    assert stack.playlist(f"{camera}/h264", token).status_code == 200
    (process,) = transcoders(stack)
    os.kill(process, 9)
    eventually(lambda: process not in transcoders(stack))

    def plays() -> bool:
        opened = session(stack, camera)
        if opened.status_code != 201:
            return False
        return stack.playlist(f"{camera}/h264", opened.json()["token"]).status_code == 200

    eventually(plays, within_s=60, what="it plays again")
    assert transcoders(stack).keys() - {process}

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import psutil
import pytest

Wait = Callable[[Callable[[], bool], float], None]


@contextmanager
def _serving(
    command: str, port: int, mediamtx: Path, *more: str
) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "mosaic_demo",
            command,
            "--port",
            str(port),
            "--mediamtx",
            str(mediamtx),
            *more,
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert f"rtsp://127.0.0.1:{port}/" in process.stdout.readline()
        yield process
    finally:
        process.terminate()
        assert process.wait(10) in {0, -signal.SIGKILL}


def _probe(url: str, *options: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["ffprobe", "-v", "error", "-rtsp_transport", "tcp", *options, "-of", "csv=p=0", url],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def _codec(url: str) -> str:
    return _probe(url, "-show_entries", "stream=codec_name,has_b_frames").stdout.strip()


def test_serve_when_probed_then_h264_without_b_frames_and_a_key_frame_each_second(
    library: Path, mediamtx_binary: Path, free_port: Callable[[], int], wait_until: Wait
) -> None:
    port = free_port()
    with _serving("serve", port, mediamtx_binary, "--clips", str(library), "--cameras", "3"):
        url = f"rtsp://127.0.0.1:{port}/camera-03"
        wait_until(lambda: _codec(url).startswith("h264"), 20)
        seen = _probe(url, "-show_entries", "stream=has_b_frames,width,height,r_frame_rate")
        assert seen.stdout.strip() == "1280,720,0,25/1"
        packets = _probe(
            url, "-read_intervals", "%+6", "-show_entries", "packet=flags"
        ).stdout.split()
        keys = [i for i, flags in enumerate(packets) if flags.startswith("K")]
        assert len(keys) >= 4, "the clip of three seconds loops within six"
        assert {b - a for a, b in pairwise(keys)} == {25}


def test_serve_when_killed_then_no_child_stays(
    library: Path, mediamtx_binary: Path, free_port: Callable[[], int], wait_until: Wait
) -> None:
    with _serving(
        "serve", free_port(), mediamtx_binary, "--clips", str(library), "--cameras", "2"
    ) as process:
        wait_until(lambda: len(psutil.Process(process.pid).children()) == 3, 10)
        children = psutil.Process(process.pid).children()
        os.kill(process.pid, signal.SIGKILL)
        assert psutil.wait_procs(children, timeout=5)[1] == []


def test_serve_when_a_child_dies_then_it_comes_back(
    library: Path, mediamtx_binary: Path, free_port: Callable[[], int], wait_until: Wait
) -> None:
    port = free_port()
    with _serving(
        "serve", port, mediamtx_binary, "--clips", str(library), "--cameras", "1"
    ) as process:
        parent = psutil.Process(process.pid)
        wait_until(lambda: len(parent.children()) == 2, 10)
        before = {child.pid for child in parent.children()}
        for child in parent.children():
            child.kill()
        wait_until(
            lambda: len(parent.children()) == 2 and not before & {c.pid for c in parent.children()},
            20,
        )
        wait_until(lambda: _codec(f"rtsp://127.0.0.1:{port}/camera-01").startswith("h264"), 30)


def _refused(
    library: Path, cameras: int, port: int, mediamtx: Path
) -> "subprocess.CompletedProcess[str]":
    command = [
        sys.executable,
        "-m",
        "mosaic_demo",
        "serve",
        "--clips",
        str(library),
        "--cameras",
        str(cameras),
    ]
    command += ["--port", str(port), "--mediamtx", str(mediamtx)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_serve_when_the_port_is_taken_then_says_so_and_fails(
    library: Path, mediamtx_binary: Path, free_port: Callable[[], int]
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", free_port()))
        taken.listen()
        port = taken.getsockname()[1]
        done = _refused(library, 1, port, mediamtx_binary)
    assert done.returncode == 1
    assert done.stderr.strip() == f"port {port} on 127.0.0.1 is taken: choose another with --port"


def test_serve_when_there_are_too_few_clips_then_says_so(
    library: Path, mediamtx_binary: Path, free_port: Callable[[], int]
) -> None:
    done = _refused(library, 9, free_port(), mediamtx_binary)
    assert done.returncode == 1
    assert "no clip for camera-04" in done.stderr


@pytest.fixture(scope="module")
def faulty(mediamtx_binary: Path, free_port: Callable[[], int]) -> Iterator[str]:
    port = free_port()
    with _serving("faults", port, mediamtx_binary):
        yield f"127.0.0.1:{port}"


@pytest.mark.parametrize(
    ("path", "seen"),
    [("h265", "hevc,0"), ("b-frames", "h264,2"), ("audio-only", "aac"), ("drops", "h264,0")],
)
def test_faults_when_probed_then_each_sends_what_its_name_says(
    faulty: str, wait_until: Wait, path: str, seen: str
) -> None:
    wait_until(lambda: _codec(f"rtsp://{faulty}/{path}").splitlines()[:1] == [seen], 60)


def test_faults_when_a_password_is_needed_then_only_with_it(faulty: str, wait_until: Wait) -> None:
    assert "401" in _probe(f"rtsp://{faulty}/needs-password").stderr
    wait_until(lambda: _codec(f"rtsp://user:secret@{faulty}/needs-password") == "h264,0", 30)


def test_faults_when_key_frames_are_dropped_then_none_comes(faulty: str, wait_until: Wait) -> None:
    url = f"rtsp://{faulty}/no-key-frame"

    def flags() -> list[str]:
        return _probe(url, "-read_intervals", "%+4", "-show_entries", "packet=flags").stdout.split()

    wait_until(lambda: len(flags()) > 25, 40)
    assert not any(flag.startswith("K") for flag in flags())

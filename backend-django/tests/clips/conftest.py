"""A MediaMTX with a recording of one camera, and workers as processes."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx
import pytest
import yaml
from django.db import connection

from mosaic_contracts.ids import new_id

from .streaming_stand_in import StreamingStandIn

RECORDED_S = 6


@dataclass
class Recorded:
    """A camera's recording; spans from about `start`."""

    camera_id: UUID
    start: datetime
    playback_url: str
    streaming: StreamingStandIn


@pytest.fixture(scope="session")
def recorded(
    mediamtx_binary: Path,
    free_port: Callable[[], int],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Recorded]:
    folder = tmp_path_factory.mktemp("mediamtx")
    streaming = StreamingStandIn(Path(os.environ["MOSAIC_SECRETS_DIR"]))
    camera_id, rtsp, playback = new_id(), free_port(), free_port()
    config: dict[str, Any] = {
        "rtspAddress": f"127.0.0.1:{rtsp}",
        "rtspTransports": ["tcp"],
        "playback": True,
        "playbackAddress": f"127.0.0.1:{playback}",
        "authMethod": "jwt",
        "authJWTJWKS": f"{streaming.url}/internal/jwks.json",
        "authJWTIssuer": "mosaic-streaming",
        "authJWTAudience": "mosaic-media",
        "authJWTExclude": [{"action": "publish"}],
        "pathDefaults": {
            "record": True,
            "recordPath": f"{folder}/%path/%Y-%m-%d_%H-%M-%S-%f",
            "recordSegmentDuration": "2s",
            "recordPartDuration": "500ms",
        },
        "paths": {str(camera_id): {}},
        **dict.fromkeys(("hls", "webrtc", "rtmp", "srt", "moq"), False),
    }
    (folder / "mediamtx.yml").write_text(yaml.safe_dump(config))
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [mediamtx_binary, folder / "mediamtx.yml"], stdout=log, stderr=log, cwd=folder
        )
    try:
        eventually(lambda: _listens(playback))
        _publish(f"rtsp://127.0.0.1:{rtsp}/{camera_id}")
        start = datetime.now(UTC) - timedelta(seconds=RECORDED_S)
        yield Recorded(camera_id, start, f"http://127.0.0.1:{playback}", streaming)
    finally:
        server.kill()
        server.wait()
        streaming.stop()


def _publish(url: str) -> None:
    subprocess.run(
        [
            *(shutil.which("ffmpeg") or "ffmpeg", "-v", "error", "-nostdin", "-re"),
            *("-f", "lavfi", "-i", "testsrc=size=320x240:rate=10", "-t", str(RECORDED_S)),
            *("-c:v", "libx264", "-preset", "ultrafast", "-bf", "0", "-g", "10"),
            *("-f", "rtsp", "-rtsp_transport", "tcp", url),
        ],
        check=True,
        timeout=60,
    )


def _listens(port: int) -> bool:
    try:
        httpx.get(f"http://127.0.0.1:{port}/list", timeout=1)
    except httpx.ConnectError:
        return False
    except httpx.HTTPError:
        return True
    return True


@pytest.fixture
def work(
    recorded: Recorded, transactional_db: None, redis_url: str, amqp_url: str, tmp_path: Path
) -> Iterator[Callable[[], "subprocess.Popen[bytes]"]]:
    """Starts `python -m mosaic_backend work`; ends what still runs."""
    to = connection.settings_dict
    address = f"{quote(to['USER'])}:{quote(to['PASSWORD'])}@{to['HOST']}:{to['PORT']}"
    environment = {
        **os.environ,
        "MOSAIC_DATABASE_URL": f"postgresql://{address}/{to['NAME']}",
        "MOSAIC_REDIS_URL": redis_url,
        "MOSAIC_AMQP_URL": amqp_url,
        "MOSAIC_STREAMING_URL": recorded.streaming.url,
        "MOSAIC_MEDIAMTX_PLAYBACK_URL": recorded.playback_url,
    }
    running: list[subprocess.Popen[bytes]] = []

    def begin() -> "subprocess.Popen[bytes]":
        with (tmp_path / "worker.log").open("ab") as log:
            running.append(
                subprocess.Popen(
                    [sys.executable, "-m", "mosaic_backend", "work"],
                    env=environment,
                    stdout=log,
                    stderr=log,
                )
            )
        return running[-1]

    yield begin
    for process in running:
        if process.poll() is None:
            process.terminate()
            assert process.wait(timeout=15) == 0, (tmp_path / "worker.log").read_text()[-3000:]


def eventually(condition: Callable[[], Any], *, within_s: float = 90.0) -> Any:
    """The condition's value once it is true."""
    deadline = time.monotonic() + within_s
    while not (value := condition()):
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.05)
    return value

"""A MediaMTX with a recording of one camera, workers as processes, and an AI that tells what it looks at."""

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest
from django.db import connection
from rest_framework.test import APIClient

from mosaic_backend.clips.infrastructure.encryption.recording_keys import FILE
from mosaic_backend.config.environment import environment
from mosaic_contracts.ids import new_id

from .recording_server import RecordingServer

RECORDED_S = 6


@dataclass
class Recorded:
    """A camera's recording; spans from about `start`."""

    camera_id: UUID
    start: datetime
    recordings: Path


@pytest.fixture(scope="session")
def recorded(
    mediamtx_binary: Path,
    free_port: Callable[[], int],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Recorded]:
    folder = tmp_path_factory.mktemp("mediamtx")
    server = RecordingServer(mediamtx_binary, folder, free_port)
    camera_id = new_id()
    try:
        assert server.publish(camera_id, RECORDED_S).wait(timeout=60) == 0
        start = datetime.now(UTC) - timedelta(seconds=RECORDED_S)
        yield Recorded(camera_id, start, server.recordings)
    finally:
        server.stop()


@pytest.fixture
def recording_server(
    mediamtx_binary: Path, free_port: Callable[[], int], tmp_path: Path
) -> Iterator[RecordingServer]:
    """One of the test's own, open to every camera."""
    server = RecordingServer(mediamtx_binary, tmp_path / "mediamtx", free_port)
    yield server
    server.stop()


@pytest.fixture
def camera(admin: APIClient) -> UUID:
    answer = admin.post("/api/v1/cameras", {"name": "Gate", "source_url": "rtsp://10.0.0.9/1"})
    return UUID(answer.json()["id"])


@pytest.fixture
def copy(recorded: Recorded, camera: UUID, tmp_path: Path) -> Path:
    """A folder of recordings with those of the recorded camera as the camera's."""
    source = recorded.recordings / str(recorded.camera_id)
    shutil.copytree(source, tmp_path / "recordings" / str(camera))
    return tmp_path / "recordings"


@pytest.fixture
def work(
    recorded: Recorded, transactional_db: None, redis_url: str, amqp_url: str, tmp_path: Path
) -> Iterator[Callable[..., "subprocess.Popen[bytes]"]]:
    """Starts `python -m mosaic_backend work`, which may find programs in a folder first; ends what still runs."""
    environment = {
        **os.environ,
        "MOSAIC_DATABASE_URL": database_address(),
        "MOSAIC_REDIS_URL": redis_url,
        "MOSAIC_AMQP_URL": amqp_url,
        "MOSAIC_RECORDINGS_DIR": str(recorded.recordings),
    }
    running: list[subprocess.Popen[bytes]] = []

    def begin(programs: Path | None = None, **more: str) -> "subprocess.Popen[bytes]":
        first = f"{programs}:" if programs else ""
        with (tmp_path / "worker.log").open("ab") as log:
            running.append(
                subprocess.Popen(
                    [sys.executable, "-m", "mosaic_backend", "work"],
                    env={**environment, "PATH": f"{first}{os.environ['PATH']}", **more},
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


@pytest.fixture
def own_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A secrets folder of the test's own; the file of the keys in it."""
    folder = tmp_path / "secrets"
    shutil.copytree(environment().secrets_dir, folder)
    monkeypatch.setenv("MOSAIC_SECRETS_DIR", str(folder))
    environment.cache_clear()
    yield folder / FILE
    environment.cache_clear()


@pytest.fixture
def ai() -> Iterator[tuple[str, dict[str, Any]]]:
    """An address at which the AI's answer is given, and that answer, to be changed."""
    told: dict[str, Any] = {"outbox_depth": 0, "cameras": []}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            well = (
                self.path == "/internal/v1/watching" and "Bearer " in self.headers["Authorization"]
            )
            body = json.dumps(told).encode()
            self.send_response(200 if well else 401)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", told
    server.shutdown()
    server.server_close()


def eventually(condition: Callable[[], Any], *, within_s: float = 90.0) -> Any:
    """The condition's value once it is true."""
    deadline = time.monotonic() + within_s
    while not (value := condition()):
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.05)
    return value


def database_address() -> str:
    """Of the test's database, for other processes."""
    to = connection.settings_dict
    address = f"{quote(to['USER'])}:{quote(to['PASSWORD'])}@{to['HOST']}:{to['PORT']}"
    return f"postgresql://{address}/{to['NAME']}"

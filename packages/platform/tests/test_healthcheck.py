import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from mosaic_platform.healthcheck import TOUCHED_WITHIN_S, fault


@contextmanager
def serving(status: int) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/ready"
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(("status", "healthy"), [(200, True), (503, False), (500, False)])
def test_part_when_it_answers_then_only_200_is_healthy(status: int, healthy: bool) -> None:
    with serving(status) as url:
        assert (fault(url) == "") is healthy


def test_part_when_nobody_answers_then_unhealthy() -> None:
    with serving(200) as url:
        pass
    assert fault(url)


def test_file_when_touched_long_ago_or_never_then_unhealthy(tmp_path: Path) -> None:
    file = tmp_path / "alive"
    assert fault(str(file))
    file.touch()
    assert fault(str(file)) == ""
    long_ago = file.stat().st_mtime - TOUCHED_WITHIN_S - 1
    os.utime(file, (long_ago, long_ago))
    assert "ago" in fault(str(file))


def test_command_when_run_then_its_status_tells(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mosaic_platform.healthcheck", str(tmp_path / "alive")]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1
    (tmp_path / "alive").touch()
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0

"""The native stack's life: infrastructure parts only, so that no service has to be there."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from mosaic_cli.home import Home
from mosaic_cli.supervision.processes import marked

PARTS = ("postgresql", "redis", "epmd", "rabbitmq", "mediamtx", "haproxy")
pytestmark = pytest.mark.timeout(180)


class Command:
    """`./mosaic` on a home of its own."""

    def __init__(self, home: Path) -> None:
        self.home = Home(home)
        self._environment = {
            name: value for name, value in os.environ.items() if not name.startswith("MOSAIC_")
        } | {"MOSAIC_HOME": str(home)}

    def start(self, *words: str, **environment: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            # As at a terminal: who runs the tests in the background has SIGINT ignored, which is inherited.
            ["env", "--default-signal=INT", sys.executable, "-m", "mosaic_cli", *words],
            env=self._environment | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def run(self, *words: str, **environment: str) -> tuple[int, str]:
        process = self.start(*words, **environment)
        output, _ = process.communicate(timeout=120)
        return process.returncode, output

    def up(self, *parts: str, **environment: str) -> tuple[int, str]:
        only = [word for part in parts for word in ("--only", part)]
        return self.run("up", "--detach", "--no-demo", *only, **environment)

    def parts(self) -> dict[str, dict[str, Any]]:
        _, output = self.run("status", "--json")
        return {part["name"]: part for part in json.loads(output)["parts"]}

    def pids(self, *names: str) -> dict[str, int]:
        found = self.parts()
        return {name: found[name]["pid"] for name in names}


def _until(condition: Callable[[], bool], timeout_s: float = 120.0) -> None:
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, "the condition did not come true in time"
        time.sleep(0.2)


@pytest.fixture
def command(tmp_path: Path) -> Iterator[Command]:
    found = Command(tmp_path / "home")
    tmp_path.chmod(0o755)
    for folder in tmp_path.parents[:3]:
        if folder.name.startswith("pytest-"):
            folder.chmod(0o711)  # PostgreSQL's account passes through
    yield found
    found.run("down")
    assert not marked(found.home.identity)


def test_stack_when_parts_and_supervisor_are_killed_then_comes_back_and_leaves_nothing(
    command: Command,
) -> None:
    code, output = command.up(*PARTS)
    assert code == 0, output
    assert "\x1b" not in output
    first = command.pids(*PARTS)
    ports = (command.home.path / "ports.json").read_text()

    code, output = command.up(*PARTS)
    assert code == 0, output
    assert command.pids(*PARTS) == first

    for pid in first.values():
        os.kill(pid, signal.SIGKILL)

    def all_back() -> bool:
        found = command.parts()
        return all(
            found[name]["state"] == "ready" and found[name]["pid"] != first[name] for name in PARTS
        )

    _until(all_back)

    os.kill(int((command.home.run / "supervisord.pid").read_text()), signal.SIGKILL)
    _until(lambda: not marked(command.home.identity))
    assert command.run("status")[0] == 1

    code, output = command.up("redis")
    assert code == 0, output
    assert (command.home.path / "ports.json").read_text() == ports
    assert command.run("down") == (0, "stopped\n")
    assert not marked(command.home.identity)
    assert command.run("down") == (0, "nothing was running\n")


def test_up_when_interrupted_then_everything_stops(command: Command) -> None:
    process = command.start("up", "--no-demo", "--only", "redis", "--only", "epmd")
    assert process.stdout is not None
    for line in process.stdout:
        if "Ctrl-C" in line:
            break
    assert len(marked(command.home.identity)) >= 3
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 130
    assert not marked(command.home.identity)


def test_up_when_interrupted_while_it_starts_then_everything_stops(command: Command) -> None:
    process = command.start(
        "up", "--no-demo", "--only", "rabbitmq", "--only", "epmd", "--only", "redis"
    )
    _until(lambda: len(marked(command.home.identity)) >= 3)
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 130
    assert not marked(command.home.identity)


def test_homes_when_two_run_side_by_side_then_do_not_touch_each_other(
    command: Command, tmp_path: Path
) -> None:
    other = Command(tmp_path / "other")
    try:
        assert command.up("redis", "haproxy")[0] == 0
        assert other.up("redis", "haproxy")[0] == 0
        mine = command.pids("redis", "haproxy")
        assert other.run("down") == (0, "stopped\n")
        assert command.pids("redis", "haproxy") == mine
        assert command.parts()["redis"]["state"] == "ready"
    finally:
        other.run("down")


def test_up_when_the_asked_port_is_taken_then_says_so_and_leaves_nothing(command: Command) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
        code, output = command.up("redis", MOSAIC_HTTP_PORT=port)
    assert code == 1
    assert f"port {port} (MOSAIC_HTTP_PORT) is taken" in output
    assert "Traceback" not in output
    assert not marked(command.home.identity)


def test_credentials_when_started_then_only_their_owner_may_read_them(command: Command) -> None:
    assert command.up("redis")[0] == 0
    file = command.home.credentials
    assert file.stat().st_mode & 0o777 == 0o600
    found = json.loads(file.read_text())
    assert set(found["accounts"]) == {"admin", "operator", "reviewer", "viewer"}
    assert found["url"] == json.loads(command.run("status", "--json")[1])["url"]


def test_logs_when_the_part_is_unknown_then_the_known_ones_are_named(command: Command) -> None:
    assert command.up("redis")[0] == 0
    code, output = command.run("logs", "nothing")
    assert code == 1
    assert "redis" in output
    assert command.run("logs", "redis")[0] == 0

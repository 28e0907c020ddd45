"""A stack of one's own for tests and benchmarks: its home is a temporary folder, its port a free one."""

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil

from mosaic_cli.ports import free_ports

UP_LIMIT_S = 600
DOWN_LIMIT_S = 120
GONE_WITHIN_S = 15


class StackError(Exception):
    """The stack did not come up, or did not go down."""


class Stack:
    """A stack in its own home, handled through `./mosaic` alone, as a user does."""

    def __init__(self, root: Path, home: Path, environment: Mapping[str, str]) -> None:
        self._root = root
        self.home = home
        self.environment = {**environment, "MOSAIC_HOME": str(home)}

    def up(self, *options: str) -> str:
        """Returns what `up` printed. Raises StackError with it when the stack is not ready."""
        return self._mosaic("up", "--detach", *options, limit_s=UP_LIMIT_S)

    def down(self) -> None:
        self._mosaic("down", limit_s=DOWN_LIMIT_S)

    def status(self) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(self._mosaic("status", "--json", limit_s=60))
        return answer

    def processes(self) -> list[psutil.Process]:
        """The parts' processes and all that they started, and whoever else names the home."""
        found: dict[int, psutil.Process] = {}
        for part in self.status()["parts"]:
            with suppress(psutil.Error, TypeError):
                process = psutil.Process(part["pid"])
                for each in (process, *process.children(recursive=True)):
                    found[each.pid] = each
        for process in self._naming_home():
            found[process.pid] = process
        return list(found.values())

    def happenings(self) -> list[str]:
        """Which parts ended and came again, and whom the front door took for down; in order, with their times."""
        logs = self.home / "logs"
        found = [
            line.replace(",", ".", 1)
            for line in _lines(logs / "supervisord.log")
            if " exited: " in line or " spawned: " in line
        ]
        found += [
            f"{line[:10]} {line[11:]}"
            for line in _lines(logs / "haproxy.log")
            if line[:1].isdigit() and (" is DOWN" in line or " is UP" in line)
        ]
        return sorted(found)

    def leftovers(self, known: list[psutil.Process]) -> list[str]:
        """What still runs of these after a while, and whoever still names the home."""
        deadline = time.monotonic() + GONE_WITHIN_S
        while True:
            alive = {each.pid: each for each in (*known, *self._naming_home()) if _runs(each)}
            if not alive or time.monotonic() > deadline:
                return [_shown(process) for process in alive.values()]
            time.sleep(0.2)

    def _naming_home(self) -> Iterator[psutil.Process]:
        ours = {os.getpid(), *(process.pid for process in psutil.Process().parents())}
        for process in psutil.process_iter():
            with suppress(psutil.Error):
                if process.pid not in ours and str(self.home) in " ".join(process.cmdline()):
                    yield process

    def _mosaic(self, *arguments: str, limit_s: float) -> str:
        try:
            done = subprocess.run(
                [str(self._root / "mosaic"), *arguments],
                cwd=self._root,
                env=os.environ | self.environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=limit_s,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise StackError(f"`mosaic {arguments[0]}` took more than {limit_s:.0f} s") from error
        if done.returncode != 0:
            raise StackError(f"`mosaic {arguments[0]}` failed:\n{done.stdout}\n{done.stderr}")
        return done.stdout


def _lines(log: Path) -> list[str]:
    with suppress(FileNotFoundError):
        return log.read_text(errors="replace").splitlines()
    return []


def _runs(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _shown(process: psutil.Process) -> str:
    with suppress(psutil.Error):
        return f"{process.pid} {' '.join(process.cmdline())[:200]}"
    return str(process.pid)


def models_environment(root: Path) -> dict[str, str]:
    """MOSAIC_MODELS_DIR where it is set or where developers share models beside the checkout."""
    shared = Path(os.environ.get("MOSAIC_MODELS_DIR", root.parent / "shared" / "models"))
    return {"MOSAIC_MODELS_DIR": str(shared)} if shared.is_dir() else {}


@contextmanager
def fresh_stack(root: Path, **more: str) -> Iterator[Stack]:
    """A stack that is not started yet; its folder goes at the end, the stack must be down by then.

    more: variables of its environment.
    """
    home = Path(tempfile.mkdtemp(prefix="mosaic-home-"))
    home.chmod(0o711)  # accounts of parts that refuse root pass through
    http_port, https_port = (str(port) for port in free_ports(2))
    ports = {"MOSAIC_HTTP_PORT": http_port, "MOSAIC_HTTPS_PORT": https_port}
    # Tests wait for quiet footage to go, which nobody does for ten minutes.
    short = {"MOSAIC_EVENT_RECORDING_MARGIN_S": "60"}
    stack = Stack(root, home, {**ports, **short, **models_environment(root), **more})
    try:
        yield stack
    finally:
        with suppress(StackError):
            stack.down()
        shutil.rmtree(home, ignore_errors=True)

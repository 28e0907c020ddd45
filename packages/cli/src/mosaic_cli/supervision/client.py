"""Talks to a stack's supervisord and starts it."""

import http.client
import socket
import subprocess
import sys
import time
import xmlrpc.client
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mosaic_cli.home import Home
from mosaic_cli.part import base_environment
from mosaic_cli.repository import ROOT
from mosaic_cli.supervision.processes import STACK_VARIABLE

START_S = 15
NO_SUCH_PROGRAM, NOT_RUNNING, ALREADY_STARTED = 10, 70, 60


class _SocketConnection(http.client.HTTPConnection):
    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=40)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self._path))


class _SocketTransport(xmlrpc.client.Transport):
    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def make_connection(self, _host: Any) -> http.client.HTTPConnection:
        return _SocketConnection(self._path)


@dataclass(frozen=True)
class ProcessState:
    """What supervisord says of one part; `pid` 0 where it does not run."""

    name: str
    state: str
    pid: int
    since: float


class Supervisor:
    """One stack's supervisord. Methods other than `running` raise OSError while it is down."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def running(self) -> bool:
        try:
            return bool(self._call("getState")["statename"] == "RUNNING")
        except (OSError, http.client.HTTPException, xmlrpc.client.Error):
            return False

    def launch(self) -> None:
        """Starts supervisord on its written configuration, in a session of its own and returns when it answers."""
        self._home.socket.unlink(missing_ok=True)
        with (self._home.logs / "supervisord.out").open("ab") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "mosaic_cli.supervision.daemon", str(self._home.run)],
                cwd=ROOT,
                env=base_environment()
                | {STACK_VARIABLE: self._home.identity, "PYTHONUNBUFFERED": "1"},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_S
        while not self.running():
            if process.poll() is not None or time.monotonic() > deadline:
                said = (self._home.logs / "supervisord.out").read_text(errors="replace")[-1000:]
                raise RuntimeError(f"supervisord did not start: {said}")
            time.sleep(0.02)

    def states(self) -> dict[str, ProcessState]:
        return {
            found["name"]: ProcessState(
                found["name"], found["statename"], found["pid"], found["start"]
            )
            for found in self._call("getAllProcessInfo")
        }

    def state(self, name: str) -> ProcessState:
        found = self._call("getProcessInfo", name)
        return ProcessState(found["name"], found["statename"], found["pid"], found["start"])

    def start(self, name: str) -> None:
        self._call_tolerating(ALREADY_STARTED, "startProcess", name, False)

    def stop(self, name: str) -> None:
        """Only asks; supervisord kills a part that does not end in time."""
        self._call_tolerating(NOT_RUNNING, "stopProcess", name, False)

    def replace(self, name: str) -> None:
        """Takes over a changed, new or removed program from the configuration file."""
        added, changed, removed = self._call("reloadConfig")[0]
        if name in (*changed, *removed):
            self._call_tolerating(NOT_RUNNING, "stopProcess", name, True)
            self._call("removeProcessGroup", name)
        if name in (*changed, *added):
            self._call("addProcessGroup", name)

    def shutdown(self) -> None:
        self._call("shutdown")

    def _call_tolerating(self, code: int, method: str, *arguments: Any) -> None:
        try:
            self._call(method, *arguments)
        except xmlrpc.client.Fault as fault:
            if fault.faultCode != code:
                raise

    def _call(self, method: str, *arguments: Any) -> Any:
        transport = _SocketTransport(self._home.socket)
        with xmlrpc.client.ServerProxy("http://localhost", transport=transport) as server:
            return getattr(server.supervisor, method)(*arguments)

"""The stack that tests and benchmarks talk to, as `./mosaic` tells it."""

import json
import os
import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mosaic_cli.checks.live.front_door import FrontDoor
from mosaic_cli.home import Home
from mosaic_cli.repository import ROOT


class NoStackError(Exception):
    """No stack of this home is running."""


@dataclass(frozen=True)
class RunningStack:
    """home: its folder. accounts: by role, `{username, password}`. https_url: empty without TLS."""

    home: Path
    url: str
    accounts: dict[str, dict[str, str]]
    https_url: str = ""

    @classmethod
    def of_home(cls, home: Path) -> "RunningStack":
        """Raises NoStackError unless the stack is ready."""
        credentials = Home(home).credentials
        if not credentials.exists():
            raise NoStackError(f"there is no stack in {home}; start one with ./mosaic up")
        told = json.loads(credentials.read_text())
        stack = cls(home, told["url"], told["accounts"])
        status = stack.status()
        if not status["ready"]:
            raise NoStackError(f"the stack in {home} is not ready; see ./mosaic status")
        return cls(home, status["url"], told["accounts"], status["https_url"])

    def sign_in(self, role: str, *, by_tls: bool = False) -> FrontDoor:
        account = self.accounts[role]
        url, tls = (self.https_url, self.trusting()) if by_tls else (self.url, None)
        return FrontDoor(url, account["username"], account["password"], tls)

    def trusting(self) -> ssl.SSLContext:
        """Trusts the local authority of this stack and nobody else."""
        return ssl.create_default_context(cafile=str(Home(self.home).tls / "ca.crt"))

    def status(self) -> dict[str, Any]:
        done = subprocess.run(
            [str(ROOT / "mosaic"), "status", "--json"],
            env=os.environ | {"MOSAIC_HOME": str(self.home)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        try:
            status: dict[str, Any] = json.loads(done.stdout)
        except ValueError as error:
            raise NoStackError(f"mosaic status failed: {done.stderr[-1000:]}") from error
        return status

    def parts(self) -> dict[str, dict[str, Any]]:
        """By name: state, pid, address."""
        return {part["name"]: part for part in self.status()["parts"]}

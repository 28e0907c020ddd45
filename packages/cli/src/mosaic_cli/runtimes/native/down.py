"""Stops a stack: first what uses the others, then the others, then whatever is left."""

import http.client
import time
import xmlrpc.client
from collections.abc import Collection

from mosaic_cli.home import Home
from mosaic_cli.supervision.client import Supervisor
from mosaic_cli.supervision.processes import RECORD, sweep

INFRASTRUCTURE = {"postgresql", "redis", "rabbitmq", "mediamtx"}
LAST = {"epmd"}
PATIENCE_S = 30.0
ENDED = {"STOPPED", "EXITED", "FATAL", "UNKNOWN"}


def down(home: Home) -> bool:
    """Leaves no process of this home. True where there was one."""
    supervisor = Supervisor(home)
    was_running = supervisor.running()
    if was_running:
        try:
            names = set(supervisor.states())
            for wave in (names - INFRASTRUCTURE - LAST, names & INFRASTRUCTURE, names & LAST):
                _stop(supervisor, wave)
            supervisor.shutdown()
        except (OSError, http.client.HTTPException, xmlrpc.client.Error):
            pass  # it died meanwhile: the sweep finds what it left
        deadline = time.monotonic() + PATIENCE_S
        while supervisor.running() and time.monotonic() < deadline:
            time.sleep(0.05)
    swept = sweep(home.identity, home.run / RECORD) if home.run.exists() else 0
    home.socket.unlink(missing_ok=True)
    return was_running or swept > 0


def _stop(supervisor: Supervisor, names: Collection[str]) -> None:
    for name in names:
        supervisor.stop(name)
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        states = supervisor.states()
        if all(states[name].state in ENDED for name in names if name in states):
            return
        time.sleep(0.05)

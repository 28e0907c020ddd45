"""Stays with a running stack and tells when a part fails or comes back."""

import time

from mosaic_cli.progress import Progress
from mosaic_cli.runtimes.native.stack import Stack
from mosaic_cli.runtimes.native.status import status_of
from mosaic_cli.supervision.client import Supervisor

LOOK_EVERY_S = 2.0


def follow(stack: Stack, progress: Progress) -> None:
    """Returns when the supervisor is gone; until then tells every change of a part."""
    supervisor = Supervisor(stack.home)
    known: dict[str, tuple[str, int | None]] = {}
    while supervisor.running():
        try:
            found = {
                part.name: (part.state, part.pid) for part in status_of(stack, supervisor).parts
            }
        except OSError:
            continue
        for name, (state, pid) in found.items():
            if known and known.get(name) != (state, pid):
                progress.say(f"{name}: {state}" + (f" (pid {pid})" if pid else ""))
        known = found
        time.sleep(LOOK_EVERY_S)

"""supervisord with three changes; run as `python -m mosaic_cli.supervision.daemon RECORD SUPERVISORD-ARGUMENTS`.

Logs are redacted line by line. Restarts never end: the pause between attempts stays short and the state FATAL is
not reached. Every start is recorded with its start time, so that `down` finds what a killed supervisord left.
"""

import sys
import time
from pathlib import Path
from typing import Any

from supervisor import events, loggers, supervisord

from mosaic_cli.supervision.logs import RedactingFileHandler
from mosaic_cli.supervision.processes import Process, record

LONGEST_PAUSE_S = 3


class StartRecord:
    """Keeps the file of running processes up to date."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._running: dict[str, Process] = {}

    def on_change(self, event: Any) -> None:
        process = Process.of(event.process.pid) if event.process.pid else None
        if process is None:
            self._running.pop(event.process.config.name, None)
        else:
            self._running[event.process.config.name] = process
        record(self._file, self._running.values())


def shorten_pause(event: Any) -> None:
    """supervisord waits one second longer after each failed attempt and gives up at last; this does neither."""
    process = event.process
    process.backoff = min(process.backoff, LONGEST_PAUSE_S)
    process.delay = time.time() + process.backoff


class Supervisor(supervisord.Supervisor):  # type: ignore[misc]
    """Subscribes at the last moment: supervisord forgets all subscriptions when it starts to run."""

    record = Path()

    def runforever(self) -> None:
        events.subscribe(events.ProcessStateEvent, StartRecord(self.record).on_change)
        events.subscribe(events.ProcessStateBackoffEvent, shorten_pause)
        super().runforever()


def main() -> None:
    Supervisor.record = Path(sys.argv[1])
    loggers.RotatingFileHandler = RedactingFileHandler
    supervisord.Supervisor = Supervisor
    supervisord.main(sys.argv[2:])


if __name__ == "__main__":
    main()

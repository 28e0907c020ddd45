"""supervisord with changes; run as `python -m mosaic_cli.supervision.daemon FOLDER`, the `run` folder of a home.

Logs are redacted line by line. Restarts never end: the pause between attempts stays short and the state FATAL is
not reached. Every start is recorded with its start time, so that `down` finds what a killed supervisord left.
The parts' environments come from a JSON file of their own.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

from supervisor import events, loggers, supervisord

from mosaic_cli.supervision.configuration import CONFIGURATION, ENVIRONMENTS
from mosaic_cli.supervision.logs import RedactingFileHandler
from mosaic_cli.supervision.processes import RECORD, Process, record

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


class Options(supervisord.ServerOptions):  # type: ignore[misc]
    """Reads the environments whenever it reads the programs."""

    environments = Path()

    def process_config(self, do_usage: bool = True) -> None:
        super().process_config(do_usage)
        environments = json.loads(self.environments.read_text())
        for group in self.process_group_configs:
            for program in group.process_configs:
                program.environment = environments[program.name]


class Supervisor(supervisord.Supervisor):  # type: ignore[misc]
    """Subscribes at the last moment: supervisord forgets all subscriptions when it starts to run."""

    record = Path()

    def runforever(self) -> None:
        events.subscribe(events.ProcessStateEvent, StartRecord(self.record).on_change)
        events.subscribe(events.ProcessStateBackoffEvent, shorten_pause)
        super().runforever()


def main() -> None:
    folder = Path(sys.argv[1])
    Supervisor.record = folder / RECORD
    Options.environments = folder / ENVIRONMENTS
    loggers.RotatingFileHandler = RedactingFileHandler
    supervisord.Supervisor = Supervisor
    supervisord.ServerOptions = Options
    supervisord.main(["-c", str(folder / CONFIGURATION)])


if __name__ == "__main__":
    main()

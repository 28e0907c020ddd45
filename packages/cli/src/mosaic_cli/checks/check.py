"""One check: a child process whose exit, and report where it writes one, is the verdict."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mosaic_cli.checks.reports import Reader, UnreadableReportError
from mosaic_cli.checks.tally import Tally

LIMIT_S = 900
SHOWN_LINES = 120


@dataclass(frozen=True)
class Check:
    """What to run.

    report: a reader of counts and the file that the command writes for it; the file's path may stand as
    `{report}` in command and environment. Without one, the exit status counts as one.
    environment: added to ours.
    """

    name: str
    command: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    report: Reader | None = None
    limit_s: float = LIMIT_S


@dataclass(frozen=True)
class Verdict:
    name: str
    tally: Tally
    took_s: float
    output: str = ""

    @property
    def ok(self) -> bool:
        return self.tally.failed == 0


def run(check: Check, scratch: Path) -> Verdict:
    """Runs to the end or the limit; the child's whole group ends with it."""
    started = time.monotonic()
    file_name = check.name.replace(" ", "-").replace("/", "-")
    log, report = scratch / f"{file_name}.log", scratch / f"{file_name}.report"
    report.unlink(missing_ok=True)
    values = {
        name: value.replace("{report}", str(report)) for name, value in check.environment.items()
    }
    with log.open("wb") as stream:
        try:
            process = subprocess.Popen(
                [part.replace("{report}", str(report)) for part in check.command],
                cwd=check.folder,
                env=os.environ | values,
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        except OSError as error:
            return Verdict(check.name, Tally.of_one(check.name, ok=False), 0.0, str(error))
        try:
            status = process.wait(check.limit_s)
        except subprocess.TimeoutExpired:
            status = -1
            stream.write(f"\n{check.name} was ended after {check.limit_s:.0f} s\n".encode())
        finally:
            _end_group(process)
    output = log.read_text(errors="replace")
    tally = _tally(check, status, report)
    shown = "" if tally.failed == 0 else "\n".join(output.splitlines()[-SHOWN_LINES:])
    return Verdict(check.name, tally, time.monotonic() - started, shown)


def _tally(check: Check, status: int, report: Path) -> Tally:
    if check.report is None:
        return Tally.of_one(check.name, ok=status == 0)
    try:
        counted = check.report(report)
    except UnreadableReportError:
        return Tally.of_one(check.name, ok=False)
    if status != 0 and counted.failed == 0:
        return counted + Tally.of_one(f"{check.name} ended with status {status}", ok=False)
    if counted == Tally():
        return Tally.of_one(f"{check.name} ran no test", ok=False)
    return counted


def _end_group(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()

"""Runs other programs in a way that can be broken off."""

import contextlib
import os
import signal
import subprocess
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from mosaic_contracts.redaction import redact

TAIL = 1500
GRACE_S = 3.0


class CommandError(Exception):
    """A program failed; the message holds the end of what it said, redacted."""


class CancelledError(Exception):
    """Broken off because somebody asked for it or another step failed."""


def run(
    command: Sequence[str],
    cancel: threading.Event,
    *,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> None:
    """Returns when the program ended well. It and its children end when `cancel` is set, or with this process."""
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "TERM", "--", *command],
            cwd=cwd,
            env=dict(environment) if environment is not None else None,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        while True:
            try:
                code = process.wait(0.1)
                break
            except subprocess.TimeoutExpired:
                if cancel.is_set():
                    _end(process)
                    raise CancelledError from None
        if code != 0:
            output.seek(0)
            said = redact(output.read().decode(errors="replace")).strip()[-TAIL:]
            raise CommandError(f"{redact(' '.join(command[:4]))} ended with {code}:\n{said}")


def _end(process: subprocess.Popen[bytes]) -> None:
    """Gives the program a moment, then ends its whole group: children may ignore what it obeys."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(GRACE_S)
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()

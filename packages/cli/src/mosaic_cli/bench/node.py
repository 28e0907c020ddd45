"""Runs the browser scripts of benchmarks/, which drive Chromium through playwright-core."""

import json
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from mosaic_cli.programs import require
from mosaic_cli.repository import ROOT

BENCHMARKS = ROOT / "benchmarks"
STOP_S = 20


class BrowserError(RuntimeError):
    """The browser script failed; the message holds what it said."""


def chromium() -> str:
    return require("chromium")


def _start(script: Path, settings: dict[str, Any]) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [require("node"), str(script)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    _stdin(process).write(json.dumps({"chromium": chromium(), **settings}) + "\n")
    _stdin(process).flush()
    return process


def _stdin(process: subprocess.Popen[str]) -> IO[str]:
    if process.stdin is None:
        raise BrowserError("the script has no input")
    return process.stdin


def run_script(script: str, settings: dict[str, Any], *, within_s: float) -> list[dict[str, Any]]:
    """One JSON document a line of what the script says, after it ended well. Raises BrowserError."""
    process = _start(BENCHMARKS / script, settings)
    try:
        said, complained = process.communicate(timeout=within_s)
    except subprocess.TimeoutExpired as error:
        process.kill()
        raise BrowserError(f"{script} took more than {within_s:.0f} s") from error
    if process.returncode != 0:
        raise BrowserError(f"{script} ended with {process.returncode}: {complained[-2000:]}")
    return [json.loads(line) for line in said.splitlines() if line.strip()]


@contextmanager
def running_script(script: str, settings: dict[str, Any]) -> Iterator[list[dict[str, Any]]]:
    """The list grows while the script runs; the script ends when its input does. Raises BrowserError."""
    process = _start(BENCHMARKS / script, settings)
    lines: list[dict[str, Any]] = []
    reader = threading.Thread(target=_collect, args=(process, lines), daemon=True)
    reader.start()
    try:
        yield lines
    finally:
        _stdin(process).close()
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        reader.join(STOP_S)
    if process.returncode != 0:
        complained = process.stderr.read() if process.stderr else ""
        raise BrowserError(f"{script} ended with {process.returncode}: {complained[-2000:]}")


def _collect(process: subprocess.Popen[str], lines: list[dict[str, Any]]) -> None:
    if process.stdout is None:
        return
    for line in process.stdout:
        if line.strip():
            lines.append(json.loads(line))  # noqa: PERF401 - it grows while others look at it

"""Processes by pid and start time, so that a reused pid is never mistaken for one of ours."""

import json
import os
import signal
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import psutil

from mosaic_cli.files import write_private

STACK_VARIABLE = "MOSAIC_STACK"
RECORD = "processes.json"


@dataclass(frozen=True)
class Process:
    pid: int
    started: float

    @classmethod
    def of(cls, pid: int) -> "Process | None":
        try:
            return cls(pid, psutil.Process(pid).create_time())
        except psutil.Error:
            return None

    def alive(self) -> bool:
        """False also for a zombie and for another process with the same number."""
        try:
            found = psutil.Process(self.pid)
            return found.create_time() == self.started and found.status() != psutil.STATUS_ZOMBIE
        except psutil.Error:
            return False

    def send(self, number: signal.Signals) -> None:
        if self.alive():
            try:
                os.kill(self.pid, number)
            except ProcessLookupError:
                return


def record(file: Path, processes: Iterable[Process]) -> None:
    write_private(file, json.dumps([[each.pid, each.started] for each in processes]))


def recorded(file: Path) -> set[Process]:
    try:
        return {Process(int(pid), float(started)) for pid, started in json.loads(file.read_text())}
    except (OSError, ValueError, TypeError):
        return set()


def marked(identity: str) -> set[Process]:
    """Every process that inherited this stack's mark, however deep; our own line of parents is left out."""
    mark = f"{STACK_VARIABLE}={identity}".encode()
    own = {os.getpid(), *(parent.pid for parent in psutil.Process().parents())}
    found = set()
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) in own:
            continue
        try:
            environment = (entry / "environ").read_bytes().split(b"\0")
        except OSError:
            continue
        process = Process.of(int(entry.name)) if mark in environment else None
        if process and process.alive():
            found.add(process)
    return found


def with_descendants(processes: Iterable[Process]) -> set[Process]:
    found = set()
    for process in processes:
        if not process.alive():
            continue
        found.add(process)
        try:
            children = psutil.Process(process.pid).children(recursive=True)
        except psutil.Error:
            continue
        found |= {each for child in children if (each := Process.of(child.pid))}
    return found


def sweep(identity: str, file: Path, *, patience_s: float = 5.0) -> int:
    """Ends whatever of a stack is left: first by SIGTERM, after `patience_s` by SIGKILL. Returns how many."""
    left = with_descendants(recorded(file) | marked(identity))
    for number, wait_s in ((signal.SIGTERM, patience_s), (signal.SIGKILL, patience_s)):
        for process in left:
            process.send(number)
        deadline = time.monotonic() + wait_s
        while any(process.alive() for process in left) and time.monotonic() < deadline:
            time.sleep(0.05)
    file.unlink(missing_ok=True)
    return len(left)

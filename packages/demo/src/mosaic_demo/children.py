"""Runs child processes, restarts those that die, and never leaves one behind."""

import ctypes
import logging
import os
import select
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

_log = logging.getLogger(__name__)
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True)
STABLE_S, LONGEST_PAUSE_S, GRACE_S = 10.0, 8.0, 3.0


def die_with_parent(parent_pid: int) -> Callable[[], None]:
    """For Popen's preexec_fn: the kernel kills the child when the thread that started it ends, however it ends."""

    def arm() -> None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent_pid:
            os._exit(1)

    return arm


@dataclass
class Child:
    """A command that should run for ever.

    runs_for_s: take it down after that long, wait for rest_s, start it again.
    """

    name: str
    command: list[str]
    runs_for_s: float | None = None
    rest_s: float = 0.0
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    started_at: float = 0.0
    due_at: float = 0.0
    failures: int = 0


class Family:
    """The children of this process. Start it from the main thread: their lives hang on that thread."""

    def __init__(self, children: list[Child]) -> None:
        self.children = children
        self._ending = False
        self._wake_r, self._wake_w = os.pipe()
        for end in (self._wake_r, self._wake_w):
            os.set_blocking(end, False)

    def install_signals(self) -> None:
        """SIGTERM and SIGINT end run(); a dead child wakes it."""
        signal.set_wakeup_fd(self._wake_w, warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._end)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def start(self, child: Child) -> None:
        """Starts one child now."""
        child.process = subprocess.Popen(
            child.command,
            stdin=subprocess.DEVNULL,
            preexec_fn=die_with_parent(os.getpid()),  # noqa: PLW1509 - no threads here
        )
        child.started_at = time.monotonic()

    def step(self) -> None:
        """Looks after every child once, then waits until something happens, at most half a second."""
        now = time.monotonic()
        for child in self.children:
            if child.process is None:
                if now >= child.due_at:
                    self.start(child)
            elif (code := child.process.poll()) is not None:
                self._bury(child, code, now)
            elif child.runs_for_s is not None and now - child.started_at > child.runs_for_s:
                child.process.kill()
                child.process.wait()
                child.process, child.due_at = None, now + child.rest_s
        select.select([self._wake_r], [], [], 0.5)
        with suppress(BlockingIOError):
            os.read(self._wake_r, 4096)

    def run(self) -> None:
        """Until a signal comes."""
        while not self._ending:
            self.step()

    @property
    def ending(self) -> bool:
        """Whether a signal asked for the end."""
        return self._ending

    def stop(self) -> None:
        """Ends all children: asked first, killed after GRACE_S."""
        running = [
            c.process for c in self.children if c.process is not None and c.process.poll() is None
        ]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + GRACE_S
        for process in running:
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _bury(self, child: Child, code: int, now: float) -> None:
        lived = now - child.started_at
        child.failures = 0 if lived > STABLE_S else child.failures + 1
        pause = 0.0 if lived > STABLE_S else min(LONGEST_PAUSE_S, 0.25 * 2**child.failures)
        _log.warning(
            "%s ended with %s after %.1f s, again in %.1f s",
            child.name,
            code,
            lived,
            pause,
        )
        child.process, child.due_at = None, now + pause

    def _end(self, *_: object) -> None:
        self._ending = True

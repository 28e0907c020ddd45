"""What `up` tells while it works: a line a step; colours on a terminal only."""

import threading
import time

from rich.console import Console


class Progress:
    """Safe to use from several threads."""

    def __init__(self) -> None:
        self._console = Console(highlight=False, soft_wrap=True)
        self._lock = threading.Lock()
        self._started = time.monotonic()

    @property
    def elapsed_s(self) -> float:
        return time.monotonic() - self._started

    def step(self, name: str, seconds: float, remark: str) -> None:
        self.say(f"[green]ready[/]  {name:<18} {seconds:6.1f} s  [dim]{remark}[/]".rstrip())

    def say(self, text: str) -> None:
        with self._lock:
            self._console.print(text)

    def warn(self, text: str) -> None:
        self.say(f"[yellow]note[/]   {text}")

    def fail(self, text: str) -> None:
        with self._lock:
            self._console.print("[red]failed[/] ", end="")
            self._console.print(text, markup=False)

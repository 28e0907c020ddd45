"""What the stack takes: memory and processor time of its processes."""

import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import psutil

_PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)


def trees(pids: Iterable[int]) -> list[psutil.Process]:
    """The processes and all that they started, each once."""
    found: dict[int, psutil.Process] = {}
    for pid in pids:
        with suppress(psutil.NoSuchProcess):
            process = psutil.Process(pid)
            for each in (process, *process.children(recursive=True)):
                found[each.pid] = each
    return list(found.values())


def pss_bytes(processes: Iterable[psutil.Process]) -> int:
    """Proportional set size: pages that several share are divided among them."""
    total = 0
    for process in processes:
        with suppress(OSError):
            text = Path(f"/proc/{process.pid}/smaps_rollup").read_text()
            found = _PSS.search(text)
            total += int(found[1]) * 1024 if found else 0
    return total


class ProcessorTime:
    """Processor seconds of one part and its children from the making of this on; children that ended count too."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._before = self._now()

    def used_s(self) -> float:
        return self._now() - self._before

    def _now(self) -> float:
        total = 0.0
        for process in trees([self._pid]):
            with suppress(psutil.NoSuchProcess):
                times = process.cpu_times()
                total += times.user + times.system + times.children_user + times.children_system
        return total

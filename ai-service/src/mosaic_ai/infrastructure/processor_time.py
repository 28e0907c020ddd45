"""What the service takes of the processors, and how many there are for it."""

import os
import time
from pathlib import Path

import psutil

CHILDREN_FOR_S = 5.0
"""Listing them takes a look at every process of the machine."""
CGROUP_LIMIT = Path("/sys/fs/cgroup/cpu.max")


class ProcessTreeTime:
    """Processor seconds of this process and its children, those that ended included; counts up."""

    def __init__(self) -> None:
        self._own = psutil.Process()
        self._children: list[psutil.Process] = []
        self._listed_at = float("-inf")
        self._seen: dict[int, float] = {}
        self._ended_s = 0.0

    def __call__(self) -> float:
        if time.monotonic() - self._listed_at > CHILDREN_FOR_S:
            self._children = self._own.children(recursive=True)
            self._listed_at = time.monotonic()
        now = {self._own.pid: _seconds(self._own)}
        for child in self._children:
            try:
                now[child.pid] = _seconds(child)
            except psutil.Error:
                self._listed_at = float("-inf")  # its successor is there soon
        self._ended_s += sum(spent for pid, spent in self._seen.items() if pid not in now)
        self._seen = now
        return self._ended_s + sum(now.values())


def usable_cores() -> float:
    """Processors that this process may run on, less where its control group allows less."""
    cores = float(len(os.sched_getaffinity(0)))
    try:
        quota, period = CGROUP_LIMIT.read_text().split()
        return cores if quota == "max" else min(cores, int(quota) / int(period))
    except (OSError, ValueError):
        return cores


def _seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)

"""Where metric lines go: the log, or a file that is rotated."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psutil
from prometheus_client import REGISTRY

from mosaic_platform.logs import get_logger

_log = get_logger(__name__)

MAX_BYTES = 10 * 1024 * 1024
KEPT = 3


class LoggedLines:
    """Lines of the structured log, event `metrics_taken`."""

    def write(self, line: Mapping[str, Any]) -> None:
        _log.info("metrics_taken", **line)


class RotatedLines:
    """JSON lines at the end of a file; a full one becomes `.1`, that `.2`, and so on, the oldest goes."""

    def __init__(self, path: Path, *, max_bytes: int = MAX_BYTES, kept: int = KEPT) -> None:
        self._path = path
        self._max_bytes = max_bytes
        self._kept = kept

    def write(self, line: Mapping[str, Any]) -> None:
        """Raises OSError."""
        text = json.dumps(line) + "\n"
        self._path.parent.mkdir(parents=True, exist_ok=True)
        if self._path.exists() and self._path.stat().st_size + len(text) > self._max_bytes:
            for number in range(self._kept, 0, -1):
                older = self._aside(number - 1)
                if older.exists():
                    older.replace(self._aside(number))
        with self._path.open("a") as file:
            file.write(text)

    def _aside(self, number: int) -> Path:
        return self._path.with_name(f"{self._path.name}.{number}") if number else self._path


def memory() -> dict[str, int]:
    """Of this process and its children; what they share counts in each."""
    process = psutil.Process()
    children = 0
    for child in process.children(recursive=True):
        try:
            children += child.memory_info().rss
        except psutil.Error:  # it just ended
            continue
    return {"rss_bytes": process.memory_info().rss, "children_rss_bytes": children}


def restarts() -> dict[str, int]:
    """Of every kind of child that is counted as `mosaic_ai_<kind>_restarts_total`, since the start."""
    return {
        family.name.removeprefix("mosaic_ai_").removesuffix("_restarts"): int(sample.value)
        for family in REGISTRY.collect()
        if family.name.startswith("mosaic_ai_") and family.name.endswith("_restarts")
        for sample in family.samples
        if sample.name.endswith("_total")
    }

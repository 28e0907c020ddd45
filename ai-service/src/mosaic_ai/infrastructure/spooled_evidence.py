"""Evidence on its way to a store on another machine: looking at pictures must not wait for a network.

Crops go to a folder first, under the key that the event names, and from there to the store as soon as it takes
them, after a crash too. Until then the backend knows of no such picture.
"""

import asyncio
import os
from contextlib import suppress
from pathlib import Path
from threading import Lock

from mosaic_ai.domain.ports import EvidenceStore
from mosaic_contracts.errors import UnavailableError
from mosaic_platform.logs import get_logger

_log = get_logger(__name__)

MOST_BYTES = 1 << 30
"""About ten thousand passages; beyond, reads go out without pictures."""
POLL_S = 1.0
RETRY_S = (1.0, 30.0)
UNFINISHED = ".part"


class SpooledEvidence:
    """EvidenceStore over another one. `put` is thread-safe; `run` takes what was put to the store, for ever."""

    def __init__(self, store: EvidenceStore, folder: Path, *, most_bytes: int = MOST_BYTES) -> None:
        self._store = store
        self._folder = folder
        self._most_bytes = most_bytes
        self._lock = Lock()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for left in folder.rglob(f"*{UNFINISHED}"):
            left.unlink()
        self._bytes = sum(path.stat().st_size for path in _files(folder))
        self._ending = False

    @property
    def waiting_bytes(self) -> int:
        return self._bytes

    def put(self, key: str, jpeg: bytes) -> None:
        """Raises UnavailableError where the folder is full or cannot be written."""
        with self._lock:
            if self._bytes + len(jpeg) > self._most_bytes:
                raise UnavailableError("too many pictures wait for the evidence store")
            path = self._folder / key
            unfinished = path.with_name(path.name + UNFINISHED)
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                before = path.stat().st_size if path.exists() else 0
                unfinished.write_bytes(jpeg)
                unfinished.replace(path)
            except OSError as error:
                with suppress(OSError):
                    unfinished.unlink(missing_ok=True)
                raise UnavailableError("no picture can wait for the evidence store") from error
            self._bytes += len(jpeg) - before

    async def run(self) -> None:
        self._ending, pause_s = False, RETRY_S[0]
        try:
            while True:
                try:
                    await asyncio.to_thread(self._forward)
                except UnavailableError as error:
                    _log.warning("evidence_waits", waiting_bytes=self._bytes, error=error.detail)
                    await asyncio.sleep(pause_s)
                    pause_s = min(2 * pause_s, RETRY_S[1])
                else:
                    pause_s = RETRY_S[0]
                    await asyncio.sleep(POLL_S)
        finally:
            self._ending = True

    def _forward(self) -> None:
        """All that waits, the oldest first. Raises UnavailableError at the first that is not taken."""
        for path in sorted(_files(self._folder), key=_written_at):
            if self._ending:
                return
            key = path.relative_to(self._folder).as_posix()
            with suppress(FileNotFoundError):
                content = path.read_bytes()
                self._store.put(key, content)
                self._forget(path, content)

    def _forget(self, path: Path, sent: bytes) -> None:
        """Unless a better picture took its place meanwhile, which goes next time."""
        with self._lock:
            if path.read_bytes() != sent:
                return
            path.unlink()
            self._bytes -= len(sent)
            for folder in path.relative_to(self._folder).parents[:-1]:
                try:
                    (self._folder / folder).rmdir()
                except OSError:
                    return


def _files(folder: Path) -> list[Path]:
    return [
        Path(at) / name
        for at, _, names in os.walk(folder)
        for name in names
        if not name.endswith(UNFINISHED)
    ]


def _written_at(path: Path) -> int:
    return path.stat().st_mtime_ns

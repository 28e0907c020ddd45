"""A folder that one worker alone works in: its outbox and its open reads are one process's."""

import fcntl
import socket
from pathlib import Path
from typing import IO

AUTO = "auto"
MOST = 64


class FolderTakenError(Exception):
    """Another process works in the folder."""


class WorkerFolder:
    """Held until the process ends, however it ends."""

    def __init__(self, path: Path, lock: IO[str]) -> None:
        self.path = path
        self._lock = lock

    def release(self) -> None:
        self._lock.close()


def take_folder(data_dir: Path, name: str) -> tuple[WorkerFolder, str]:
    """The folder, and the worker's name. Raises FolderTakenError.

    `auto`, for replicas that share one volume: the first of data_dir, data_dir/worker-2, … that is free, so that a
    replica that starts anew finds the outbox of one that died.
    """
    if name != AUTO:
        return _locked(data_dir), name
    for number in range(1, MOST + 1):
        try:
            folder = _locked(data_dir if number == 1 else data_dir / f"worker-{number}")
        except FolderTakenError:
            continue
        return folder, f"{socket.gethostname()}-{number}"
    raise FolderTakenError(f"{MOST} workers work below {data_dir} already")


def _locked(path: Path) -> WorkerFolder:
    path.mkdir(parents=True, exist_ok=True)
    lock = (path / "worker.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise FolderTakenError(f"another process works in {path}") from error
    return WorkerFolder(path, lock)

"""Remembers by a hash of its inputs that a slow thing was done."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def hash_files(files: Iterable[Path], *also: str) -> str:
    """One hash over names and contents."""
    digest = hashlib.sha256("\0".join(also).encode())
    for file in sorted(files):
        digest.update(str(file).encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def hash_states(files: Iterable[Path], *also: str) -> str:
    """One hash over names, sizes and times of change: quick, and wrong only on the safe side after a checkout."""
    digest = hashlib.sha256("\0".join(also).encode())
    for file in sorted(files):
        state = file.stat()
        digest.update(f"{file}\0{state.st_size}\0{state.st_mtime_ns}\0".encode())
    return digest.hexdigest()


class Stamp:
    def __init__(self, file: Path, value: str) -> None:
        self._file = file
        self._value = value

    def fresh(self) -> bool:
        try:
            return self._file.read_text().strip() == self._value
        except OSError:
            return False

    def set(self) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.write_text(self._value + "\n")

"""What is in a file, told by its SHA-256."""

import hashlib
from functools import lru_cache
from pathlib import Path

from mosaic_ai.domain.errors import ModelChecksumError, ModelError, ModelMissingError

LARGEST_MODEL_BYTES = 2 << 30


def sha256_of(path: Path) -> str:
    """Read anew where the file was changed since. Raises ModelError."""
    try:
        stat = path.stat()
    except OSError as error:
        raise ModelMissingError(f"{path.name} is not there") from error
    return _sha256(path, stat.st_mtime_ns, stat.st_size)


def check_sha256(path: Path, sha256: str) -> None:
    """Reads the file whatever is known of it. Raises ModelError."""
    if read_sha256(path) != sha256:
        raise ModelChecksumError(f"{path.name} has another sha256 than its registry entry")


def read_sha256(path: Path) -> str:
    """Raises ModelError."""
    if not path.is_file():
        raise ModelMissingError(f"{path.name} is not there")
    try:
        if path.stat().st_size > LARGEST_MODEL_BYTES:
            raise ModelError(f"{path.name} is larger than {LARGEST_MODEL_BYTES} bytes")
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelMissingError(f"{path.name} cannot be read") from error


@lru_cache(256)
def _sha256(path: Path, _changed_ns: int, _size: int) -> str:
    return read_sha256(path)

"""Builds MinIO from its Go module where the cache has none: `python -m mosaic_cli.testing.minio.obtain`."""

import shutil
import sys
import tempfile
import threading
from fcntl import LOCK_EX, flock
from pathlib import Path

from platformdirs import user_cache_path

from mosaic_cli.commands import CommandError, run

MODULE = "github.com/minio/minio"
VERSION = "v0.0.0-20250907161309-07c3a429bfed"


class MinioError(Exception):
    """There is no MinIO here, and it could not be built; the message says why."""


def cached_binary() -> Path:
    return user_cache_path("mosaic") / "minio" / VERSION / "minio"


def obtain(cancel: threading.Event | None = None) -> Path:
    """The program, built by whoever comes first; minutes, when the cache is empty. Raises MinioError."""
    target = cached_binary()
    if target.exists():
        return target
    go = shutil.which("go")
    if go is None:
        raise MinioError("Go is not installed, and the cache holds no MinIO")
    target.parent.mkdir(parents=True, exist_ok=True)
    with (target.parent / ".lock").open("w") as lock:
        flock(lock, LOCK_EX)
        if not target.exists():
            _build(go, target, cancel or threading.Event())
    return target


def _build(go: str, target: Path, cancel: threading.Event) -> None:
    """In a copy of our module, which Go may then write to."""
    new = target.with_suffix(".new")
    with tempfile.TemporaryDirectory(prefix="mosaic-minio-") as folder:
        for name in ("go.mod", "go.sum"):
            shutil.copy(Path(__file__).parent / name, folder)
        build = (go, "build", "-trimpath", "-ldflags", "-s -w", "-o", str(new), MODULE)
        try:
            run(["nice", "env", "CGO_ENABLED=0", *build], cancel, cwd=Path(folder))
        except CommandError as error:
            raise MinioError(f"MinIO could not be built: {error}") from error
    new.replace(target)


if __name__ == "__main__":
    sys.stdout.write(f"{obtain()}\n")

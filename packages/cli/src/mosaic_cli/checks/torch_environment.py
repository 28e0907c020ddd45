"""`python -m mosaic_cli.checks.torch_environment ROOT ARGUMENT…`: pytest with the packages of the torch lock.

Those lie in an environment of their own, in the cache, one a lock: it takes 4.5 GB, which no other part wants.
The tests run in the developers' environment, and see that one's packages first: both locks agree.
Where it cannot be had, MOSAIC_TORCH_MISSING tells the tests why, and they are skipped.
"""

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import time
from pathlib import Path

from platformdirs import user_cache_path

LOCK = "ai-service/requirements-torch.lock"
MISSING = "MOSAIC_TORCH_MISSING"
WANTED_BYTES = 10 << 30
INSTALL_S = 1500
UNUSED_S = 14 * 86400


class UnobtainableError(Exception):
    """The environment cannot be had on this machine, or not now."""


class TamperedError(Exception):
    """What was fetched is not what the lock says."""


def packages(root: Path) -> Path:
    """The folder to import from; made where it is not there yet, and others that nobody used lately are removed.

    Raises UnobtainableError, TamperedError.
    """
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    state = hashlib.sha256(f"{version} ".encode() + (root / LOCK).read_bytes()).hexdigest()
    folder = user_cache_path("mosaic") / "torch" / state[:16]
    if not folder.exists():
        _make(root, folder)
    folder.touch()
    for other in folder.parent.iterdir():
        if time.time() - other.stat().st_mtime > UNUSED_S:
            shutil.rmtree(other, ignore_errors=True)
    return folder / "lib" / f"python{version}" / "site-packages"


def _make(root: Path, folder: Path) -> None:
    if platform.machine() != "x86_64":
        raise UnobtainableError(f"PyTorch is not tested on {platform.machine()}")
    folder.parent.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(folder.parent).free < WANTED_BYTES:
        raise UnobtainableError(f"less than {WANTED_BYTES >> 30} GB are free for PyTorch")
    began = time.monotonic()
    uv = os.environ.get("MOSAIC_UV") or str(root / ".venv-tools" / "bin" / "uv")
    new = folder.with_name(f"{folder.name}.{os.getpid()}")
    try:
        _run(uv, "venv", "-q", "-p", sys.executable, str(new))
        python = str(new / "bin" / "python")
        _run(uv, "pip", "sync", "-q", "--require-hashes", "-p", python, str(root / LOCK))
        if not folder.exists():
            new.rename(folder)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UnobtainableError(f"PyTorch could not be installed: {error}") from error
    finally:
        shutil.rmtree(new, ignore_errors=True)
    print(f"{folder} made in {time.monotonic() - began:.0f} s", flush=True)


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=INSTALL_S)
    if done.returncode == 0:
        return
    told = done.stderr.strip()
    if "hash mismatch" in told.lower():
        raise TamperedError(told)
    raise UnobtainableError(f"PyTorch could not be installed: {told}")


def main() -> int:
    root, *arguments = sys.argv[1:]
    environment = dict(os.environ)
    try:
        environment["PYTHONPATH"] = str(packages(Path(root)))
    except UnobtainableError as error:
        environment[MISSING] = " ".join(str(error).split())
        print(error, flush=True)
    # Ultralytics would write into the home folder and install what it misses.
    environment |= {"YOLO_AUTOINSTALL": "false", "YOLO_OFFLINE": "true"}
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())

"""Finds a MediaMTX of the one version that Mosaic is made for."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from platformdirs import user_cache_path

VERSION = "v1.20.0"


class MediaMTXError(Exception):
    """No usable MediaMTX; the message names what was tried."""


def cached_binary() -> Path:
    return user_cache_path("mosaic") / "mediamtx" / VERSION / "mediamtx"


def version_of(binary: Path) -> str | None:
    """What the program itself says, None where it cannot be run."""
    try:
        done = subprocess.run(
            [str(binary), "--version"], capture_output=True, text=True, timeout=10, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(r"v\d+\.\d+\.\d+", done.stdout)
    return found.group() if found else None


def find_installed() -> Path | None:
    """MOSAIC_MEDIAMTX, then PATH (right version only), then the cache. Never downloads or builds.

    Raises MediaMTXError where MOSAIC_MEDIAMTX names something that is no MediaMTX of this version.
    """
    if named := os.environ.get("MOSAIC_MEDIAMTX"):
        found = version_of(Path(named))
        if found != VERSION:
            raise MediaMTXError(
                f"MOSAIC_MEDIAMTX={named} is {found or 'no MediaMTX'}, {VERSION} is needed"
            )
        return Path(named)
    on_path = shutil.which("mediamtx")
    if on_path and version_of(Path(on_path)) == VERSION:
        return Path(on_path)
    cached = cached_binary()
    return cached if cached.exists() else None

"""What `./mosaic` says of a package or of the recordings."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

LIMIT_S = 120


def mosaic(home: Path, *arguments: str) -> tuple[int, str]:
    """Exit status and output of a command against the stack of a home."""
    ended = subprocess.run(
        [sys.executable, "-m", "mosaic_cli", *arguments],
        env=os.environ | {"MOSAIC_HOME": str(home)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT_S,
    )
    return ended.returncode, ended.stdout


def verified(home: Path, package: Path, key: str) -> tuple[int, dict[str, Any]]:
    status, told = mosaic(home, "verify", str(package), "--key", key, "--json")
    verdict: dict[str, Any] = json.loads(told)
    return status, verdict


def fsck(home: Path) -> list[dict[str, Any]]:
    """The findings; nothing is mended."""
    findings: list[dict[str, Any]] = json.loads(mosaic(home, "fsck", "--json")[1])["findings"]
    return findings

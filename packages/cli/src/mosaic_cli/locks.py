"""Regenerates the locked, hashed requirement files; none of them names an index or an address."""

import os
import re
import subprocess
from pathlib import Path

from mosaic_cli.repository import ROOT

OWN = ("contracts", "evidence", "platform", "cli", "demo", "backend", "streaming", "ai")
PROJECTS = (
    ".",
    "backend-django",
    "streaming-service",
    "ai-service",
    "packages/cli",
    "packages/demo",
)
OPTIONS = (
    *("--universal", "--python-version", "3.11", "--generate-hashes", "--no-annotate"),
    *("--no-emit-index-url", "--no-emit-find-links", "--no-emit-build-options"),
)
ADDRESS = re.compile(r"://|--index-url|--extra-index|--find-links")


def regenerate_locks() -> list[Path]:
    """One a deployable, and the developers' one at the top. Raises CalledProcessError, ValueError."""
    written = []
    for project in PROJECTS:
        folder = ROOT / project
        lock = folder / "requirements.lock"
        own = [word for name in OWN for word in ("--no-emit-package", f"mosaic-{name}")]
        command = [
            *(
                os.environ.get("MOSAIC_UV") or str(ROOT / ".venv-tools" / "bin" / "uv"),
                "pip",
                "compile",
            ),
            *(*OPTIONS, *own, "--custom-compile-command", "./mosaic lock"),
            *("pyproject.toml", "-o", "requirements.lock"),
        ]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        if ADDRESS.search(lock.read_text()):
            raise ValueError(f"{lock} holds an address")
        written.append(lock)
    return written

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
WITH_EXTRAS = {"requirements-torch.lock": ("ai-service", ("torch", "openvino"))}
"""Environments of their own: the project's packages as in its requirements.lock, and those of its extras."""
OPTIONS = (
    *("--universal", "--python-version", "3.11", "--generate-hashes", "--no-annotate"),
    *("--no-emit-index-url", "--no-emit-find-links", "--no-emit-build-options"),
)
ADDRESS = re.compile(r"://|--index-url|--extra-index|--find-links")


def regenerate_locks() -> list[Path]:
    """One a deployable, the developers', and those with extras. Raises CalledProcessError, ValueError."""
    written = [_locked(ROOT / project, "requirements.lock") for project in PROJECTS]
    for name, (project, extras) in WITH_EXTRAS.items():
        folder, lock = ROOT / project, ROOT / project / name
        # uv keeps to the versions that it finds in the file it is to write.
        before = lock.read_text() if lock.exists() else ""
        lock.write_text((folder / "requirements.lock").read_text() + before)
        written.append(_locked(folder, name, *(f"--extra={extra}" for extra in extras)))
    return written


def _locked(folder: Path, name: str, *options: str) -> Path:
    own = [word for package in OWN for word in ("--no-emit-package", f"mosaic-{package}")]
    uv = os.environ.get("MOSAIC_UV") or str(ROOT / ".venv-tools" / "bin" / "uv")
    command = [
        *(uv, "pip", "compile"),
        *(*OPTIONS, *own, "--custom-compile-command", "./mosaic lock"),
        *(*options, "pyproject.toml", "-o", name),
    ]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    lock = folder / name
    if ADDRESS.search(lock.read_text()):
        raise ValueError(f"{lock} holds an address")
    return lock

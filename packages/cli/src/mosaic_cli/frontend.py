"""Builds the pages when their sources changed."""

import fcntl
import threading
from pathlib import Path

from mosaic_cli.commands import run
from mosaic_cli.programs import MissingProgramError, find
from mosaic_cli.repository import ROOT
from mosaic_cli.stamps import Stamp, hash_files

FRONTEND = ROOT / "frontend"
NOT_SOURCES = {"node_modules", "dist", "e2e", "test-results", "playwright-report"}


def ensure_node_modules(cancel: threading.Event) -> bool:
    """`npm ci` where the lock changed; True where it had to run."""
    stamp = Stamp(
        FRONTEND / "node_modules" / ".mosaic-stamp", hash_files([FRONTEND / "package-lock.json"])
    )
    if stamp.fresh():
        return False
    npm = find("npm")
    if npm is None:
        raise MissingProgramError("Node.js 20.19 or newer (with npm) is needed to build the pages")
    run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cancel, cwd=FRONTEND)
    stamp.set()
    return True


def ensure_pages(cancel: threading.Event) -> str:
    """Leaves the built pages in frontend/dist; the answer tells what was done."""
    dist = FRONTEND / "dist"
    stamp = Stamp(dist / ".mosaic-stamp", hash_files(_sources()))
    if stamp.fresh():
        return "unchanged"
    with (FRONTEND / "package.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two stacks of one checkout may start at once
        if stamp.fresh():
            return "unchanged"
        installed = ensure_node_modules(cancel)
        npm = find("npm") or "npm"
        run([npm, "run", "build"], cancel, cwd=FRONTEND)
        stamp.set()
    return "packages installed, pages built" if installed else "pages built"


def _sources() -> list[Path]:
    found = []
    for entry in FRONTEND.iterdir():
        if entry.name in NOT_SOURCES or entry.name.startswith(".mosaic"):
            continue
        if (
            entry.is_file()
            and not entry.name.endswith(".tsbuildinfo")
            and entry.name != "nginx.conf"
        ):
            found.append(entry)
        elif entry.is_dir():
            found += [path for path in entry.rglob("*") if path.is_file()]
    return found

"""Checks the lock files: `python -m mosaic_cli.checks.locks ROOT`.

Python locks must be hashed, hold what their pyproject.toml asks for at the version it pins, and carry no
addresses; npm's lock must carry integrity and no addresses; go.sum must be there beside each go.mod.
"""

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

from mosaic_cli.locks import WITH_EXTRAS

_REQUIREMENT = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?==([^ ;\\]+)")
_ASKED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?\s*(?:==\s*([^,;\s]+))?")
_ADDRESS = re.compile(r"://|--(?:extra-)?index-url|--find-links|--index\b")
_UNWANTED = {"uv.lock", "pylock.toml", "poetry.lock", "yarn.lock", "pnpm-lock.yaml"}
_LIBRARIES = {"contracts", "evidence", "platform"}


def problems(root: Path) -> Iterator[str]:
    """One sentence for everything that is wrong."""
    for path in (root / name for name in _tracked(root)):
        shown = path.relative_to(root)
        if path.name in _UNWANTED:
            yield f"{shown}: this kind of lock carries addresses and is not committed"
        elif path.name.startswith("requirements") and path.suffix == ".lock":
            yield from (f"{shown}: {what}" for what in python_lock_problems(path))
        elif path.name == "package-lock.json":
            yield from (f"{shown}: {what}" for what in npm_lock_problems(path))
        elif path.name == "go.mod" and not path.with_name("go.sum").exists():
            yield f"{shown}: there is no go.sum beside it"
        elif _lacks_lock(path):
            yield f"{shown}: there is no requirements.lock beside it"


def _lacks_lock(path: Path) -> bool:
    """Deployables are locked; libraries are locked with whoever uses them."""
    deployable = path.name == "pyproject.toml" and path.parent.name not in _LIBRARIES
    return deployable and not path.with_name("requirements.lock").exists()


def python_lock_problems(path: Path) -> Iterator[str]:
    locked: dict[str, str] = {}
    for block in re.split(r"\n(?=\S)", path.read_text()):
        if block.startswith("#") or not block.strip():
            continue
        if _ADDRESS.search(block):
            yield f"carries an address: {block.splitlines()[0]}"
            continue
        found = _REQUIREMENT.match(block)
        if not found:
            yield f"is not pinned: {block.splitlines()[0]}"
            continue
        locked[_normal(found[1])] = found[2]
        if "--hash=sha256:" not in block:
            yield f"{found[1]} has no hash"
    _, extras = WITH_EXTRAS.get(path.name, ("", ()))
    yield from _out_of_step(path.with_name("pyproject.toml"), extras, locked)


def _out_of_step(pyproject: Path, extras: Sequence[str], locked: dict[str, str]) -> Iterator[str]:
    if not pyproject.exists():
        return
    project = tomllib.loads(pyproject.read_text())["project"]
    more = project.get("optional-dependencies", {})
    for asked in (
        *project.get("dependencies", []),
        *(one for name in extras for one in more[name]),
    ):
        found = _ASKED.match(asked)
        if not found or found[1].startswith("mosaic-"):
            continue
        version = locked.get(_normal(found[1]))
        if version is None:
            yield f"{found[1]} is asked for by pyproject.toml and missing"
        elif found[2] and found[2] != version:
            yield f"{found[1]} is locked at {version}, pyproject.toml asks for {found[2]}"


def npm_lock_problems(path: Path) -> Iterator[str]:
    lock = json.loads(path.read_text())
    asked = json.loads(path.with_name("package.json").read_text())
    for name, entry in lock["packages"].items():
        if "resolved" in entry and not entry.get("link"):
            yield f"{name} carries an address"
        comes_with_another = entry.get("link") or entry.get("inBundle")
        if name and not comes_with_another and "integrity" not in entry:
            yield f"{name} has no integrity"
    for kind in ("dependencies", "devDependencies"):
        if asked.get(kind, {}) != lock["packages"][""].get(kind, {}):
            yield f"{kind} differ from package.json"


def _tracked(root: Path) -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    return [name for name in listed.stdout.split("\0") if name and (root / name).exists()]


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    wrong = list(problems(Path(sys.argv[1])))
    print("\n".join(wrong))
    sys.exit(1 if wrong else 0)

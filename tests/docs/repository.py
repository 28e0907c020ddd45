"""The repository's files as the tests of the documents see them."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]

VARIABLE = re.compile(r"MOSAIC_[A-Z0-9_]*[A-Z0-9]")
SOURCES = {".py", ".ts", ".mjs", ".sh", ".yml", ".cfg", ".conf", ".example", ""}
FOLDERS = (
    *("packages", "backend-django", "streaming-service", "ai-service", "frontend", "haproxy"),
    *("deploy", "kong", "benchmarks", ".ci"),
)
FILES = ("mosaic", "docker-compose.yml", "mediamtx.yml", ".env.example")
LEFT_OUT = {"node_modules", "dist", "tests", "__pycache__", "migrations", "generated", "models"}


def sources() -> Iterator[Path]:
    """Code and configuration, without tests and what is generated."""
    yield from (ROOT / name for name in FILES)
    for folder in FOLDERS:
        yield from _below(ROOT / folder)


def _below(folder: Path) -> Iterator[Path]:
    for entry in folder.iterdir():
        if entry.is_dir():
            if entry.name not in LEFT_OUT and not entry.name.startswith("."):
                yield from _below(entry)
        elif entry.suffix in SOURCES:
            yield entry


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))

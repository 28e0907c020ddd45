"""Shows the log of one part, and follows it."""

import sys
import time
from collections.abc import Iterator
from pathlib import Path

from mosaic_cli.home import Home

LINES = 200
PAUSE_S = 0.2


def log_names(home: Home) -> list[str]:
    return sorted(path.stem for path in home.logs.glob("*.log"))


def show_log(home: Home, part: str, *, follow: bool, lines: int = LINES) -> None:
    """Raises FileNotFoundError for a part without a log."""
    path = home.logs / f"{part}.log"
    for line in path.read_text(errors="replace").splitlines()[-lines:]:
        print(line)
    if follow:
        for text in _appended(path):
            sys.stdout.write(text)
            sys.stdout.flush()


def _appended(path: Path) -> Iterator[str]:
    """What is written from now on, over rotations."""
    stream = path.open(errors="replace")
    stream.seek(0, 2)
    while True:
        text = stream.read()
        if text:
            yield text
            continue
        time.sleep(PAUSE_S)
        if path.exists() and path.stat().st_ino != _inode(stream.fileno()):
            stream.close()
            stream = path.open(errors="replace")


def _inode(descriptor: int) -> int:
    return Path(f"/proc/self/fd/{descriptor}").stat().st_ino

"""A sign of life for processes that have no port: a file that is touched for as long as the event loop turns."""

import asyncio
from pathlib import Path

EVERY_S = 5.0


async def keep_touching(file: Path | None, every_s: float = EVERY_S) -> None:
    """Runs until cancelled; None touches nothing. A health check asks how old the file is."""
    while True:
        _touch(file)
        await asyncio.sleep(every_s)


def _touch(file: Path | None) -> None:
    if file is not None:
        file.touch()

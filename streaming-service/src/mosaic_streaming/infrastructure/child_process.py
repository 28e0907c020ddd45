"""Programs that run for us."""

import asyncio
from contextlib import suppress


async def end(process: asyncio.subprocess.Process) -> None:
    """At once, whatever it does; when this returns it is gone. Not for one whose pipes hold more than is read."""
    with suppress(ProcessLookupError):
        process.kill()
    await process.wait()

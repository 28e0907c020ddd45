import asyncio
import os
import time
from pathlib import Path

from mosaic_platform.liveness import keep_touching


async def _touched_after(file: Path, instant_ns: int) -> None:
    while file.stat().st_mtime_ns <= instant_ns:
        await asyncio.sleep(0.001)


async def test_file_when_the_loop_turns_then_it_is_touched_again_and_again(tmp_path: Path) -> None:
    file = tmp_path / "alive"
    task = asyncio.create_task(keep_touching(file, every_s=0.001))
    while not file.exists():
        await asyncio.sleep(0.001)
    for _ in range(3):
        os.utime(file, (0, 0))
        async with asyncio.timeout(10):
            await _touched_after(file, 0)
    task.cancel()


async def test_file_when_the_loop_is_blocked_then_it_grows_old(tmp_path: Path) -> None:
    file = tmp_path / "alive"
    task = asyncio.create_task(keep_touching(file, every_s=0.001))
    while not file.exists():
        await asyncio.sleep(0.001)
    os.utime(file, (0, 0))
    time.sleep(0.05)
    assert file.stat().st_mtime_ns == 0
    task.cancel()

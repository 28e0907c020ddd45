"""Which H.264 encoders work here: found by encoding, for ffmpeg lists those of absent hardware too."""

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path

from mosaic_platform.logs import get_logger
from mosaic_streaming.domain.transcoding import (
    PREFERRED,
    Encoder,
    Limits,
    encoding_options,
    hardware_options,
)
from mosaic_streaming.infrastructure.child_process import end

TRY_S = 15.0
_PICTURES = "testsrc2=size=640x360:rate=25"
_PASSED_ON = ("LIBVA_DRIVER_NAME", "LIBVA_DRIVERS_PATH", "LD_LIBRARY_PATH")

_log = get_logger(__name__)


def ffmpeg_environment() -> dict[str, str]:
    """Nothing of ours but what the drivers of graphics processors need."""
    drivers = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {"PATH": os.defpath, "LANG": "C.UTF-8", **drivers}


def render_device() -> str:
    """The first graphics processor's device."""
    devices = sorted(Path("/dev/dri").glob("renderD*"))
    return str(devices[0]) if devices else "/dev/dri/renderD128"


async def find_encoders(
    program: str, candidates: Sequence[Encoder] = PREFERRED
) -> tuple[Encoder, ...]:
    """Those that made ten pictures with the options of a transcoding, in the given order."""
    worked = await asyncio.gather(*(_works(program, encoder) for encoder in candidates))
    found = tuple(each for each, works in zip(candidates, worked, strict=True) if works)
    _log.info("encoders_found", encoders=list(found))
    return found


async def _works(program: str, encoder: Encoder) -> bool:
    try:
        process = await asyncio.create_subprocess_exec(
            program,
            *("-nostdin", "-hide_banner", "-v", "quiet"),
            *hardware_options(encoder, render_device()),
            *("-f", "lavfi", "-i", _PICTURES, "-frames:v", "10"),
            *encoding_options(encoder, Limits()),
            *("-f", "null", "-"),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
            env=ffmpeg_environment(),
        )
    except OSError:
        return False
    try:
        async with asyncio.timeout(TRY_S):
            return await process.wait() == 0
    except TimeoutError:
        return False
    finally:
        await end(process)

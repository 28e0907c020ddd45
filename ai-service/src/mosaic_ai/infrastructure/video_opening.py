"""Opens files and webcams with PyAV, in the child process only.

Only containers that hold their own video are let in: a playlist or a list of files to concatenate, whatever it is
called, could lead to other files or into the network.
"""

import os
import stat
from pathlib import Path
from typing import Any

import av
from av.container import InputContainer

from mosaic_ai.domain.errors import SourceError
from mosaic_ai.domain.video_sources import VideoSource

CONTAINERS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mpegts,avi"
OPEN_TIMEOUT_S, READ_TIMEOUT_S = 10.0, 10.0
_VIDEO4LINUX = 81
"""Major number of its devices (Documentation/admin-guide/devices.txt of Linux)."""
_PROBED_UNDECODED: list[Any] = [{"skip_frame": "all"}]


def opened(source: VideoSource) -> InputContainer:
    """Raises SourceError: `source-refused`, `no-file`, `no-device`, `no-video`."""
    return _file(source) if source.kind == "file" else _device(source)


def device_arguments(source: VideoSource) -> dict[str, Any]:
    """What PyAV is given for a webcam; the driver takes the rate that is nearest."""
    return {
        "file": str(source.location),
        "format": "v4l2",
        "options": {"framerate": f"{max(source.fps, 1):g}"},
        "timeout": (OPEN_TIMEOUT_S, READ_TIMEOUT_S),
    }


def _file(source: VideoSource) -> InputContainer:
    try:
        root = source.root.resolve(strict=True)
        descriptor = os.open(root / source.location, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError as error:
        raise SourceError(f"{source.location} cannot be opened", code="no-file") from error
    try:
        _refuse_elsewhere(descriptor, root, source.location)
    except SourceError:
        os.close(descriptor)
        raise
    file = os.fdopen(descriptor, "rb", buffering=0)
    try:
        return av.open(
            file,
            mode="r",
            options={"format_whitelist": CONTAINERS, "protocol_whitelist": "none"},
            stream_options=_PROBED_UNDECODED,
        )
    except (av.FFmpegError, OSError, ValueError) as error:
        file.close()
        raise SourceError(f"{source.location} is no video", code="no-video") from error


def _refuse_elsewhere(descriptor: int, root: Path, name: Path) -> None:
    """Asks the opened file, not its name, which may lead elsewhere a moment later."""
    if not Path(f"/proc/self/fd/{descriptor}").readlink().is_relative_to(root):
        raise SourceError(f"{name} leads out of the folder", code="source-refused")
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        raise SourceError(f"{name} is no plain file", code="source-refused")


def _device(source: VideoSource) -> InputContainer:
    try:
        found = os.lstat(source.location)
    except OSError as error:
        raise SourceError(f"there is no {source.location}", code="no-device") from error
    if not stat.S_ISCHR(found.st_mode) or os.major(found.st_rdev) != _VIDEO4LINUX:
        raise SourceError(f"{source.location} is no video device", code="source-refused")
    try:
        container: InputContainer = av.open(mode="r", **device_arguments(source))
    except (av.FFmpegError, OSError, ValueError) as error:
        raise SourceError(f"{source.location} gives no video", code="no-video") from error
    return container

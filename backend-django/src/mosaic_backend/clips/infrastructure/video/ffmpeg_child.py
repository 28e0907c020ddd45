"""ffmpeg as a child process of its own group, told how far it is and ended when nobody wants the result."""

import os
import select
import shutil
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from tempfile import TemporaryFile

from mosaic_backend.clips.application.recordings import Watch
from mosaic_contracts.errors import MosaicError, UnavailableError
from mosaic_platform.logs import get_logger

_LOOK_EVERY_S = 0.1
_SAID_BYTES = 2000
_log = get_logger(__name__)


class EncodingError(MosaicError):
    """The video could not be encoded."""

    code = "encoding-failed"


def run_ffmpeg(arguments: Sequence[str], *, length_s: float, watch: Watch) -> None:
    """length_s: of the result. It opens files only. Raises EncodingError, UnavailableError, and as the watch."""
    program = shutil.which("ffmpeg")
    if program is None:
        raise UnavailableError("ffmpeg is not installed where clips are cut")
    with TemporaryFile() as said:
        child = subprocess.Popen(
            [
                os.path.abspath(program),  # noqa: PTH100 - links stay: Debian's alternatives
                *("-nostdin", "-hide_banner", "-v", "error", "-y", "-progress", "pipe:1"),
                *("-protocol_whitelist", "file"),
                *arguments,
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=said,
            start_new_session=True,
            env={"PATH": os.defpath, "LANG": "C.UTF-8"},
        )
        try:
            _follow(child, length_s, watch)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()
            if child.stdout:
                child.stdout.close()
        if child.returncode:
            said.seek(0)
            words = said.read(_SAID_BYTES).decode(errors="replace")
            _log.warning("encoding_failed", status=child.returncode, said=words)
            raise EncodingError


def _follow(child: "subprocess.Popen[bytes]", length_s: float, watch: Watch) -> None:
    assert child.stdout is not None  # noqa: S101 - a pipe was asked for
    share = 0.0
    while True:
        watch.at("encoding", share)
        if not select.select([child.stdout], [], [], _LOOK_EVERY_S)[0]:
            continue
        told = os.read(child.stdout.fileno(), 1 << 16)
        if not told:
            # It has closed its output and ends: what killpg would end is only what did not.
            child.wait()
            return
        for line in told.splitlines():
            name, _, value = line.partition(b"=")
            if name == b"out_time_us" and value.strip().lstrip(b"-").isdigit() and length_s > 0:
                share = min(max(int(value) / 1e6 / length_s, share), 1.0)

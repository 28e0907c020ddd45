"""Looks at a source with ffprobe in a child process, within bounds.

In the session of the service: a scheduler that shares by session would give each probe as much as a service.
"""

import asyncio
import base64
import os
import shutil
import socket
import time
from ipaddress import ip_address
from urllib.parse import urlsplit

from mosaic_platform.logs import get_logger
from mosaic_streaming.domain.addresses import AddressPolicy, host_of
from mosaic_streaming.domain.probing import ProbeOutcome, failure
from mosaic_streaming.infrastructure.child_process import end
from mosaic_streaming.infrastructure.ffmpeg_snapshot import snapshot
from mosaic_streaming.infrastructure.ffprobe_output import Measurement

CONNECT_TIMEOUT_S = 4.0
RESOLVE_TIMEOUT_S = 2.0
ANALYSE_S = 1.0
SNAPSHOT_S = 5.0
# Nobody waits for most probes: thousands of them follow an import.
NICE = 10
PROTOCOLS = "rtp,srtp,rtsp,rtsps,tcp,tls,crypto,http,https,httpproxy,rtmp,rtmps,srt"

_log = get_logger(__name__)


class FfprobeProber:
    """At the end of a probe no process of it is left, whatever the source did."""

    def __init__(self, policy: AddressPolicy) -> None:
        self._policy = policy
        self._patient = (_absolute("nice"), "-n", str(NICE))
        self._argv = (_absolute("stdbuf"), "-oL", _absolute("ffprobe"))
        self._ffmpeg = _absolute("ffmpeg")

    async def probe(
        self, source_url: str, *, measure: bool, order: bool = False, deadline_s: float = 6.0
    ) -> ProbeOutcome:
        started = time.monotonic()
        reason = await self._address_fault(source_url)
        if reason is not None:
            return failure(reason, took_ms=_since_ms(started))
        measurement = Measurement(measure=measure, order=order)
        try:
            process = await asyncio.create_subprocess_exec(
                *(() if measure else self._patient),
                *self._argv,
                *_arguments(source_url),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
                env={"PATH": os.defpath, "LANG": "C.UTF-8"},
            )
        except OSError as error:
            _log.warning("probe_not_started", error=error.strerror)
            return failure("failed", took_ms=_since_ms(started))
        try:
            async with asyncio.timeout(deadline_s - (time.monotonic() - started)):
                await _follow(process, measurement)
            late = False
        except TimeoutError:
            late = True
        finally:
            await end(process)
        # ffprobe has no word of its own for a server that accepts and then says nothing.
        late = late or time.monotonic() - started > CONNECT_TIMEOUT_S
        outcome = measurement.outcome(late=late, took_ms=_since_ms(started))
        if measure and outcome.ok:
            # After the measurement: some cameras serve one reader at a time.
            picture = await snapshot(
                self._ffmpeg, _input(source_url), source_url, deadline_s=SNAPSHOT_S
            )
            told = base64.b64encode(picture).decode() if picture else None
            outcome = outcome.model_copy(update={"snapshot": told})
        _log.debug("source_probed", url=source_url, ok=outcome.ok, reason=outcome.reason)
        return outcome

    async def _address_fault(self, source_url: str) -> str | None:
        """Judges every address that the host has: a name may lead to where no camera may be."""
        host = host_of(source_url)
        if not host:
            return "failed"
        try:
            port = urlsplit(source_url).port
        except ValueError:
            return "failed"
        try:
            async with asyncio.timeout(RESOLVE_TIMEOUT_S):
                found = await asyncio.get_running_loop().getaddrinfo(
                    host, port or 554, type=socket.SOCK_STREAM
                )
        except (OSError, TimeoutError, UnicodeError):
            return "unreachable"
        addresses = [ip_address(entry[4][0].partition("%")[0]) for entry in found]
        if not all(self._policy.allows(address) for address in addresses):
            return "forbidden-address"
        return None


def _input(source_url: str) -> list[str]:
    transport = []
    if urlsplit(source_url).scheme in ("rtsp", "rtsps"):
        transport = ["-rtsp_transport", "tcp", "-timeout", str(int(CONNECT_TIMEOUT_S * 1_000_000))]
    return [
        *("-protocol_whitelist", PROTOCOLS),
        *transport,
        *("-analyzeduration", str(int(ANALYSE_S * 1_000_000))),
        *("-probesize", "1000000"),
    ]


def _arguments(source_url: str) -> list[str]:
    return [
        "-hide_banner",
        *("-v", "info"),
        *_input(source_url),
        *("-show_entries", "packet=codec_type,stream_index,pts_time,flags"),
        *("-of", "compact=p=0"),
        *("-i", source_url),
    ]


async def _follow(process: asyncio.subprocess.Process, measurement: Measurement) -> None:
    """Reads until the measurement has enough or the program ends."""
    assert process.stdout is not None  # noqa: S101 - a pipe was asked for
    while not measurement.enough:
        try:
            line = await process.stdout.readline()
        except ValueError:  # a line beyond the buffer's limit: no output of ffprobe's that counts
            continue
        if not line:
            return
        measurement.take(line.decode(errors="replace").rstrip())


def _since_ms(started: float) -> int:
    return int((time.monotonic() - started) * 1000)


def _absolute(program: str) -> str:
    found = shutil.which(program)
    if found is None:
        raise RuntimeError(f"{program} is not installed")
    return found

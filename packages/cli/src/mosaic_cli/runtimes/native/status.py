"""What every part of a home does now."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from typing import Any

from mosaic_cli.part import Part
from mosaic_cli.runtimes.native.stack import Stack
from mosaic_cli.supervision.client import Supervisor

RUNNING = "RUNNING"
STARTING = {"STARTING", "BACKOFF"}


@dataclass(frozen=True)
class PartStatus:
    """state: ready, starting (runs or is being restarted, but does not do its work yet) or stopped."""

    name: str
    state: str
    pid: int | None
    address: str


@dataclass(frozen=True)
class Status:
    """https_url: empty without TLS."""

    ready: bool
    url: str
    https_url: str
    parts: list[PartStatus]

    def document(self) -> dict[str, Any]:
        return asdict(self)


def status_of(stack: Stack, supervisor: Supervisor) -> Status:
    """All probes run at once, so a part that hangs costs no more than one probe's patience."""
    parts = stack.parts()
    states = supervisor.states() if supervisor.running() else {}
    with ThreadPoolExecutor(max_workers=len(parts)) as pool:
        found = list(pool.map(lambda part: _one(part, states.get(part.name)), parts))
    ready = all(part.state == "ready" for part in found)
    return Status(ready, stack.url, stack.https_url, found)


def _one(part: Part, process: Any) -> PartStatus:
    if process is None or process.state not in {RUNNING, *STARTING}:
        return PartStatus(part.name, "stopped", None, part.address)
    ready = process.state == RUNNING and part.ready()
    return PartStatus(
        part.name, "ready" if ready else "starting", process.pid or None, part.address
    )

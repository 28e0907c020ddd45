"""Our own processes: one table (docs/reference/interfaces.md), nothing special about any of them."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mosaic_cli.files import make_private
from mosaic_cli.part import Part
from mosaic_cli.ports import LOOPBACK
from mosaic_cli.readiness import http_status

KEEP_ALIVE_S = 75
"""Longer than whoever is in front keeps an idle connection: a request must not meet one that is being closed."""
BACKEND_OPTIONS = (
    "--timeout-keep-alive",
    str(KEEP_ALIVE_S),
    "--timeout-graceful-shutdown",
    "10",
    "--no-access-log",
)


@dataclass(frozen=True)
class Service:
    """module: run as `python -m`. http: has a port of its own and answers /ready.

    after: parts and preparations that must be ready first. yields: as in Part.
    """

    name: str
    module: tuple[str, ...]
    http: bool = False
    after: tuple[str, ...] = ()
    yields: bool = False


@dataclass(frozen=True)
class Preparation:
    """A command of the backend that must have run, once for each state of its sources."""

    name: str
    module: tuple[str, ...]
    after: tuple[str, ...]


BROKER = ("accounts", "rabbitmq")
# What can wait for the broker by itself starts before it: importing takes these longer than RabbitMQ takes.
SERVICES = (
    Service("backend", ("uvicorn", "mosaic_backend.config.asgi:application"), True, ("accounts",)),
    Service("backend-consumer", ("mosaic_backend", "consume"), after=BROKER),
    Service("backend-relay", ("mosaic_backend", "relay"), after=BROKER),
    Service("backend-worker", ("mosaic_backend", "work"), after=("accounts",)),
    # It reads the base configuration that MediaMTX's preparation writes, after the program was built.
    Service("streaming", ("mosaic_streaming",), True, ("mediamtx",)),
    # Live view comes first: it drops frames of pictures where the AI only looks at one a little later.
    Service("ai", ("mosaic_ai",), True, yields=True),
)
# Further workers that share the cameras with `ai`; the front door's configuration lists as many.
MORE_AI = tuple(Service(f"ai-{number}", ("mosaic_ai",), True, yields=True) for number in (2, 3, 4))
# What runs once before the backend; each name can stand in `after`.
PREPARATIONS = (
    Preparation("schema", ("mosaic_backend", "migrate", "--no-input"), ("postgresql",)),
    Preparation("accounts", ("mosaic_backend", "seed_accounts"), ("schema",)),
)


def service_part(
    service: Service, ports: Mapping[str, int], environment: Mapping[str, str], folder: Path
) -> Part:
    """environment: complete, of this service. folder: its data."""
    command = [sys.executable, "-m", *service.module]
    port = ports.get(service.name, 0)
    if service.module[0] == "uvicorn":
        command += ["--host", LOOPBACK, "--port", str(port), *BACKEND_OPTIONS]
    ready = (lambda: http_status(port, "/ready") == 200) if service.http else (lambda: True)
    return Part(
        name=service.name,
        command=tuple(command),
        address=f"{LOOPBACK}:{port}" if service.http else "",
        environment=environment,
        prepare=lambda: make_private(folder),
        ready=ready,
        after=service.after,
        stop_s=12,
        yields=service.yields,
    )

"""Free loopback ports, and the ports of one home, chosen once and kept."""

import fcntl
import json
import os
import random
import socket
import tempfile
from collections.abc import Sequence, Set
from functools import cache
from pathlib import Path

from mosaic_cli.files import write_private

LOOPBACK = "127.0.0.1"
# Below the range from which the system gives outgoing connections their ports: one of those could
# sit on a port just while its server restarts.
LASTING = range(18000, 32000)
PASSING = range(10000, 18000)
PREFERRED_HTTP = 8080
PREFERRED_HTTPS = 8443
_given: set[int] = set()


class PortTakenError(Exception):
    """A port that was asked for belongs to another program."""


def free_ports(count: int) -> list[int]:
    """Distinct ports that nobody listens on now, for tests and benchmarks; none is given twice by a process.

    Nor by two processes of this user while both live: who was given one may listen there much later, or again.
    """
    found: list[int] = []
    while len(found) < count:
        port = _another(_given, PASSING)
        _given.add(port)
        if _claimed(port):
            found.append(port)
    return found


def _claimed(port: int) -> bool:
    """Whether this process has it for as long as it lives, which the system sees to."""
    claims = _claims()
    try:
        fcntl.lockf(claims, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, port)
    except OSError:
        return False
    return True


@cache
def _claims() -> int:
    """A file of which each byte stands for a port. Never closed: that would give up every claim."""
    path = Path(tempfile.gettempdir()) / f"mosaic-ports-{os.getuid()}"
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)


def free_port() -> int:
    return free_ports(1)[0]


def is_free(port: int, host: str = LOOPBACK) -> bool:
    """Whether a server could listen there, by TCP and UDP; lingering connections do not count."""
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        with socket.socket(type=kind) as probe:
            if kind == socket.SOCK_STREAM:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                return False
    return True


def load_ports(file: Path) -> dict[str, int]:
    """What was chosen before; empty where nothing was, or where the file is damaged."""
    try:
        found = json.loads(file.read_text())
        return {str(name): int(port) for name, port in found.items()}
    except (OSError, ValueError, AttributeError):
        return {}


def keep_ports(file: Path, names: Sequence[str]) -> tuple[dict[str, int], list[str]]:
    """The home's ports while it is down: kept ones, and new ones where a kept one was taken meanwhile.

    Returns also the names whose port had to change.
    """
    kept = load_ports(file)
    chosen: dict[str, int] = {}
    moved: list[str] = []
    for name in names:
        before = kept.get(name)
        if before and before not in chosen.values() and is_free(before):
            chosen[name] = before
            continue
        if before:
            moved.append(name)
        chosen[name] = _another({*chosen.values(), *kept.values()})
    save_ports(file, kept | chosen)
    return chosen, moved


def save_ports(file: Path, ports: dict[str, int]) -> None:
    write_private(file, json.dumps(ports, indent=2) + "\n")


def choose_http_port(
    kept: int | None, asked: str | None, host: str, avoid: Set[int] = frozenset()
) -> tuple[int, str]:
    """The front door's port, and a message where it is not the expected one.

    A port that was asked for is taken or refused; the usual one may give way to another.
    avoid: ports of this stack's other parts. Raises PortTakenError.
    """
    return _choose_front("MOSAIC_HTTP_PORT", asked, kept or PREFERRED_HTTP, host, avoid)


def choose_https_port(
    kept: int | None, asked: str | None, host: str, avoid: Set[int] = frozenset()
) -> tuple[int, str]:
    """The same for its port of TLS."""
    return _choose_front("MOSAIC_HTTPS_PORT", asked, kept or PREFERRED_HTTPS, host, avoid)


def _choose_front(
    variable: str, asked: str | None, expected: int, host: str, avoid: Set[int]
) -> tuple[int, str]:
    def possible(port: int) -> bool:
        return port not in avoid and is_free(port, host)

    if asked:
        if not asked.isdigit() or not 0 < int(asked) < 65536:
            raise PortTakenError(f"{variable}={asked} is no port")
        if not possible(int(asked)):
            raise PortTakenError(
                f"port {asked} ({variable}) is taken by another program; "
                "stop that one or choose another port"
            )
        return int(asked), ""
    if possible(expected):
        return expected, ""
    usual = PREFERRED_HTTP if variable == "MOSAIC_HTTP_PORT" else PREFERRED_HTTPS
    other = usual if expected != usual and possible(usual) else _another(avoid)
    return other, f"port {expected} is taken by another program; this stack uses {other}"


def _another(avoid: Set[int], among: range = LASTING) -> int:
    for _ in range(2000):
        port = random.choice(among)  # noqa: S311
        if port not in avoid and is_free(port):
            return port
    raise PortTakenError(f"no free port between {among[0]} and {among[-1]}")

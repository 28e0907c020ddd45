"""What `up` does before any process starts: folders, secrets, ports."""

import os
from dataclasses import dataclass

from mosaic_cli.home import Home
from mosaic_cli.mediamtx.lookup import find_installed
from mosaic_cli.ports import choose_http_port, keep_ports, load_ports, save_ports
from mosaic_cli.runtimes.native.stack import HTTP, PORTS, Stack, bind_address
from mosaic_cli.secret_files import ensure_secrets


@dataclass(frozen=True)
class Prepared:
    stack: Stack
    remarks: list[str]


def prepare(home: Home, demo_cameras: int) -> Prepared:
    """For a stack that is down. Raises PortTakenError, MediaMTXError."""
    home.make()
    ensure_secrets(home.secrets)
    file = home.path / "ports.json"
    ports, moved = keep_ports(file, PORTS)
    remarks = [f"the port of {name} was taken meanwhile; another was chosen" for name in moved]
    known = load_ports(file)
    ports[HTTP], remark = choose_http_port(
        known.get(HTTP), os.environ.get("MOSAIC_HTTP_PORT"), bind_address()
    )
    save_ports(file, known | ports)
    stack = Stack(home, ports, find_installed(), demo_cameras)
    return Prepared(stack, [*remarks, *([remark] if remark else [])])


def existing_stack(home: Home, demo_cameras: int) -> Stack | None:
    """As it was started last; None where this home was never started."""
    ports = load_ports(home.path / "ports.json")
    if not {HTTP, *PORTS} <= set(ports):
        return None
    return Stack(home, ports, find_installed(), demo_cameras)

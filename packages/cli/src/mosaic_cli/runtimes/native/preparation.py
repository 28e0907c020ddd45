"""What `up` does before any process starts: folders, secrets, ports."""

import os
from dataclasses import dataclass

from mosaic_cli.components.services import MORE_AI
from mosaic_cli.home import Home
from mosaic_cli.mediamtx.lookup import find_installed
from mosaic_cli.ports import (
    choose_http_port,
    choose_https_port,
    keep_ports,
    load_ports,
    save_ports,
)
from mosaic_cli.runtimes.native.https import Https
from mosaic_cli.runtimes.native.stack import HTTP, HTTPS, PORTS, Stack, bind_address
from mosaic_cli.runtimes.native.workers import asked_workers
from mosaic_cli.secret_files import ensure_secrets


@dataclass(frozen=True)
class Prepared:
    stack: Stack
    remarks: list[str]


def prepare(home: Home, demo_cameras: int) -> Prepared:
    """For a stack that is down. Raises PortTakenError, HttpsSettingError, WorkersSettingError, MediaMTXError."""
    https = Https.asked()
    home.make()
    ensure_secrets(home.secrets)
    file = home.path / "ports.json"
    more_ai = asked_workers()
    ports, moved = keep_ports(file, [*PORTS, *more_ai])
    ports |= {each.name: 0 for each in MORE_AI if each.name not in more_ai}
    remarks = [f"the port of {name} was taken meanwhile; another was chosen" for name in moved]
    known, host = load_ports(file), bind_address()
    fronts = {HTTP: (choose_http_port, "MOSAIC_HTTP_PORT")}
    if https is not Https.OFF:
        fronts[HTTPS] = (choose_https_port, "MOSAIC_HTTPS_PORT")
    for name, (choose, variable) in fronts.items():
        port, remark = choose(known.get(name), os.environ.get(variable), host, set(ports.values()))
        ports[name] = port
        remarks += [remark] if remark else []
    ports.setdefault(HTTPS, 0)
    save_ports(file, known | ports)
    return Prepared(Stack(home, ports, find_installed(), demo_cameras), remarks)


def existing_stack(home: Home, demo_cameras: int) -> Stack | None:
    """As it was started last; None where this home was never started."""
    ports = load_ports(home.path / "ports.json")
    if not {HTTP, HTTPS, *PORTS} <= set(ports):
        return None
    return Stack(home, ports, find_installed(), demo_cameras)

"""What is missing or wrong on this machine and in this home, and the mend of each."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509

from mosaic_cli.account import can_enter
from mosaic_cli.home import Home
from mosaic_cli.mediamtx.lookup import VERSION, MediaMTXError, find_installed
from mosaic_cli.ports import PREFERRED_HTTP, is_free, load_ports
from mosaic_cli.programs import find, postgresql_folder
from mosaic_cli.repository import ROOT
from mosaic_cli.runtimes.native.packages import NEEDED, SERVER, install_command, missing_packages
from mosaic_cli.runtimes.native.stack import HTTP, bind_address
from mosaic_cli.supervision.client import Supervisor

LEAST_FREE_BYTES = 5 << 30


@dataclass(frozen=True)
class Finding:
    """mend: empty where all is well."""

    subject: str
    found: str
    mend: str = ""

    @property
    def well(self) -> bool:
        return not self.mend


def examine(home: Home) -> list[Finding]:
    return [
        Finding("python", sys.version.split()[0]),
        *_packages(),
        *_versions(),
        _mediamtx(),
        _node(),
        _disk(home),
        _rights(home),
        _secrets(home),
        _front_door(home),
        _certificate(home),
        _models(home),
        _supervisor(home),
    ]


def _packages() -> Iterator[Finding]:
    missing = missing_packages()
    if missing:
        yield Finding(
            "packages", f"missing: {' '.join(missing)}", f"run: sudo {install_command(missing)}"
        )
    else:
        yield Finding("packages", f"all {len(NEEDED)} there")


def _versions() -> Iterator[Finding]:
    folder = postgresql_folder()
    programs = (
        ("postgresql", str(folder / "postgres") if folder else None, "--version", 15),
        ("redis", find("redis-server"), "--version", 7),
        ("haproxy", find("haproxy"), "-v", 2),
        ("ffmpeg", find("ffmpeg"), "-version", 4),
    )
    for name, program, option, least in programs:
        if program is None:
            continue
        said = subprocess.run([program, option], capture_output=True, text=True, check=False).stdout
        version = re.search(r"\d+(\.\d+)+", said)
        major = int(version.group().split(".")[0]) if version else 0
        mend = "" if major >= least else f"install {name} {least} or newer"
        yield Finding(name, version.group() if version else "unknown version", mend)
    broker = find("rabbitmq-server", SERVER)
    if broker and not Path(SERVER).exists():
        yield Finding(
            "rabbitmq", broker, f"its programs are expected in {SERVER}, as in Debian's package"
        )


def _mediamtx() -> Finding:
    try:
        binary = find_installed()
    except MediaMTXError as error:
        return Finding("mediamtx", "wrong version", str(error))
    if binary:
        return Finding("mediamtx", f"{VERSION} at {binary}")
    return Finding(
        "mediamtx", "not here yet", "`./mosaic up` obtains it, or name one in MOSAIC_MEDIAMTX"
    )


def _node() -> Finding:
    node = find("node")
    if node is None:
        mend = "" if (ROOT / "frontend" / "dist").exists() else "install Node.js 20.19 or newer"
        return Finding("node", "not installed", mend)
    said = subprocess.run(
        [node, "--version"], capture_output=True, text=True, check=False
    ).stdout.strip()
    numbers = [int(number) for number in re.findall(r"\d+", said)[:2]]
    return Finding("node", said, "" if numbers >= [20, 19] else "install Node.js 20.19 or newer")


def _disk(home: Home) -> Finding:
    folder = next(path for path in (home.path, *home.path.parents) if path.exists())
    free = shutil.disk_usage(folder).free
    mend = (
        ""
        if free >= LEAST_FREE_BYTES
        else f"free at least {LEAST_FREE_BYTES >> 30} GiB on that disk"
    )
    return Finding("disk", f"{free / (1 << 30):.1f} GiB free at {folder}", mend)


def _rights(home: Home) -> Finding:
    folder = next(path for path in (home.path, *home.path.parents) if path.exists())
    if not os.access(folder, os.W_OK):
        return Finding("home", f"{home.path} is not writable", "name another folder in MOSAIC_HOME")
    if os.geteuid() == 0 and not can_enter(folder):
        elsewhere = f"PostgreSQL's account may not enter it, so its data is in {home.postgresql}"
        return Finding("home", f"{home.path}; {elsewhere}")
    return Finding("home", str(home.path))


def _secrets(home: Home) -> Finding:
    if not home.secrets.exists():
        return Finding("secrets", "made at the first `up`")
    wide = [path.name for path in home.secrets.iterdir() if path.stat().st_mode & 0o077]
    mend = f"run: chmod 600 {home.secrets}/*" if wide else ""
    return Finding(
        "secrets",
        f"readable by others: {', '.join(wide)}" if wide else "readable by you only",
        mend,
    )


def _front_door(home: Home) -> Finding:
    asked = os.environ.get("MOSAIC_HTTP_PORT", "")
    port = (
        int(asked)
        if asked.isdigit()
        else load_ports(home.path / "ports.json").get(HTTP, PREFERRED_HTTP)
    )
    if Supervisor(home).running() or is_free(port, bind_address()):
        return Finding("front door", f"port {port}")
    mend = (
        "stop the program that has it, or choose another port"
        if asked
        else "`up` chooses another by itself"
    )
    return Finding("front door", f"port {port} is taken", mend)


def _certificate(home: Home) -> Finding:
    """Of the front door; `up` and its own process renew it."""
    file = home.tls / "front-door.pem"
    if not file.exists():
        return Finding("certificate", "made at the first `up`, unless MOSAIC_HTTPS is off")
    try:
        shown = x509.load_pem_x509_certificate(file.read_bytes())
    except ValueError:
        return Finding("certificate", f"{file} is damaged", "run: ./mosaic down, then ./mosaic up")
    until = f"{shown.not_valid_after_utc:%Y-%m-%d}"
    if shown.not_valid_after_utc <= datetime.now(UTC):
        return Finding("certificate", f"ended at {until}", "renew it, or run: ./mosaic up")
    return Finding("certificate", f"until {until}, by {shown.issuer.rfc4514_string()}")


def _models(home: Home) -> Finding:
    given = os.environ.get("MOSAIC_MODELS_DIR")
    folder = Path(given) if given else home.path / "models"
    if given and not folder.is_dir():
        return Finding("models", f"{given} is no folder", "correct MOSAIC_MODELS_DIR or unset it")
    if not folder.is_dir():
        return Finding(
            "models", f"{folder} is not there: plates are read, vehicles are not classified"
        )
    return Finding("models", str(folder))


def _supervisor(home: Home) -> Finding:
    supervisor = Supervisor(home)
    if not supervisor.running():
        return Finding("stack", "not running")
    down = [name for name, found in supervisor.states().items() if found.state != "RUNNING"]
    if down:
        return Finding("stack", f"not running: {', '.join(down)}", f"see: ./mosaic logs {down[0]}")
    return Finding("stack", "every part runs")

"""System packages: which are missing, and installing them on Debian and Ubuntu without starting anything.

A package's own service must neither start now nor at the next boot, and PostgreSQL's must not make a cluster:
Mosaic runs private instances, and the machine may not be ours alone.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from mosaic_cli.programs import find, postgresql_folder

SERVER = "/usr/lib/rabbitmq/bin"
# Debian package -> whether it is there. epmd comes with rabbitmq-server's Erlang.
NEEDED: dict[str, Callable[[], bool]] = {
    "postgresql": lambda: postgresql_folder() is not None,
    "redis-server": lambda: find("redis-server") is not None,
    "rabbitmq-server": lambda: (
        find("rabbitmq-server", SERVER) is not None and find("epmd") is not None
    ),
    "haproxy": lambda: find("haproxy") is not None,
    "nginx-light": lambda: find("nginx") is not None,
    "ffmpeg": lambda: find("ffmpeg") is not None,
}
UNITS = {
    "postgresql": "postgresql.service",
    "redis-server": "redis-server.service",
    "rabbitmq-server": "rabbitmq-server.service",
    "haproxy": "haproxy.service",
    "nginx-light": "nginx.service",
}
POLICY = Path("/usr/sbin/policy-rc.d")
NO_CLUSTER = Path("/etc/postgresql-common/createcluster.d/mosaic.conf")


class PackagesMissingError(Exception):
    """System packages are missing and cannot be installed from here; the message holds the command that would."""


def missing_packages() -> list[str]:
    return [name for name, present in NEEDED.items() if not present()]


def install_command(packages: Sequence[str]) -> str:
    return f"apt-get install -y --no-install-recommends {' '.join(packages)}"


def ensure_packages(tell: Callable[[str], None]) -> None:
    """Installs what is missing. Raises PackagesMissingError where that is not possible here."""
    missing = missing_packages()
    if not missing:
        return
    prefix = _privilege()
    if shutil.which("apt-get") is None:
        raise PackagesMissingError(
            f"missing: {', '.join(missing)} (names of Debian's packages). This is no Debian or Ubuntu: install "
            "PostgreSQL 15+, Redis 7, RabbitMQ 3.10+, HAProxy 2.6+, nginx and ffmpeg with your system's tools"
        )
    if prefix is None:
        raise PackagesMissingError(
            f"missing system packages: {', '.join(missing)}; without root rights this is for you to run:\n"
            f"  sudo {install_command(missing)}"
        )
    tell(f"installing system packages: {' '.join([*prefix, install_command(missing)])}")
    started = time.monotonic()
    with _nothing_starts(prefix):
        _run([*prefix, "apt-get", "update", "-q"])
        noninteractive = ["env", "DEBIAN_FRONTEND=noninteractive"]
        _run([*prefix, *noninteractive, *install_command(missing).split(), "-q"])
    units = [UNITS[name] for name in missing if name in UNITS]
    if shutil.which("systemctl") and Path("/run/systemd/system").exists():
        _run([*prefix, "systemctl", "disable", "--quiet", *units])
    tell(f"installed system packages in {time.monotonic() - started:.1f} s")


def _privilege() -> list[str] | None:
    """What goes before a command that needs root; None where there is no way."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo is None:
        return None
    if sys.stdin.isatty():
        return [sudo]
    allowed = subprocess.run([sudo, "-n", "true"], capture_output=True, check=False)
    return [sudo, "-n"] if allowed.returncode == 0 else None


@contextmanager
def _nothing_starts(prefix: Sequence[str]) -> Iterator[None]:
    """While packages are unpacked, services may not be started and no cluster is made."""
    guard = not POLICY.exists()
    try:
        _run([*prefix, "mkdir", "-p", str(NO_CLUSTER.parent)])
        _write(prefix, NO_CLUSTER, "create_main_cluster = false\n")
        if guard:
            _write(prefix, POLICY, "#!/bin/sh\nexit 101\n")
            _run([*prefix, "chmod", "755", str(POLICY)])
        yield
    finally:
        _run([*prefix, "rm", "-f", str(NO_CLUSTER), *([str(POLICY)] if guard else [])])


def _write(prefix: Sequence[str], path: Path, content: str) -> None:
    _run([*prefix, "tee", str(path)], stdin=content)


def _run(command: Sequence[str], stdin: str = "") -> None:
    done = subprocess.run(
        command,
        input=stdin,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if done.returncode != 0:
        raise PackagesMissingError(f"{' '.join(command)} failed:\n{done.stdout.strip()[-1500:]}")

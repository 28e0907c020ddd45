"""A private PostgreSQL cluster: loopback only, password login, owner role `mosaic` without superuser rights."""

import os
import secrets
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from mosaic_cli.account import Account, can_enter, unprivileged_account
from mosaic_cli.part import Part, base_environment
from mosaic_cli.ports import LOOPBACK
from mosaic_cli.programs import MissingProgramError, postgresql_folder
from mosaic_cli.readiness import POSTGRES_STARTUP, answers

ROLE = "mosaic"
DATABASE = "mosaic"
BUFFERS_MB = (128, 4096)
"""The least and the most; between them an eighth of the machine's memory, which all of the stack shares."""
PREWARM = "pg_prewarm"
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_connections": "200",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


@dataclass(frozen=True)
class Postgresql:
    """A cluster in `folder/cluster`. `durable` off is for tests only: a power cut then loses the cluster."""

    folder: Path
    port: int
    password: str
    durable: bool = True

    @property
    def url(self) -> str:
        return f"postgresql://{ROLE}:{self.password}@{LOOPBACK}:{self.port}/{DATABASE}"

    def part(self) -> Part:
        programs = postgresql_folder()
        if programs is None:
            raise MissingProgramError(
                "PostgreSQL is not installed; `./mosaic doctor` tells the mend"
            )
        return Part(
            name="postgresql",
            command=(str(programs / "postgres"), "-D", str(self.folder / "cluster")),
            address=f"{LOOPBACK}:{self.port}",
            prepare=lambda: self._prepare(programs, unprivileged_account()),
            ready=lambda: answers(self.port, POSTGRES_STARTUP, b"R"),
            account=unprivileged_account(),
            stop_signal="INT",  # fast shutdown: does not wait for clients
            stop_s=20,
        )

    def _prepare(self, programs: Path, account: Account | None) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        if account:
            if not can_enter(self.folder.parent):
                raise RuntimeError(
                    f"PostgreSQL runs as {account.name}, which may not enter {self.folder.parent}"
                )
            os.chown(self.folder, account.uid, account.gid)
        self.folder.chmod(0o700)
        cluster = self.folder / "cluster"
        if not (cluster / "PG_VERSION").exists():
            unfinished = self.folder / "cluster.new"
            shutil.rmtree(unfinished, ignore_errors=True)
            self._create(programs, unfinished, account)
            unfinished.rename(cluster)
        self._write_settings(programs, cluster, account)

    def _create(self, programs: Path, cluster: Path, account: Account | None) -> None:
        options = (
            "-U postgres -E UTF8 --locale=C.UTF-8 -A scram-sha-256 --no-instructions --no-sync"
        )
        secret = self.folder / "password"
        try:
            secret.touch(0o600)
            # Nobody signs in as the superuser.
            secret.write_text(secrets.token_hex(32) + "\n")
            if account:
                os.chown(secret, account.uid, account.gid)
            self._run(
                account,
                str(programs / "initdb"),
                "-D",
                str(cluster),
                f"--pwfile={secret}",
                *options.split(),
            )
        finally:
            secret.unlink(missing_ok=True)
        statements = (
            f"CREATE ROLE {ROLE} LOGIN CREATEDB PASSWORD '{self.password}';\n"
            f"CREATE DATABASE {DATABASE} OWNER {ROLE};\n"
        )
        single = (str(programs / "postgres"), "--single", "-j", "-D", str(cluster), "postgres")
        for statement in statements.splitlines():
            self._run(account, *single, stdin=statement + "\n\n")

    def _write_settings(self, programs: Path, cluster: Path, account: Account | None) -> None:
        settings = {
            "listen_addresses": LOOPBACK,
            "port": str(self.port),
            "unix_socket_directories": "",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "log_min_messages": "warning",
            "log_checkpoints": "off",
            "shared_preload_libraries": "",
        }
        settings |= _durable(programs) if self.durable else FAST
        path = cluster / "mosaic.conf"
        path.write_text("".join(f"{name} = '{value}'\n" for name, value in settings.items()))
        main = cluster / "postgresql.conf"
        include = "include = 'mosaic.conf'\n"
        if not main.read_text().endswith(include):
            with main.open("a") as stream:
                stream.write(include)
        if account:
            os.chown(path, account.uid, account.gid)

    def _run(self, account: Account | None, *command: str, stdin: str = "") -> None:
        done = subprocess.run(
            command,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            env=base_environment() | {"TZ": "UTC"},
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )
        if done.returncode != 0 or "ERROR" in done.stderr:
            raise RuntimeError(f"{Path(command[0]).name} failed: {done.stderr.strip()[-600:]}")


def _durable(programs: Path) -> dict[str, str]:
    """With what was in memory before it stopped, where the server came with the library that reads it again."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    prewarm = (programs.parent / "lib" / f"{PREWARM}.so").exists()
    return {
        "shared_buffers": f"{buffers_mb(memory)}MB",
        "max_connections": "100",
        "shared_preload_libraries": PREWARM if prewarm else "",
    }


def buffers_mb(memory: int) -> int:
    """For a machine of so many bytes. What lies in them is read several times as fast."""
    least, most = BUFFERS_MB
    return max(least, min(most, memory // 8 // 2**20))

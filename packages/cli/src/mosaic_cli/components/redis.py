"""A private Redis: loopback only, password, append-only file."""

from dataclasses import dataclass
from pathlib import Path

from mosaic_cli.files import make_private, write_private
from mosaic_cli.part import Part
from mosaic_cli.ports import LOOPBACK
from mosaic_cli.programs import require
from mosaic_cli.readiness import answers


@dataclass(frozen=True)
class Redis:
    folder: Path
    port: int
    password: str
    durable: bool = True
    databases: int = 16

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@{LOOPBACK}:{self.port}/0"

    def part(self) -> Part:
        return Part(
            name="redis",
            command=(require("redis-server"), str(self.folder / "redis.conf")),
            address=f"{LOOPBACK}:{self.port}",
            prepare=self._prepare,
            ready=lambda: answers(
                self.port, f"AUTH {self.password}\r\nPING\r\n".encode(), b"+OK\r\n+PONG", b"+OK\r\n"
            ),
        )

    def _prepare(self) -> None:
        make_private(self.folder)
        settings = {
            "bind": LOOPBACK,
            "port": self.port,
            "protected-mode": "yes",
            "requirepass": self.password,
            "dir": self.folder,
            "daemonize": "no",
            "save": '""',
            "appendonly": "yes" if self.durable else "no",
            "databases": self.databases,
            # A title would overwrite the environment by which `down` knows its processes.
            "set-proc-title": "no",
            "maxmemory": "256mb",
            "loglevel": "warning",
            "maxmemory-policy": "volatile-lru",  # caches go, streams and counters without expiry stay
        }
        text = "".join(f"{name} {value}\n" for name, value in settings.items())
        write_private(self.folder / "redis.conf", text)

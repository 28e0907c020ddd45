"""The folder of one stack: everything that belongs to it and nothing else."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from mosaic_cli.account import can_enter
from mosaic_cli.repository import ROOT

SOCKET_LIMIT = 100  # bytes; Linux takes 107


@dataclass(frozen=True)
class Home:
    """`MOSAIC_HOME`, by default `.mosaic` in the checkout. Several live side by side."""

    path: Path

    @classmethod
    def here(cls) -> "Home":
        named = os.environ.get("MOSAIC_HOME")
        return cls(Path(named).absolute() if named else ROOT / ".mosaic")

    @property
    def identity(self) -> str:
        """A short name of this home that no other home on the machine has."""
        return hashlib.sha256(os.fsencode(self.path)).hexdigest()[:12]

    @property
    def secrets(self) -> Path:
        return self.path / "secrets"

    @property
    def tls(self) -> Path:
        """The front door's certificate and the local authority; no service reads it."""
        return self.path / "tls"

    @property
    def data(self) -> Path:
        return self.path / "data"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def run(self) -> Path:
        return self.path / "run"

    @property
    def credentials(self) -> Path:
        return self.path / "credentials.json"

    @property
    def socket(self) -> Path:
        """The supervisor's; in the temporary folder where the home's own path is too long for a socket."""
        inside = self.run / "supervisor.sock"
        if len(os.fsencode(inside)) <= SOCKET_LIMIT:
            return inside
        return (
            Path(tempfile.gettempdir())
            / f"mosaic-{os.getuid()}-{self.identity}"
            / "supervisor.sock"
        )

    @property
    def door_socket(self) -> Path:
        """HAProxy's, beside the supervisor's: it makes one of a longer name first, by its own process id."""
        return self.socket.parent / "door"

    @property
    def postgresql(self) -> Path:
        """As root the cluster belongs to another account, which may not be able to enter this home."""
        if os.geteuid() == 0 and not can_enter(self.path.parent):
            return Path("/var/lib/mosaic") / self.identity / "postgresql"
        return self.data / "postgresql"

    def make(self) -> None:
        """Creates the folders; only the owner may read them, others at most pass through."""
        for folder in (self.path, self.data):
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o711)
        for folder in (self.secrets, self.logs, self.run, self.socket.parent):
            folder.mkdir(parents=True, exist_ok=True)
            if folder.stat().st_uid != os.getuid():
                raise PermissionError(f"{folder} belongs to somebody else")
            folder.chmod(0o700)
        if self.postgresql.is_relative_to("/var/lib/mosaic"):
            self.postgresql.parent.mkdir(parents=True, exist_ok=True)

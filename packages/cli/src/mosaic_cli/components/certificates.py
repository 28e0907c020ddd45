"""The front door's certificate: made before HAProxy starts, then kept (mosaic_platform.certificates)."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mosaic_cli.part import Part, base_environment

MODULE = ("-m", "mosaic_platform.certificates")
MADE_WITHIN_S = 60
SETTINGS = ("MOSAIC_TLS_CERTIFICATE", "MOSAIC_TLS_NAMES", "MOSAIC_LOG_LEVEL")


class CertificateError(Exception):
    """There is no certificate that the front door could show; the message names the setting."""


@dataclass(frozen=True)
class Certificates:
    """folder: of keys and certificates. bind: the address:port that shows them. runtime: HAProxy's socket."""

    folder: Path
    bind: str
    runtime: Path
    public_url: str

    @property
    def file(self) -> Path:
        return self.folder / "front-door.pem"

    @property
    def authority(self) -> Path:
        """For who trusts the local authority; programs of this machine do."""
        return self.folder / "ca.crt"

    def part(self) -> Part:
        return Part(
            name="certificates",
            command=(sys.executable, *MODULE, "keep"),
            environment=self.environment(os.environ),
            prepare=self.make,
            ready=self.file.exists,
        )

    def make(self) -> None:
        """Raises CertificateError."""
        done = subprocess.run(
            [sys.executable, *MODULE, "make"],
            env=base_environment() | self.environment(os.environ),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=MADE_WITHIN_S,
        )
        if done.returncode != 0:
            raise CertificateError(done.stderr.strip()[-500:])

    def environment(self, given: Mapping[str, str]) -> dict[str, str]:
        return {name: given[name] for name in SETTINGS if given.get(name)} | {
            "MOSAIC_TLS_DIR": str(self.folder),
            "MOSAIC_TLS_BIND": self.bind,
            "MOSAIC_TLS_RUNTIME": str(self.runtime),
            "MOSAIC_PUBLIC_URL": self.public_url,
        }

"""What the certificates' process reads from the environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mosaic_platform.certificates.front_door import FrontDoor
from mosaic_platform.certificates.names import is_name
from mosaic_platform.certificates.pair import CertificateError

GIVEN, NAMES, FOLDER = "MOSAIC_TLS_CERTIFICATE", "MOSAIC_TLS_NAMES", "MOSAIC_TLS_DIR"


@dataclass(frozen=True)
class Settings:
    """runtime: HAProxy's socket; None: nobody to hand a certificate to. alive: touched while the process works."""

    front_door: FrontDoor
    bind: str
    public_url: str
    names: tuple[str, ...] = ()
    runtime: Path | None = None
    alive: Path | None = None

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "Settings":
        """Raises CertificateError with the variable's name."""

        def path(name: str) -> Path | None:
            return Path(environment[name]) if environment.get(name) else None

        folder = path(FOLDER)
        if folder is None:
            raise CertificateError(f"{FOLDER} is not set")
        names = tuple(environment.get(NAMES, "").lower().replace(",", " ").split())
        wrong = [name for name in names if not is_name(name)]
        if wrong:
            raise CertificateError(f"{NAMES}: {wrong[0]} is neither a host name nor an address")
        return cls(
            front_door=FrontDoor(folder, path(GIVEN)),
            bind=environment.get("MOSAIC_TLS_BIND", ""),
            public_url=environment.get("MOSAIC_PUBLIC_URL", ""),
            names=names,
            runtime=path("MOSAIC_TLS_RUNTIME"),
            alive=path("MOSAIC_ALIVE_FILE"),
        )

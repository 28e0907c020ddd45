"""HAProxy: the front door, on the repository's own configuration."""

from dataclasses import dataclass
from pathlib import Path

from mosaic_cli.components.certificates import Certificates
from mosaic_cli.part import Part
from mosaic_cli.ports import LOOPBACK
from mosaic_cli.programs import require
from mosaic_cli.readiness import http_status

CONNECTIONS = 4096
MORE_AI = ("MOSAIC_AI_2_ADDRESS", "MOSAIC_AI_3_ADDRESS", "MOSAIC_AI_4_ADDRESS")
BACKENDS = ("backend", "streaming", "ai", "partner", "hls", "webrtc", "web")


@dataclass(frozen=True)
class Tls:
    """redirect: plain HTTP from other machines leads to this port."""

    port: int
    redirect: bool
    certificates: Certificates


@dataclass(frozen=True)
class HAProxy:
    """bind: the address people open, by default loopback. addresses: host:port by the names in BACKENDS.

    more_ai: those of further AI workers.
    """

    configuration: Path
    bind: str
    port: int
    stats_port: int
    stats_password: str
    addresses: dict[str, str]
    tls: Tls | None = None
    more_ai: tuple[str, ...] = ()

    def part(self) -> Part:
        return Part(
            name="haproxy",
            command=(require("haproxy"), "-db", "-f", str(self.configuration)),
            address=f"{self.bind}:{self.port}",
            environment=self.environment(),
            prepare=self._prepare,
            after=("certificates",) if self.tls else (),
            ready=lambda: http_status(self.port, "/health", host=self.probe_host) == 200,
        )

    @property
    def probe_host(self) -> str:
        return LOOPBACK if self.bind in ("0.0.0.0", "::", "*") else self.bind  # noqa: S104

    def environment(self) -> dict[str, str]:
        named = {f"MOSAIC_{name.upper()}_ADDRESS": self.addresses[name] for name in BACKENDS}
        named |= dict(zip(MORE_AI, self.more_ai, strict=False))
        return named | {
            "MOSAIC_HTTP_BIND": f"{self.bind}:{self.port}",
            "MOSAIC_STATS_BIND": f"{LOOPBACK}:{self.stats_port}",
            "MOSAIC_STATS_USER": "mosaic",
            "MOSAIC_STATS_PASSWORD": self.stats_password,
            "MOSAIC_MAXCONN": str(CONNECTIONS),
            **self._tls_environment(),
        }

    def _prepare(self) -> None:
        """It does not start without the certificate; also where it is started alone."""
        if self.tls is not None:
            self.tls.certificates.make()

    def _tls_environment(self) -> dict[str, str]:
        if self.tls is None:
            return {"MOSAIC_HTTPS": "off"}
        shown = self.tls.certificates
        return {
            "MOSAIC_HTTPS": "redirect" if self.tls.redirect else "both",
            "MOSAIC_HTTPS_PORT": str(self.tls.port),
            "MOSAIC_TLS_BIND": shown.bind,
            "MOSAIC_TLS_DIR": str(shown.folder),
            "MOSAIC_TLS_RUNTIME": str(shown.runtime),
        }

"""All parts of one home, with their ports, secrets and environment."""

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from mosaic_cli.components.certificates import Certificates
from mosaic_cli.components.demo import Demo
from mosaic_cli.components.haproxy import HAProxy, Tls
from mosaic_cli.components.mediamtx import PORTS as MEDIAMTX_PORTS
from mosaic_cli.components.mediamtx import MediaMTX
from mosaic_cli.components.postgresql import Postgresql
from mosaic_cli.components.rabbitmq import RabbitMQ
from mosaic_cli.components.redis import Redis
from mosaic_cli.components.services import MORE_AI, SERVICES, Service, service_part
from mosaic_cli.components.web import Web
from mosaic_cli.demo import clips_folder
from mosaic_cli.home import Home
from mosaic_cli.mediamtx.lookup import cached_binary
from mosaic_cli.part import Part
from mosaic_cli.ports import LOOPBACK
from mosaic_cli.repository import ROOT
from mosaic_cli.runtimes.native.https import Https
from mosaic_cli.runtimes.native.object_stores import object_stores
from mosaic_cli.secret_files import read_secret

PORTS = (
    "postgresql",
    "redis",
    "rabbitmq",
    "rabbitmq-distribution",
    "epmd",
    *(f"mediamtx-{name}" for name in MEDIAMTX_PORTS),
    *(service.name for service in SERVICES if service.http),
    "web",
    "haproxy-stats",
    "demo",
)
NOT_FOR_SERVICES = (
    *("MOSAIC_ROOT", "MOSAIC_HTTP_PORT", "MOSAIC_HTTPS_PORT", "MOSAIC_STACK", "MOSAIC_TEST_PARTS"),
    "MOSAIC_AI_WORKERS",
    *("MOSAIC_HTTPS", "MOSAIC_TLS_CERTIFICATE", "MOSAIC_TLS_NAMES"),
)
HTTP, HTTPS = "haproxy", "haproxy-tls"


def bind_address() -> str:
    """Where the front door listens: loopback unless told otherwise."""
    return os.environ.get("MOSAIC_BIND") or LOOPBACK


@dataclass(frozen=True)
class Stack:
    """home has its secrets; ports has every name in PORTS, HTTP and HTTPS (0: no TLS). demo_cameras 0: no demo.

    A name of MORE_AI with a port in `ports` is a further AI worker.
    """

    home: Home
    ports: dict[str, int]
    mediamtx_binary: Path | None = None
    demo_cameras: int = 0

    @property
    def url(self) -> str:
        return f"http://{self.haproxy.probe_host}:{self.ports[HTTP]}"

    @property
    def https_url(self) -> str:
        """Empty without TLS."""
        port = self.ports[HTTPS]
        return f"https://{self.haproxy.probe_host}:{port}" if port else ""

    @property
    def public_url(self) -> str:
        """The address that people open; where plain HTTP leads to TLS, that of TLS."""
        tls = self.haproxy.tls
        told = self.https_url if tls and tls.redirect else self.url
        return os.environ.get("MOSAIC_PUBLIC_URL") or told

    def parts(self) -> list[Part]:
        """In an order that reads well; who waits for whom is in each part's `after`."""
        services = [
            service_part(
                each, self.ports, self.environment(each.name), self._data_folder(each.name)
            )
            for each in self.services
        ]
        demo = [self.demo.part()] if self.demo_cameras else []
        return [
            self.postgresql.part(),
            self.redis.part(),
            *self.rabbitmq.parts(),
            self.mediamtx.part(),
            *services,
            self.web.part(),
            *([self.haproxy.tls.certificates.part()] if self.haproxy.tls else []),
            self.haproxy.part(),
            *demo,
        ]

    @property
    def services(self) -> tuple[Service, ...]:
        return (*SERVICES, *self._more_ai)

    @property
    def _more_ai(self) -> tuple[Service, ...]:
        return tuple(each for each in MORE_AI if self.ports.get(each.name))

    @cached_property
    def postgresql(self) -> Postgresql:
        return Postgresql(
            self.home.postgresql, self.ports["postgresql"], self._secret("postgresql-password")
        )

    @cached_property
    def redis(self) -> Redis:
        return Redis(self.home.data / "redis", self.ports["redis"], self._secret("redis-password"))

    @cached_property
    def rabbitmq(self) -> RabbitMQ:
        return RabbitMQ(
            folder=self.home.data / "rabbitmq",
            port=self.ports["rabbitmq"],
            distribution_port=self.ports["rabbitmq-distribution"],
            mapper_port=self.ports["epmd"],
            password=self._secret("rabbitmq-password"),
            cookie=self._secret("rabbitmq-cookie"),
        )

    @cached_property
    def mediamtx(self) -> MediaMTX:
        return MediaMTX(
            binary=self.mediamtx_binary or cached_binary(),
            folder=self.home.path / "mediamtx",
            template=ROOT / "mediamtx.yml",
            recordings=self.home.data / "recordings",
            ports={name: self.ports[f"mediamtx-{name}"] for name in MEDIAMTX_PORTS},
            jwks_url=f"{self._local('streaming')}/internal/jwks.json",
        )

    @cached_property
    def web(self) -> Web:
        frontend = ROOT / "frontend"
        return Web(
            frontend / "nginx.conf", frontend / "dist", self.home.path / "web", self.ports["web"]
        )

    @cached_property
    def haproxy(self) -> HAProxy:
        ports = self.ports
        addresses = {
            "backend": ports["backend"],
            "partner": ports["backend"],
            "streaming": ports["streaming"],
            "ai": ports["ai"],
            "hls": ports["mediamtx-hls"],
            "webrtc": ports["mediamtx-webrtc"],
            "web": ports["web"],
        }
        return HAProxy(
            configuration=ROOT / "haproxy" / "haproxy.cfg",
            bind=bind_address(),
            port=ports[HTTP],
            stats_port=ports["haproxy-stats"],
            stats_password=self._secret("haproxy-stats-password"),
            addresses={name: f"{LOOPBACK}:{port}" for name, port in addresses.items()},
            tls=self._tls(),
            more_ai=tuple(f"{LOOPBACK}:{ports[each.name]}" for each in self._more_ai),
        )

    def _tls(self) -> Tls | None:
        port = self.ports[HTTPS]
        if not port:
            return None
        certificates = Certificates(
            folder=self.home.tls,
            bind=f"{bind_address()}:{port}",
            runtime=self.home.door_socket,
            public_url=os.environ.get("MOSAIC_PUBLIC_URL", ""),
        )
        return Tls(port, Https.asked() is Https.REDIRECT, certificates)

    @cached_property
    def demo(self) -> Demo:
        binary = self.mediamtx_binary or cached_binary()
        return Demo(clips_folder(), self.demo_cameras, self.ports["demo"], binary)

    def environment(self, service: str) -> dict[str, str]:
        """Complete for one of our own processes; what the user set of MOSAIC_… and is not ours goes along."""
        folder = self._data_folder(service)
        given = {name: value for name, value in os.environ.items() if name.startswith("MOSAIC_")}
        for name in NOT_FOR_SERVICES:
            given.pop(name, None)
        defaults = {"MOSAIC_LOG_LEVEL": "INFO", "MOSAIC_CAMERA_NETWORKS": ""}
        if "MOSAIC_AI_CONFIG" not in given:  # a file that may name another folder
            defaults["MOSAIC_MODELS_DIR"] = str(self.home.path / "models")
        return (
            defaults
            | given
            | self.mediamtx.environment()
            | object_stores(self.home.data)
            | {
                "MOSAIC_HOME": str(self.home.path),
                "MOSAIC_SECRETS_DIR": str(self.home.secrets),
                "MOSAIC_DATA_DIR": str(folder),
                "MOSAIC_RECORDINGS_DIR": str(self.home.data / "recordings"),
                "MOSAIC_DATABASE_URL": self.postgresql.url,
                "MOSAIC_REDIS_URL": self.redis.url,
                "MOSAIC_AMQP_URL": self.rabbitmq.url,
                "MOSAIC_PUBLIC_URL": self.public_url,
                "MOSAIC_BACKEND_URL": self._local("backend"),
                "MOSAIC_STREAMING_URL": self._local("streaming"),
                "MOSAIC_AI_URL": self._local("ai"),
                "MOSAIC_STREAMING_HOST": LOOPBACK,
                "MOSAIC_STREAMING_PORT": str(self.ports["streaming"]),
                "MOSAIC_AI_HOST": LOOPBACK,
                **self._of_ai(service),
                "MOSAIC_ALLOW_LOOPBACK_CAMERAS": "1",
                "PYTHONUNBUFFERED": "1",
            }
        )

    def _of_ai(self, service: str) -> dict[str, str]:
        """Port and name of an AI worker; a worker that is the only one has no name."""
        workers = ("ai", *(each.name for each in self._more_ai))
        worker = service if service in workers else "ai"
        return {
            "MOSAIC_AI_PORT": str(self.ports[worker]),
            "MOSAIC_AI_WORKER": worker if len(workers) > 1 else "",
        }

    def _data_folder(self, service: str) -> Path:
        own = service in {each.name for each in MORE_AI}
        return self.home.data / (service if own else service.partition("-")[0])

    def _local(self, name: str) -> str:
        return f"http://{LOOPBACK}:{self.ports[name]}"

    def _secret(self, name: str) -> str:
        return read_secret(self.home.secrets, name)

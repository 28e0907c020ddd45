"""A private RabbitMQ with its own Erlang port mapper, both on loopback.

RabbitMQ would start a port mapper (epmd) that outlives it and is shared by all nodes of the machine; here it is a
part of its own on a port of its own, and Erlang is forbidden to start another.
"""

from dataclasses import dataclass
from pathlib import Path

from mosaic_cli.files import make_private, write_private
from mosaic_cli.part import Part
from mosaic_cli.ports import LOOPBACK
from mosaic_cli.programs import require
from mosaic_cli.readiness import listens, speaks_amqp

SERVER = "/usr/lib/rabbitmq/bin"
USER = "mosaic"
VHOST = "mosaic"


@dataclass(frozen=True)
class RabbitMQ:
    """One node. `node` is its name before the @: Mnesia remembers it, so it must stay what it was."""

    folder: Path
    port: int
    distribution_port: int
    mapper_port: int
    password: str
    cookie: str
    node: str = "mosaic"

    @property
    def url(self) -> str:
        return f"amqp://{USER}:{self.password}@{LOOPBACK}:{self.port}/{VHOST}"

    @property
    def node_name(self) -> str:
        return f"{self.node}@localhost"

    def parts(self) -> tuple[Part, Part]:
        """The port mapper and the broker."""
        mapper = Part(
            name="epmd",
            command=(require("epmd"), "-port", str(self.mapper_port), "-address", LOOPBACK),
            address=f"{LOOPBACK}:{self.mapper_port}",
            ready=lambda: listens(self.mapper_port),
            settled_s=0,
        )
        broker = Part(
            name="rabbitmq",
            command=(require("rabbitmq-server", SERVER).replace("/usr/sbin", SERVER),),
            address=f"{LOOPBACK}:{self.port}",
            environment=self.environment(),
            prepare=self._prepare,
            ready=lambda: speaks_amqp(self.port),
            after=("epmd",),
            stop_s=20,
        )
        return mapper, broker

    def environment(self) -> dict[str, str]:
        """For the server, and for Erlang's tools that talk to it."""
        folder = self.folder
        return {
            "HOME": str(folder),
            "ERL_EPMD_PORT": str(self.mapper_port),
            "ERL_EPMD_ADDRESS": LOOPBACK,
            "ERL_AFLAGS": "-start_epmd false",
            "RABBITMQ_NODENAME": self.node_name,
            "RABBITMQ_DIST_PORT": str(self.distribution_port),
            "RABBITMQ_CONF_ENV_FILE": str(folder / "environment.conf"),
            "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq.conf"),
            "RABBITMQ_ADVANCED_CONFIG_FILE": str(folder / "advanced.config"),
            "RABBITMQ_CONFIG_FILES": str(folder / "conf.d"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "enabled_plugins"),
            "RABBITMQ_MNESIA_BASE": str(folder / "mnesia"),
            "RABBITMQ_LOG_BASE": str(folder / "log"),
            "RABBITMQ_LOGS": "-",
            "RABBITMQ_PLUGINS_EXPAND_DIR": str(folder / "plugins"),
            "RABBITMQ_GENERATED_CONFIG_DIR": str(folder / "generated"),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": (
                "-kernel inet_dist_use_interface {127,0,0,1} +S 2:2 +A 8"
            ),
            # The start script then replaces itself by the VM, so the supervised process is the broker.
            "RUNNING_UNDER_SYSTEMD": "true",
        }

    def _prepare(self) -> None:
        make_private(self.folder)
        for name in ("mnesia", "log", "conf.d"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        cookie = self.folder / ".erlang.cookie"
        if not cookie.exists():
            write_private(cookie, self.cookie)
            cookie.chmod(0o400)
        write_private(self.folder / "environment.conf", "")
        write_private(self.folder / "enabled_plugins", "[].\n")
        write_private(self.folder / "rabbitmq.conf", self._settings())

    def _settings(self) -> str:
        settings = {
            "listeners.tcp.1": f"{LOOPBACK}:{self.port}",
            "default_vhost": VHOST,
            "default_user": USER,
            "default_pass": self.password,
            "vm_memory_high_watermark.absolute": "384MiB",
            "disk_free_limit.absolute": "64MB",
            "consumer_timeout": 1_800_000,
            "log.console": "true",
            "log.console.level": "warning",
            "log.file": "false",
        }
        return "".join(f"{name} = {value}\n" for name, value in settings.items())

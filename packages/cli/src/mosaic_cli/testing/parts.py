"""PostgreSQL, Redis and RabbitMQ for tests: started once, shared by any number of pytest workers."""

import json
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from mosaic_cli.components.postgresql import Postgresql
from mosaic_cli.components.rabbitmq import RabbitMQ
from mosaic_cli.components.redis import Redis
from mosaic_cli.files import write_private
from mosaic_cli.part import Part, base_environment
from mosaic_cli.ports import LOOPBACK, free_ports

ENVIRONMENT = "MOSAIC_TEST_PARTS"
START_S = 60
NAMES = ("postgresql", "redis", "rabbitmq")


@dataclass(frozen=True)
class Running:
    """Where the parts are; this is what the JSON file named by MOSAIC_TEST_PARTS holds."""

    postgres_url: str = ""
    redis_url: str = ""
    amqp_url: str = ""
    erlang: dict[str, str] = field(default_factory=dict)

    def write(self, path: Path) -> None:
        write_private(path, json.dumps(asdict(self)))

    @classmethod
    def read(cls, path: Path) -> "Running":
        return cls(**json.loads(path.read_text()))


class TestParts:
    """Starts each part when first asked for; `stop` ends them and removes their folder.

    durable: PostgreSQL writes through, as in production; what is measured then counts.
    cluster: a folder in which PostgreSQL's cluster stays.
    """

    __test__ = False

    def __init__(self, *, durable: bool = False, cluster: Path | None = None) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="mosaic-parts-"))
        self._folder.chmod(0o711)  # PostgreSQL's account passes through
        # PostgreSQL's immediate shutdown: unlike SIGKILL it gives its shared memory back. A cluster that stays
        # is to start soon the next time.
        self._shutdown = signal.SIGINT if cluster else signal.SIGQUIT
        self._processes: list[tuple[Part, subprocess.Popen[bytes]]] = []
        ports = free_ports(5)
        self.postgresql = Postgresql(
            (cluster or self._folder) / "postgresql",
            ports[0],
            _password(cluster),
            durable=durable,
        )
        self.redis = Redis(
            self._folder / "redis", ports[1], secrets.token_hex(8), durable=False, databases=4096
        )
        self.rabbitmq = RabbitMQ(
            self._folder / "rabbitmq",
            ports[2],
            ports[3],
            ports[4],
            secrets.token_hex(8),
            secrets.token_hex(8),
            node=f"test-{secrets.token_hex(4)}",
        )
        self._started: set[str] = set()

    def start(self, *names: str) -> Running:
        """Starts the named parts together and returns when all are ready."""
        starting: list[Part] = []
        for name in names:
            if name not in self._started:
                starting += self._parts_of(name)
                self._started.add(name)
        for part in starting:
            self._spawn(part)
        for part in starting:
            self._await(part)
        return self.running()

    def running(self) -> Running:
        broker = self.rabbitmq
        return Running(
            postgres_url=self.postgresql.url,
            redis_url=self.redis.url,
            amqp_url=broker.url,
            erlang={
                "address": f"{LOOPBACK}:{broker.distribution_port}",
                "cookie": broker.cookie,
            },
        )

    def log(self, name: str) -> Path:
        """What the part has said since it was started."""
        return self._folder / f"{name}.log"

    def stop(self) -> None:
        for part, process in reversed(self._processes):
            process.send_signal(self._shutdown if part.name == "postgresql" else signal.SIGKILL)
        for _, process in self._processes:
            process.wait()
        self._processes.clear()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _parts_of(self, name: str) -> tuple[Part, ...]:
        match name:
            case "postgresql":
                return (self.postgresql.part(),)
            case "redis":
                return (self.redis.part(),)
            case "rabbitmq":
                return self.rabbitmq.parts()
        raise ValueError(f"no such part: {name}")

    def _spawn(self, part: Part) -> None:
        part.prepare()
        log = self.log(part.name).open("wb")
        with log:
            process = subprocess.Popen(
                part.argv(),
                env=base_environment() | dict(part.environment),
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._processes.append((part, process))
        if part.name == "epmd":
            self._await(part)

    def _await(self, part: Part) -> None:
        deadline = time.monotonic() + START_S
        process = next(process for known, process in self._processes if known is part)
        while not part.ready():
            if process.poll() is not None or time.monotonic() > deadline:
                said = self.log(part.name).read_text(errors="replace")[-2000:]
                self.stop()
                raise RuntimeError(f"{part.name} did not start: {said}")
            time.sleep(0.05)


def _password(cluster: Path | None) -> str:
    """A cluster that stays keeps the password that it was made with."""
    if cluster is None:
        return secrets.token_hex(8)
    kept = cluster / "postgresql-password"
    if not kept.exists():
        write_private(kept, secrets.token_hex(8))
    return kept.read_text()


@contextmanager
def shared_parts(*names: str) -> Iterator[Running]:
    """All named parts (by default every one) for the pytest runs started inside: sets MOSAIC_TEST_PARTS."""
    parts = TestParts()
    with tempfile.TemporaryDirectory(prefix="mosaic-parts-file-") as folder:
        path = Path(folder) / "parts.json"
        try:
            running = parts.start(*(names or NAMES))
            running.write(path)
            os.environ[ENVIRONMENT] = str(path)
            yield running
        finally:
            os.environ.pop(ENVIRONMENT, None)
            parts.stop()

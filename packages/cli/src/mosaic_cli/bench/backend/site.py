"""A backend of its own: durable PostgreSQL, Redis, RabbitMQ and the backend's processes, in a folder that goes."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psycopg2

from mosaic_cli.components.services import BACKEND_OPTIONS
from mosaic_cli.part import base_environment
from mosaic_cli.ports import LOOPBACK, free_ports
from mosaic_cli.repository import ROOT
from mosaic_cli.secret_files import ensure_secrets
from mosaic_cli.testing.parts import TestParts

READY_S = 120
COMMAND_S = 1800
BENCHMARKS = ROOT / "benchmarks" / "backend"


@dataclass(frozen=True)
class Site:
    """environment: of any process of the backend. url: where its HTTP process listens."""

    environment: dict[str, str]
    url: str
    port: int
    folder: Path

    def run(self, *command: str) -> str:
        """A Python program in the backend's environment; what it printed. Raises CalledProcessError."""
        done = subprocess.run(
            [sys.executable, *command],
            env=self.environment,
            cwd=ROOT,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
            timeout=COMMAND_S,
        )
        return done.stdout

    @contextmanager
    def process(self, *command: str) -> Iterator["subprocess.Popen[bytes]"]:
        with (self.folder / f"{command[-1].strip('-')}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, *command],
                env=self.environment,
                cwd=ROOT,
                stdout=log,
                stderr=log,
            )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(30)

    @contextmanager
    def serving(self) -> Iterator[None]:
        """The HTTP process, as the stack runs it."""
        command = ("-m", "uvicorn", "mosaic_backend.config.asgi:application", *BACKEND_OPTIONS)
        with self.process(*command, "--host", LOOPBACK, "--port", str(self.port)):
            deadline = time.monotonic() + READY_S
            while not _answers(f"{self.url}/ready"):
                if time.monotonic() > deadline:
                    raise TimeoutError(f"no answer in {READY_S} s, see {self.folder}")
                time.sleep(0.1)
            yield

    def account(self, role: str) -> dict[str, str]:
        """`{username, password}`, as the sign-in wants it."""
        accounts = json.loads((self.folder / "secrets" / "accounts.json").read_text())
        account: dict[str, str] = accounts[role]
        return account

    def token(self, role: str) -> str:
        """An access token, while the site serves. Raises HTTPStatusError."""
        answer = httpx.post(
            f"{self.url}/api/v1/auth/token", json=self.account(role), timeout=30, trust_env=False
        )
        token: str = answer.raise_for_status().json()["access"]
        return token

    def count(self, table: str) -> int:
        return int(self.query(f"SELECT count(*) FROM {table}")[0][0])  # noqa: S608 - our names

    def query(self, text: str) -> list[tuple[Any, ...]]:
        connection = psycopg2.connect(self.environment["MOSAIC_DATABASE_URL"])
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(text)
                return list(cursor.fetchall())
        finally:
            connection.close()


@contextmanager
def private_site(kept: Path | None = None) -> Iterator[Site]:
    """kept: a folder in which cluster and secrets stay for the next time."""
    parts = TestParts(durable=True, cluster=kept)
    try:
        running = parts.start("postgresql", "redis", "rabbitmq")
        with tempfile.TemporaryDirectory(prefix="mosaic-bench-") as name:
            folder = kept or Path(name)
            ensure_secrets(folder / "secrets")
            (folder / "evidence").mkdir(exist_ok=True)
            [port] = free_ports(1)
            site = Site(
                _environment(folder, running.__dict__), f"http://{LOOPBACK}:{port}", port, folder
            )
            site.run("-m", "mosaic_backend", "migrate", "--no-input", "-v", "0")
            site.run("-m", "mosaic_backend", "seed_accounts")
            yield site
    finally:
        parts.stop()


def _environment(folder: Path, running: dict[str, str]) -> dict[str, str]:
    nowhere = f"http://{LOOPBACK}:1"
    return base_environment() | {
        "DJANGO_SETTINGS_MODULE": "mosaic_backend.config.settings",
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
        "MOSAIC_DATABASE_URL": running["postgres_url"],
        "MOSAIC_REDIS_URL": running["redis_url"],
        "MOSAIC_AMQP_URL": running["amqp_url"],
        "MOSAIC_SECRETS_DIR": str(folder / "secrets"),
        "MOSAIC_DATA_DIR": str(folder),
        "MOSAIC_EVIDENCE_URL": (folder / "evidence").as_uri(),
        "MOSAIC_RECORDINGS_DIR": str(folder / "recordings"),
        "MOSAIC_PUBLIC_URL": nowhere,
        "MOSAIC_STREAMING_URL": nowhere,
        "MOSAIC_AI_URL": nowhere,
        "MOSAIC_LOG_LEVEL": "WARNING",
    }


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=2).status_code == 200
    except httpx.HTTPError:
        return False

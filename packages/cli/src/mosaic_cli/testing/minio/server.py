"""A MinIO of the tests' own, on loopback, with a folder for each bucket."""

import os
import secrets
import subprocess
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path

from mosaic_cli.part import base_environment
from mosaic_cli.ports import LOOPBACK, free_port
from mosaic_cli.readiness import http_status

READY_S = 120.0


@dataclass(frozen=True)
class Bucket:
    """Where objects go; environment: what tells obstore how to reach it."""

    url: str
    folder: Path
    environment: dict[str, str] = field(repr=False)


class MinioServer:
    """Can be stopped and started again; keeps its port, its account and its buckets."""

    def __init__(self, binary: Path, folder: Path) -> None:
        self._binary = binary
        self._folder = folder
        self._port = free_port()
        self._user, self._password = "mosaic-tests", secrets.token_hex(16)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when it answers. Raises RuntimeError with what it said where it does not."""
        self._drives.mkdir(parents=True, exist_ok=True)
        environment = {
            "MINIO_ROOT_USER": self._user,
            "MINIO_ROOT_PASSWORD": self._password,
            "MINIO_BROWSER": "off",
            "MINIO_UPDATE": "off",
            "MINIO_CI_CD": "on",  # lets it keep its data on the disk of the system
            "HOME": str(self._folder),
        }
        command = [str(self._binary), "server", "--quiet", "--address", f"{LOOPBACK}:{self._port}"]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", "--", *command, str(self._drives)],
                env=base_environment() | environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + READY_S
        while http_status(self._port, "/minio/health/ready") != 200:
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise RuntimeError(f"MinIO did not start: {self._log.read_text()[-2000:]}")
            time.sleep(0.05)

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def bucket(self) -> Bucket:
        """A new one, empty. A folder beside the others is a bucket to it."""
        name = f"test-{uuid.uuid4().hex[:12]}"
        (self._drives / name).mkdir()
        environment = {
            "AWS_ENDPOINT_URL": f"http://{LOOPBACK}:{self._port}",
            "AWS_ALLOW_HTTP": "true",
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": self._user,
            "AWS_SECRET_ACCESS_KEY": self._password,
            "NO_PROXY": os.environ.get("NO_PROXY", "") + f",{LOOPBACK}",
        }
        return Bucket(f"s3://{name}", self._drives / name, environment)

    @property
    def _drives(self) -> Path:
        return self._folder / "drive"

    @property
    def _log(self) -> Path:
        return self._folder / "minio.log"

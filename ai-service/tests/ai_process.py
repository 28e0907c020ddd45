"""The service as its own process."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import psutil
from ai_neighbours import Neighbours, eventually

from mosaic_ai.infrastructure.process_names import DECODER, ENGINES


class Service:
    """`python -m mosaic_ai` with a home of its own; can be killed and started again."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self.environment = environment
        self.folder = folder
        self.url = f"http://127.0.0.1:{environment['MOSAIC_AI_PORT']}"
        self.process: subprocess.Popen[bytes] | None = None

    @classmethod
    def beside(cls, neighbours: Neighbours, folder: Path, port: int, **more: str) -> "Service":
        """With its data in the folder, and a backend and streaming to ask; more: the rest of the environment."""
        environment = {
            "MOSAIC_DATA_DIR": str(folder / "data"),
            "MOSAIC_EVIDENCE_URL": (folder / "evidence").as_uri(),
            "MOSAIC_BACKEND_URL": neighbours.url,
            "MOSAIC_STREAMING_URL": neighbours.url,
            "MOSAIC_AI_PORT": str(port),
            "MOSAIC_MODELS_DIR": str(folder),
        }
        return cls(environment | more, folder)

    async def start(self) -> None:
        log = (self.folder / "service.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mosaic_ai"],
            env={**os.environ, **self.environment},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        await eventually(self._ready)

    def _ready(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, (self.folder / "service.log").read_text()
        try:
            return httpx.get(f"{self.url}/ready").status_code == 200
        except httpx.HTTPError:
            return False

    def stop(self, number: int = signal.SIGTERM) -> None:
        if self.process is not None:
            self.process.send_signal(number)
            self.process.wait(10)
            self.process = None

    def decoder(self) -> psutil.Process:
        [child] = self._children(DECODER)
        return child

    def engines(self) -> list[psutil.Process]:
        return self._children(ENGINES)

    def _children(self, name: str) -> list[psutil.Process]:
        """Those that live: who died is not always waited for yet."""
        assert self.process is not None
        return [
            child
            for child in psutil.Process(self.process.pid).children()
            if child.name() == name and child.status() != psutil.STATUS_ZOMBIE
        ]

"""Fixtures of the AI service's tests."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

# One engine process each: a test's service is there sooner, and most look at one picture at a time.
os.environ.setdefault("MOSAIC_AI_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "training"))

from ai_neighbours import Neighbours
from ai_process import Service
from ai_streams import MediaServer

from mosaic_ai.infrastructure.models import DETECTOR_FILE, Engines, load_engines


@pytest.fixture(scope="session")
def engines() -> Engines:
    """What the repository and the installed wheels hold: no detector."""
    return load_engines(None)


@pytest.fixture(scope="session")
def typefaces() -> Path:
    """A folder with TrueType files, to draw plates and signs with."""
    folder = Path("/usr/share/fonts/truetype")
    if not any(folder.rglob("*.ttf")):
        pytest.skip(f"{folder} holds no typefaces")
    return folder


@pytest.fixture(scope="session")
def models_dir() -> Path:
    """The folder with detector weights, which are not ours to ship."""
    folder = Path(os.environ.get("MOSAIC_MODELS_DIR", "/nowhere"))
    if not (folder / DETECTOR_FILE).is_file():
        pytest.skip(f"MOSAIC_MODELS_DIR names no folder with {DETECTOR_FILE}")
    return folder


@pytest.fixture
def neighbours(secrets_dir: Path, free_port: Callable[[], int]) -> Iterator[Neighbours]:
    server = Neighbours(secrets_dir, free_port())
    server.start()
    yield server
    server.stop()


@pytest.fixture
def media_server(
    mediamtx_binary: Path, tmp_path: Path, free_port: Callable[[], int]
) -> Iterator[MediaServer]:
    server = MediaServer(mediamtx_binary, tmp_path, free_port)
    yield server
    server.stop()


@pytest.fixture
def service(
    amqp_url: str,
    secrets_dir: Path,
    tmp_path: Path,
    neighbours: Neighbours,
    free_port: Callable[[], int],
) -> Iterator[Service]:
    secrets = {"MOSAIC_AMQP_URL": amqp_url, "MOSAIC_SECRETS_DIR": str(secrets_dir)}
    made = Service.beside(neighbours, tmp_path, free_port(), **secrets)
    yield made
    made.stop(signal.SIGKILL)

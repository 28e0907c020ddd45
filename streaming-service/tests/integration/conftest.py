"""The real parts, once per test module; each test adds cameras of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .support import Sources, Stack


@pytest.fixture(scope="session")
def sources(
    mediamtx_binary: Path, tmp_path_factory: pytest.TempPathFactory, free_port: Callable[[], int]
) -> Iterator[Sources]:
    made = Sources(mediamtx_binary, tmp_path_factory.mktemp("sources"), free_port)
    try:
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="session")
def open_source(sources: Sources) -> str:
    """A camera that anyone may read."""
    return sources.publish("open")


@pytest.fixture(scope="module")
def stack(
    mediamtx_binary: Path,
    tmp_path_factory: pytest.TempPathFactory,
    secrets_dir: Path,
    amqp_url: str,
    free_port: Callable[[], int],
) -> Iterator[Stack]:
    made = Stack(
        mediamtx_binary, tmp_path_factory.mktemp("stack"), secrets_dir, amqp_url, free_port
    )
    try:
        yield made
    finally:
        made.stop()

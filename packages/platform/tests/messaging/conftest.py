"""A queue of each test's own and a broker that a test may kill."""

import secrets
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from .support import Broker


@pytest.fixture
def queue() -> str:
    return f"test.{secrets.token_hex(6)}"


@pytest.fixture(scope="module")
def broker() -> Iterator[Broker]:
    folder = Path(tempfile.mkdtemp(prefix="mosaic-broker-"))
    started = Broker(folder)
    try:
        yield started
    finally:
        started.stop()
        shutil.rmtree(folder, ignore_errors=True)

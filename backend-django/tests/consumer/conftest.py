"""A consumer as a process of its own, on the parts of the tests."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection

Start = Callable[..., "subprocess.Popen[bytes]"]
CHILD = "mosaic-child"
DYING = Path(__file__).with_name("dying_consumer.py")


@pytest.fixture
def parts(transactional_db: None, redis_url: str, amqp_url: str) -> dict[str, str]:
    """The environment of a backend process that uses the test's database.

    PostgreSQL lists its sessions as `CHILD`, so that a test can end them and leave those of its own threads.
    """
    to = connection.settings_dict
    address = f"{quote(to['USER'])}:{quote(to['PASSWORD'])}@{to['HOST']}:{to['PORT']}"
    return {
        **os.environ,
        "MOSAIC_DATABASE_URL": f"postgresql://{address}/{to['NAME']}",
        "MOSAIC_REDIS_URL": redis_url,
        "MOSAIC_AMQP_URL": amqp_url,
        "PGAPPNAME": CHILD,
    }


@pytest.fixture
def start(parts: dict[str, str], tmp_path: Path) -> Iterator[Start]:
    """Starts `python -m mosaic_backend consume`, or a script; ends what still runs."""
    running: list[subprocess.Popen[bytes]] = []

    def begin(*argv: str, **environment: str) -> subprocess.Popen[bytes]:
        with (tmp_path / "consumer.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, *(argv or ("-m", "mosaic_backend", "consume"))],
                env={**parts, **environment},
                stdout=log,
                stderr=log,
            )
        running.append(process)
        return process

    yield begin
    for process in running:
        if process.poll() is None:
            process.terminate()
            assert process.wait(timeout=10) == 0, (tmp_path / "consumer.log").read_text()[-3000:]


def eventually(condition: Callable[[], Any], *, within_s: float = 90.0) -> Any:
    """The condition's value once it is true."""
    deadline = time.monotonic() + within_s
    while not (value := condition()):
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.05)
    return value

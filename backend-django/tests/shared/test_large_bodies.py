"""A body that is too large is refused before it is read, by the server as it runs."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest
from django.db import connection

from mosaic_backend.shared.http.body_limit import BodyLimit

HUNDRED_MB = 100 * 1024 * 1024


@pytest.fixture
def port(transactional_db: None, free_port: Callable[[], int]) -> Iterator[int]:
    to = connection.settings_dict
    chosen = free_port()
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "uvicorn", "mosaic_backend.config.asgi:application"),
            *("--host", "127.0.0.1", "--port", str(chosen), "--no-access-log"),
        ],
        env={
            **os.environ,
            "MOSAIC_DATABASE_URL": f"postgresql://{to['USER']}:{to['PASSWORD']}@{to['HOST']}:{to['PORT']}/{to['NAME']}",
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
    )
    while process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", chosen)) == 0:
                break
        time.sleep(0.05)
    yield chosen
    process.terminate()
    process.wait(20)


def test_body_of_100_mb_when_announced_then_refused_without_being_sent(port):
    for path in ("/api/v1/auth/token", "/api/v1/cameras", "/admin/login/"):
        answer = answer_to_an_announced_body(port, path)
        assert answer.startswith("HTTP/1.1 413"), (path, answer[:500])
        assert "payload-too-large" in answer


def answer_to_an_announced_body(port: int, path: str) -> str:
    with socket.create_connection(("127.0.0.1", port), timeout=60) as client:
        client.sendall(
            f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            f"Content-Length: {HUNDRED_MB}\r\n\r\n".encode()
        )
        with client.makefile("rb") as answered:  # not a byte of the body was sent
            return answered.read().decode()


async def test_body_when_it_grows_without_having_said_so_then_cut_off_at_the_limit():
    chunks, sent, seen = iter([b"x" * 600] * 3), [], []

    async def receive():
        return {"type": "http.request", "body": next(chunks), "more_body": True}

    async def send(message):
        sent.append(message)

    async def application(scope, receive, send):
        while (message := await receive())["type"] == "http.request":
            seen.append(message["body"])

    await BodyLimit(application, max_bytes=1000)({"headers": []}, receive, send)
    assert len(seen) == 1
    assert sent[0]["status"] == 413

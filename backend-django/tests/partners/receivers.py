"""Receivers of webhooks, on loopback."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Delivery:
    headers: dict[str, str]
    body: bytes

    @property
    def event(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.body)
        return told


def check_signature(headers: dict[str, str], body: bytes, secret: str) -> None:
    """As a receiver does, by Standard Webhooks."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
    given = [part.partition(",")[2] for part in headers["webhook-signature"].split(" ")]
    assert any(hmac.compare_digest(expected, each) for each in given)
    age_s = datetime.now(UTC).timestamp() - int(headers["webhook-timestamp"])
    assert age_s < 300


class Receiver:
    """Keeps what comes; `answer` decides the status, and may wait."""

    def __init__(self, answer: Callable[[Delivery], int] = lambda _: 204) -> None:
        self.answer = answer
        self.got: list[Delivery] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                delivery = Delivery({k.lower(): v for k, v in self.headers.items()}, body)
                receiver.got.append(delivery)
                status = receiver.answer(delivery)
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", receiver.url)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/hook"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def ids(self) -> list[str]:
        return [delivery.event["id"] for delivery in self.got]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

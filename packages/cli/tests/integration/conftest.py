"""Small upstreams that tell what reached them."""

import base64
import hashlib
import http.server
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

LOOPBACK = "127.0.0.1"


@dataclass
class Upstream:
    """What one part would see; `headers` go into every answer; `ready` off answers 503 on /ready.

    ready_s: how long it takes for that, and `told` how often it did; thinks_s: for an answer to anything else.
    refused: values of `session` that get 401.
    """

    name: str
    port: int = 0
    ready: bool = True
    thinks_s: float = 0.0
    ready_s: float = 0.0
    told: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)

    def status_of(self, path: str) -> int:
        if path == "/ready":
            return 200 if self.ready else 503
        sessions = parse_qs(urlsplit(path).query).get("session", [])
        return 401 if self.refused.intersection(sessions) else 200


def _accepting(key: str) -> str:
    """The proof of RFC 6455, which HAProxy checks where it translates from HTTP/2."""
    told = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
    return base64.b64encode(hashlib.sha1(told.encode()).digest()).decode()


@contextmanager
def upstream(name: str) -> Iterator[Upstream]:
    state = Upstream(name)

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            self.rfile.read(length)
            if self.headers.get("Upgrade") == "websocket":
                self._shake_hands()
                return
            if self.path == "/ready":
                took_s = state.ready_s
                time.sleep(took_s)
                state.told += took_s > 0
            else:
                state.seen.append(self.path)
                time.sleep(state.thinks_s)
            body = json.dumps(
                {"part": name, "path": self.path, "headers": dict(self.headers.items())}
            ).encode()
            self.send_response(state.status_of(self.path))
            for header, value in state.headers.items():
                self.send_header(header, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_DELETE = do_PATCH = do_GET

        def _shake_hands(self) -> None:
            """Accepts the upgrade and sends back whatever line comes."""
            self.send_response(101)
            self.send_header("Upgrade", "websocket")
            self.send_header("Connection", "Upgrade")
            self.send_header("Sec-WebSocket-Accept", _accepting(self.headers["Sec-WebSocket-Key"]))
            self.end_headers()
            self.wfile.write(b"echo " + self.rfile.readline())
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            return

    with http.server.ThreadingHTTPServer((LOOPBACK, 0), Handler) as server:
        server.daemon_threads = True
        state.port = server.server_port
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield state
        server.shutdown()

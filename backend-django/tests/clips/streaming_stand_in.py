"""What the backend and MediaMTX need of the streaming service: reader sessions and the JWKS."""

import json
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import jwt

from mosaic_platform.keys import jwks, key_id, load_private_key
from mosaic_platform.service_tokens import ServiceTokenVerifier


class StreamingStandIn:
    """Answers from real keys. While `hold` is set, reader sessions wait."""

    def __init__(self, secrets_dir: Path) -> None:
        self.hold = threading.Event()
        self.asked = threading.Event()
        key = load_private_key(secrets_dir / "stream-token.pem")
        verifier = ServiceTokenVerifier(secrets_dir, ("backend",))
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer(jwks(key.public_key()))

            def do_POST(self) -> None:
                verifier.service(self.headers["Authorization"].removeprefix("Bearer "))
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                stand_in.asked.set()
                while stand_in.hold.is_set():
                    threading.Event().wait(0.05)
                camera = self.path.split("/")[4]
                now = datetime.now(UTC)
                claims = {
                    "iss": "mosaic-streaming",
                    "aud": "mosaic-media",
                    "iat": now,
                    "exp": now + timedelta(minutes=5),
                    "mediamtx_permissions": [
                        {"action": action, "path": camera} for action in asked["actions"]
                    ],
                }
                kid = key_id(key.public_key())
                token = jwt.encode(claims, key, algorithm="EdDSA", headers={"kid": kid})
                self._answer({"token": token, "hls_url": "", "rtsp_url": "", "expires_in_s": 300})

            def _answer(self, content: object) -> None:
                body = json.dumps(content).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.hold.clear()
        self.server.shutdown()
        self.server.server_close()

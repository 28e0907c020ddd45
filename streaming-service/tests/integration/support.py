"""A real MediaMTX, camera sources, a backend to ask, and the service as its own process."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import aio_pika
import httpx
import jwt
import yaml
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mosaic_contracts.events import CameraChanged, CloudEvent, new_event
from mosaic_contracts.ids import new_id
from mosaic_contracts.permissions import Principal, Role
from mosaic_platform.access_tokens import claims_of
from mosaic_platform.keys import jwks, key_id
from mosaic_platform.messaging import Publisher
from mosaic_platform.service_tokens import ServiceTokenSigner

LOOPBACK = "127.0.0.1"
SOMEBODY = str(new_id())
REPOSITORY = Path(__file__).resolve().parents[3]


def eventually(condition: Callable[[], Any], *, within_s: float = 45, what: str = "") -> Any:
    """Waits for a true value and returns it."""
    deadline = time.monotonic() + within_s
    while True:
        with suppress(httpx.TransportError):
            if value := condition():
                return value
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {within_s} s: {what or condition}")
        time.sleep(0.05)


class Program:
    """A child process that ends with its test."""

    def __init__(self, argv: list[str], log: Path, env: dict[str, str] | None = None) -> None:
        self.log = log
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                argv, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=env
            )

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def terminate(self) -> int:
        self.process.terminate()
        return self.process.wait(timeout=15)


class Sources:
    """Cameras: an RTSP server that ffmpeg publishes test pictures to."""

    def __init__(self, mediamtx: Path, folder: Path, free_port: Callable[[], int]) -> None:
        self._folder = folder
        self.port = free_port()
        config = folder / "sources.yml"
        config.write_text(
            yaml.safe_dump(
                {
                    "rtspAddress": f"{LOOPBACK}:{self.port}",
                    "rtspTransports": ["tcp"],
                    # A machine that stands still for seconds is no camera that went away.
                    "readTimeout": "120s",
                    "authInternalUsers": [
                        {"user": "any", "permissions": [{"action": "publish"}]},
                        {
                            "user": "any",
                            "permissions": [{"action": "read", "path": "~^open.*$"}],
                        },
                        {
                            "user": "camera",
                            "pass": "s3cret-word",
                            "permissions": [{"action": "read"}],
                        },
                    ],
                    **dict.fromkeys(("rtmp", "srt", "moq", "hls", "webrtc", "api"), False),
                    "paths": {"all_others": {}},
                }
            )
        )
        self._programs = {"": Program([str(mediamtx), str(config)], folder / "sources.log")}

    def publish(self, name: str, *encoding: str) -> str:
        """The URL of a source that is there now; the encoding defaults to H.264 with a key frame a second."""
        before = self._begun(name)
        url = f"rtsp://{LOOPBACK}:{self.port}/{name}"
        picture = ["-re", "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=10"]
        default = ("-c:v", "libx264", "-preset", "ultrafast", "-bf", "0", "-g", "10")
        self._programs[name] = Program(
            [
                *("ffmpeg", "-nostdin", "-v", "error"),
                *picture,
                *(encoding or default),
                *("-f", "rtsp", "-rtsp_transport", "tcp", url),
            ],
            self._folder / f"{name}.log",
        )
        eventually(lambda: self._begun(name) > before, what=f"the source {name}")
        return url

    def _begun(self, name: str) -> int:
        """How often somebody began to publish it."""
        told = (self._folder / "sources.log").read_text()
        return told.count(f"is publishing to path '{name}'")

    def end(self, name: str) -> None:
        self._programs.pop(name).kill()

    def stop(self) -> None:
        for program in self._programs.values():
            program.kill()


class Backend:
    """What streaming asks of the backend: desired cameras and revocations with entity tags, the users' keys."""

    def __init__(self, port: int) -> None:
        self.key = Ed25519PrivateKey.generate()
        self.cameras: list[dict[str, Any]] = []
        self.revision = 1
        self.asked = 0
        self.revoked: dict[str, datetime] = {}
        backend = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.path == "/api/v1/auth/jwks.json":
                    self._answer(200, jwks(backend.key.public_key()))
                    return
                if "Bearer" not in self.headers.get("Authorization", ""):
                    self._answer(401, {})
                elif self.path == "/internal/v1/revocations":
                    told = [
                        {"user_id": user_id, "until": until.isoformat()}
                        for user_id, until in backend.revoked.items()
                    ]
                    self._answer_tagged({"items": told}, f'"{hash(str(told))}"')
                else:
                    backend.asked += 1
                    body = {"items": backend.cameras, "revision": backend.revision}
                    self._answer_tagged(body, f'"{backend.revision}"')

            def _answer_tagged(self, body: object, tag: str) -> None:
                known = self.headers.get("If-None-Match") == tag
                self._answer(304 if known else 200, None if known else body, tag)

            def _answer(self, status: int, body: object, tag: str = "") -> None:
                content = b"" if body is None else json.dumps(body).encode()
                self.send_response(status)
                self.send_header("ETag", tag)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        self.server = ThreadingHTTPServer((LOOPBACK, port), Handler)
        self.url = f"http://{LOOPBACK}:{port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def add(self, source_url: str, **fields: Any) -> str:
        camera_id = str(new_id())
        self.cameras.append(
            {"id": camera_id, "name": "c", "source_url": source_url, "enabled": True, "revision": 1}
            | fields
        )
        self.revision += 1
        return camera_id

    def change(self, camera_id: str, **fields: Any) -> None:
        next(camera for camera in self.cameras if camera["id"] == camera_id).update(fields)
        self.revision += 1

    def remove(self, camera_id: str) -> None:
        self.cameras = [camera for camera in self.cameras if camera["id"] != camera_id]
        self.revision += 1

    def revoke(self, user_id: str) -> None:
        """As the backend does when a user is deactivated, changed or signed out everywhere."""
        self.revoked[user_id] = datetime.now(UTC)

    def token(
        self,
        role: Role = Role.ADMIN,
        groups: frozenset[Any] = frozenset(),
        signed_by: Ed25519PrivateKey | None = None,
        user_id: str = SOMEBODY,
    ) -> str:
        principal = Principal(
            user_id=user_id, username="u", role=role, all_cameras=False, group_ids=groups
        )
        now = time.time()
        return jwt.encode(
            claims_of(principal)
            | {"iss": "mosaic", "aud": "mosaic-api", "iat": now, "exp": now + 600},
            signed_by or self.key,
            algorithm="EdDSA",
            headers={"kid": key_id(self.key.public_key())},
        )

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


PORTS = ("rtsp", "hls", "webrtc", "media", "api", "metrics", "playback", "streaming")


class Stack:
    """MediaMTX with the repository's base configuration, and streaming beside it.

    backend, ports, more: of one node among several, which share a backend; more: of streaming's environment.
    """

    def __init__(
        self,
        mediamtx: Path,
        folder: Path,
        secrets_dir: Path,
        amqp_url: str,
        free_port: Callable[[], int],
        *,
        backend: "Backend | None" = None,
        ports: dict[str, int] | None = None,
        more: dict[str, str] | None = None,
    ) -> None:
        self._mediamtx = mediamtx
        self.folder = folder
        self.secrets_dir = secrets_dir
        self.ports = ports or {name: free_port() for name in PORTS}
        self.backend_port = free_port()
        self.backend = backend or Backend(self.backend_port)
        self.base = folder / "base.yml"
        self.config = folder / "mediamtx.yml"
        self._write_base()
        self.environment = {
            **os.environ,
            "MOSAIC_STREAMING_PORT": str(self.ports["streaming"]),
            "MOSAIC_AMQP_URL": amqp_url,
            "MOSAIC_SECRETS_DIR": str(secrets_dir),
            "MOSAIC_DATA_DIR": str(folder / "data"),
            "MOSAIC_RECORDINGS_DIR": str(folder / "recordings"),
            "MOSAIC_PUBLIC_URL": "http://mosaic.test",
            "MOSAIC_BACKEND_URL": self.backend.url,
            "MOSAIC_MEDIAMTX_API_URL": self.url("api"),
            "MOSAIC_MEDIAMTX_HLS_URL": self.url("hls"),
            "MOSAIC_MEDIAMTX_RTSP_URL": f"rtsp://{LOOPBACK}:{self.ports['rtsp']}",
            "MOSAIC_MEDIAMTX_CONFIG": str(self.config),
            "MOSAIC_MEDIAMTX_BASE_CONFIG": str(self.base),
            "MOSAIC_LOG_LEVEL": "DEBUG",
            **(more or {}),
        }
        self.client = httpx.Client(timeout=15)
        self.media = self.start_media()
        self.service = self.start_service()

    def url(self, name: str) -> str:
        return f"http://{LOOPBACK}:{self.ports[name]}"

    def start_media(self) -> Program:
        self.media = Program([str(self._mediamtx), str(self.config)], self.folder / "mediamtx.log")
        self._await_listening(self.media, "api")
        return self.media

    def start_service(self) -> Program:
        self.service = Program(
            [sys.executable, "-m", "mosaic_streaming"],
            self.folder / "streaming.log",
            self.environment,
        )
        self._await_listening(self.service, "streaming")
        return self.service

    def stop(self) -> None:
        self.client.close()
        for program in (self.service, self.media):
            program.kill()
        self.backend.stop()

    def paths(self) -> set[str]:
        answer = self.client.get(f"{self.url('api')}/v3/config/paths/list")
        return {item["name"] for item in answer.json()["items"]}

    def look_again(self) -> None:
        """What a camera event does, without waiting for the next regular look."""

        async def publish() -> None:
            publisher = Publisher(self.environment["MOSAIC_AMQP_URL"])
            change = CameraChanged(
                camera_id=new_id(), change="updated", revision=self.backend.revision
            )
            await publisher.publish([new_event(change, source="mosaic/test")])
            await publisher.close()

        asyncio.run(publish())

    def published(self) -> list[CloudEvent]:
        """All events that wait in the backend's queue; takes them out."""

        async def take() -> list[CloudEvent]:
            connection = await aio_pika.connect(self.environment["MOSAIC_AMQP_URL"])
            async with connection:
                queue = await (await connection.channel()).get_queue("backend.events")
                events = []
                while (message := await queue.get(fail=False)) is not None:
                    await message.ack()
                    events.append(CloudEvent.from_json(message.body))
                return events

        return asyncio.run(take())

    def session(self, camera_id: str, token: str | None = None) -> httpx.Response:
        return self.client.post(
            f"{self.url('streaming')}/api/streaming/v1/cameras/{camera_id}/sessions",
            headers={"Authorization": f"Bearer {token or self.backend.token()}"},
        )

    def state(self, camera_id: str) -> dict[str, Any] | None:
        answer = self.client.get(
            f"{self.url('streaming')}/api/streaming/v1/streams",
            headers={"Authorization": f"Bearer {self.backend.token()}"},
        )
        items = answer.json()["items"]
        return next((item for item in items if item["camera_id"] == camera_id), None)

    def await_state(
        self, camera_id: str, state: str, reason: str | None = None, within_s: float = 45
    ) -> dict[str, Any]:
        def reached() -> dict[str, Any] | None:
            told = self.state(camera_id)
            if told and told["state"] == state and told["reason"] == reason:
                return told
            return None

        try:
            return eventually(reached, within_s=within_s)
        except AssertionError:
            raise AssertionError(f"wanted {state}/{reason}, is {self.state(camera_id)}") from None

    def playlist(self, camera_id: str, token: str) -> httpx.Response:
        return self.client.get(
            f"{self.url('hls')}/{camera_id}/index.m3u8?cookieCheck=1",
            headers={"Authorization": f"Bearer {token}"},
        )

    def service_header(self, name: str = "ai") -> dict[str, str]:
        return ServiceTokenSigner(name, self.secrets_dir).header()

    def _await_listening(self, program: Program, name: str) -> None:
        """A program that ended, or never listens, fails with what it said last."""
        try:
            eventually(lambda: self._listens(name) or program.process.poll() is not None)
            assert program.process.poll() is None
        except AssertionError:
            said = program.log.read_text(errors="replace")[-2000:]
            raise AssertionError(f"{name} does not listen: {said}") from None

    def _listens(self, name: str) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex((LOOPBACK, self.ports[name])) == 0

    def _write_base(self) -> None:
        base = yaml.safe_load((REPOSITORY / "mediamtx.yml").read_text())
        for name in ("rtsp", "hls", "webrtc", "api", "metrics", "playback"):
            base[f"{name}Address"] = f"{LOOPBACK}:{self.ports[name]}"
        base["webrtcLocalUDPAddress"] = base["webrtcLocalTCPAddress"] = (
            f"{LOOPBACK}:{self.ports['media']}"
        )
        base["authJWTJWKS"] = f"{self.url('streaming')}/internal/jwks.json"
        self.base.write_text(yaml.safe_dump(base))
        self.config.write_text(yaml.safe_dump(base))

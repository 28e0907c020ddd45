"""Several AI workers on one backend and one stream, and who asks for which camera's stream when."""

import asyncio
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID, uuid4

import httpx
import uvicorn
from ai_neighbours import Neighbours
from ai_process import Service
from ai_streams import MediaServer, moving_card
from fastapi import FastAPI, Request, Response

from mosaic_cli.testing.parts import TestParts
from mosaic_contracts.internal_api import ReaderSession
from mosaic_contracts.permissions import Role

FOLLOWS_WITHIN_S = 3.0
"""A worker asks for a playlist or a part each second; one that did not for so long has left the camera."""


class Asked(NamedTuple):
    at: float
    worker: str
    camera: UUID


class StreamLog:
    """Streaming and MediaMTX, for each worker under an address of its own; all cameras show one stream."""

    def __init__(self, port: int, source: str) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.asked: list[Asked] = []
        self._source = source
        self._clients: dict[str, httpx.AsyncClient] = {}
        config = uvicorn.Config(self._app(), host="127.0.0.1", port=port, log_config=None)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def start(self) -> None:
        self._thread.start()
        while not self._server.started:
            assert self._thread.is_alive()
            threading.Event().wait(0.01)

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(5)

    def following(self) -> dict[UUID, set[str]]:
        """Which workers ask for which camera now."""
        since = time.monotonic() - FOLLOWS_WITHIN_S
        found: dict[UUID, set[str]] = {}
        for asked in reversed(self.asked):
            if asked.at < since:
                break
            found.setdefault(asked.camera, set()).add(asked.worker)
        return found

    def _app(self) -> FastAPI:
        app = FastAPI()

        @app.post("/{worker}/internal/v1/cameras/{camera_id}/reader-sessions")
        async def session(worker: str, camera_id: UUID) -> Response:
            body = ReaderSession(
                hls_url=f"{self.url}/{worker}/hls/{camera_id}/index.m3u8",
                rtsp_url="",
                token="t",
                expires_in_s=3600,
            )
            return Response(body.model_dump_json())

        @app.get("/{worker}/hls/{camera_id}/{rest:path}")
        async def hls(worker: str, camera_id: UUID, rest: str, request: Request) -> Response:
            self.asked.append(Asked(time.monotonic(), worker, camera_id))
            client = self._clients.setdefault(worker, httpx.AsyncClient(follow_redirects=True))
            try:
                answer = await client.get(
                    f"{self._source}/{rest}", params=request.query_params, timeout=10
                )
            except httpx.HTTPError:
                return Response(status_code=502)
            kind = answer.headers.get("content-type", "")
            return Response(answer.content, answer.status_code, media_type=kind)

        return app


class Workers:
    """Named AI processes beside each other."""

    def __init__(
        self,
        *,
        amqp_url: str,
        secrets_dir: Path,
        folder: Path,
        neighbours: Neighbours,
        streams: StreamLog,
        free_port: Callable[[], int],
    ) -> None:
        self.neighbours = neighbours
        self.streams = streams
        self.services: dict[str, Service] = {}
        self._amqp_url = amqp_url
        self._secrets_dir = secrets_dir
        self._folder = folder
        self._free_port = free_port

    def add_cameras(self, count: int) -> list[UUID]:
        cameras = [uuid4() for _ in range(count)]
        for camera in cameras:
            self.neighbours.add_camera(camera)
        return cameras

    async def start(self, *names: str, **more: str) -> None:
        """Returns when they are ready; one that ran before starts again with its data."""
        for name in names:
            if name not in self.services:
                self.services[name] = self._made(name, **more)
        await asyncio.gather(*(self.services[name].start() for name in names))

    def stop(self, *names: str, number: int) -> None:
        for name in names or tuple(self.services):
            self.services[name].stop(number)

    def signal(self, name: str, number: int) -> None:
        process = self.services[name].process
        assert process is not None
        process.send_signal(number)

    def status(self, name: str) -> dict[str, list[dict[str, object]]]:
        found: dict[str, list[dict[str, object]]] = self.ask_admin(name, "status")
        return found

    def active_model(self, name: str, role: str) -> str:
        """By its name, as that worker tells."""
        items = self.ask_admin(name, "models")["items"]
        [active] = [each["name"] for each in items if each["role"] == role and each["active"]]
        return str(active)

    def ask_admin(self, name: str, path: str, body: object = None) -> Any:
        """Of that worker, as an administrator: GET where the path changes nothing, else POST."""
        method = "POST" if path.startswith("models/") else "GET"
        headers = {"Authorization": f"Bearer {self.neighbours.token(Role.ADMIN)}"}
        url = f"{self.services[name].url}/api/ai/v1/{path}"
        answer = httpx.request(method, url, headers=headers, json=body, timeout=60)
        return answer.raise_for_status().json()

    def shares(self) -> dict[str, int] | None:
        """How many cameras each worker asks for; None while one of the backend's is asked for by none or two."""
        following = self.streams.following()
        wanted = {each.id for each in self.neighbours.cameras}
        if set(following) != wanted or any(len(each) != 1 for each in following.values()):
            return None
        counts: dict[str, int] = {}
        for (worker,) in following.values():
            counts[worker] = counts.get(worker, 0) + 1
        return counts

    def _made(self, name: str, **more: str) -> Service:
        folder = self._folder / name
        folder.mkdir()
        return Service.beside(
            self.neighbours,
            folder,
            self._free_port(),
            **{
                "MOSAIC_AMQP_URL": self._amqp_url,
                "MOSAIC_SECRETS_DIR": str(self._secrets_dir),
                "MOSAIC_STREAMING_URL": f"{self.streams.url}/{name}",
                "MOSAIC_AI_WORKER": name,
            }
            | more,
        )


def small_stream(media_server: MediaServer) -> str:
    """The address of a stream that costs next to nothing to look at."""
    source = uuid4()
    media_server.start()
    media_server.publish(source, moving_card("320x180", 5), gop=5)
    return f"{media_server.hls_url}/{source}"


class PrivateBroker:
    """A RabbitMQ of this test's own, which may be killed, frozen and started again on its data."""

    def __init__(self) -> None:
        self._parts = TestParts()
        self.url = self._parts.start("rabbitmq").amqp_url

    def signal(self, number: int) -> None:
        self._process().send_signal(number)

    def kill(self) -> None:
        process = self._process()
        process.kill()
        process.wait()

    def start(self) -> None:
        """Returns when it takes connections."""
        broker = self._parts.rabbitmq.parts()[1]
        self._parts._spawn(broker)
        self._parts._await(broker)

    def stop(self) -> None:
        self._parts.stop()

    def _process(self) -> "subprocess.Popen[bytes]":
        return next(p for part, p in reversed(self._parts._processes) if part.name == "rabbitmq")


class Wire:
    """A way to the broker that can be cut: then nothing comes through, and nobody is told."""

    def __init__(self, amqp_url: str, port: int) -> None:
        parts = urlsplit(amqp_url)
        self._to = (parts.hostname or "", parts.port or 0)
        self.url = urlunsplit(
            parts._replace(netloc=f"{parts.username}:{parts.password}@127.0.0.1:{port}")
        )
        self._port = port
        self._whole = threading.Event()
        self._whole.set()
        self._listener = socket.create_server(("127.0.0.1", port))
        threading.Thread(target=self._take, daemon=True).start()

    def cut(self) -> None:
        self._whole.clear()

    def mend(self) -> None:
        self._whole.set()

    def close(self) -> None:
        self._listener.close()

    def _take(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(self._to)
            except OSError:
                near.close()
                continue
            for source, target in ((near, far), (far, near)):
                threading.Thread(target=self._carry, args=(source, target), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket) -> None:
        try:
            while received := source.recv(65536):
                self._whole.wait()
                target.sendall(received)
        except OSError:
            pass
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

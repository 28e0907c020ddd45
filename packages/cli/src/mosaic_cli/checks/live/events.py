"""The feed of events as a browser hears it, collected in the background."""

import json
import threading
import time
from dataclasses import dataclass, field
from typing import Any

import httpx
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from mosaic_cli.checks.live.front_door import FrontDoor


@dataclass(frozen=True)
class Heard:
    """One event and when it came, by this machine's clock."""

    at: float
    cursor: str
    event: dict[str, Any]


@dataclass
class EventFeed:
    """Listens until closed; comes back after every loss and goes on where it was, as the console does."""

    door: FrontDoor
    types: tuple[str, ...]
    heard: list[Heard] = field(default_factory=list)
    gaps: int = 0
    connected: threading.Event = field(default_factory=threading.Event)
    _ended: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def __enter__(self) -> "EventFeed":
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        if self._thread:
            self._thread.join(15)

    def _run(self) -> None:
        url = self.door.url.replace("http", "ws", 1) + "/api/v1/events"
        cursor: str | None = None
        while not self._ended.is_set():
            try:
                with connect(url, max_size=1 << 20, open_timeout=10, ssl=self.door.tls) as socket:
                    first = {"type": "auth", "token": self.door.token(), "types": self.types}
                    socket.send(json.dumps(first | ({"after": cursor} if cursor else {})))
                    while not self._ended.is_set():
                        cursor = self._take(socket, cursor)
            except (OSError, WebSocketException, httpx.HTTPError, ValueError):
                self.connected.clear()
                self._ended.wait(0.5)

    def _take(self, socket: Any, cursor: str | None) -> str | None:
        try:
            message = json.loads(socket.recv(timeout=1))
        except TimeoutError:
            return cursor
        match message["type"]:
            case "ready":
                self.connected.set()
                return message.get("cursor") or cursor
            case "event":
                self.heard.append(Heard(time.time(), message["cursor"], message["event"]))
                return str(message["cursor"])
            case "gap":
                self.gaps += 1
            case "ping":
                socket.send('{"type":"ping"}')
        return cursor

    def of_type(self, name: str) -> list[dict[str, Any]]:
        return [heard.event["data"] for heard in list(self.heard) if heard.event["type"] == name]

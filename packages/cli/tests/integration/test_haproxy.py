"""The front door with the repository's configuration and small upstreams."""

import re
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from mosaic_cli.components.haproxy import BACKENDS, HAProxy, Tls
from mosaic_cli.part import base_environment
from mosaic_cli.ports import free_ports
from mosaic_cli.programs import require
from mosaic_cli.repository import ROOT

from .conftest import LOOPBACK, Upstream, upstream

PASSWORD = "stats-password"
NODE_PARTS = ("streaming", "hls", "webrtc")
NODES = ("west", "east-2")
CONFIGURATION = ROOT / "haproxy" / "haproxy.cfg"


@dataclass
class Door:
    client: httpx.Client
    port: int
    stats_port: int
    parts: dict[str, Upstream]


def _until(condition: Callable[[], bool], timeout_s: float = 10.0) -> None:
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, "the condition did not come true in time"
        time.sleep(0.02)


@contextmanager
def _opened(
    configuration: Path,
    nodes: Sequence[str] = (),
    tls: Tls | None = None,
    more_ai: Sequence[str] = (),
) -> Iterator[Door]:
    """nodes: of MediaMTX; each has parts of its own, as in `hls-west`. more_ai: further AI workers."""
    port, stats_port = free_ports(2)
    with ExitStack() as stack:
        parts = {name: stack.enter_context(upstream(name)) for name in BACKENDS}
        of_nodes: dict[str, str] = {}
        for number, node in enumerate(nodes, start=1):
            of_nodes[f"MOSAIC_NODE_{number}_NAME"] = node
            for kind in NODE_PARTS:
                part = stack.enter_context(upstream(f"{kind}-{node}"))
                parts[part.name] = part
                of_nodes[f"MOSAIC_NODE_{number}_{kind.upper()}_ADDRESS"] = f"{LOOPBACK}:{part.port}"
        for name in more_ai:
            parts[name] = stack.enter_context(upstream(name))
        component = HAProxy(
            configuration=configuration,
            bind=LOOPBACK,
            port=port,
            stats_port=stats_port,
            stats_password=PASSWORD,
            addresses={name: f"{LOOPBACK}:{parts[name].port}" for name in BACKENDS},
            tls=tls,
            more_ai=tuple(f"{LOOPBACK}:{parts[name].port}" for name in more_ai),
        ).part()
        component.prepare()
        process = subprocess.Popen(
            component.argv(),
            env=base_environment() | dict(component.environment) | of_nodes,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _until(component.ready)
            with httpx.Client(base_url=f"http://{LOOPBACK}:{port}") as client:
                yield Door(client, port, stats_port, parts)
        finally:
            process.terminate()
            process.wait(10)


@pytest.fixture(scope="module")
def running() -> Iterator[Door]:
    with _opened(CONFIGURATION) as door:
        yield door


@pytest.fixture
def door(running: Door) -> Iterator[Door]:
    yield running
    for part in running.parts.values():
        part.ready = True
        part.headers.clear()
        part.seen.clear()


def test_configuration_when_checked_then_is_valid_without_warnings(tmp_path: Path) -> None:
    component = HAProxy(
        CONFIGURATION,
        LOOPBACK,
        1,
        2,
        PASSWORD,
        dict.fromkeys(BACKENDS, "127.0.0.1:3"),
    )
    done = subprocess.run(
        [require("haproxy"), "-c", "-f", str(component.configuration)],
        env=base_environment() | component.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr


@pytest.mark.parametrize(
    ("path", "part", "received"),
    [
        ("/", "web", "/"),
        ("/mosaics/1", "web", "/mosaics/1"),
        ("/assets/a.js", "web", "/assets/a.js"),
        ("/apis", "web", "/apis"),
        ("/api/v1/cameras?limit=2", "backend", "/api/v1/cameras?limit=2"),
        ("/api/docs", "backend", "/api/docs"),
        ("/static/admin/x.css", "backend", "/static/admin/x.css"),
        ("/admin/", "backend", "/admin/"),
        ("/api/v1/config/apply?prune=true", "backend", "/api/v1/config/apply?prune=true"),
        ("/partner/v1/plates", "partner", "/partner/v1/plates"),
        ("/api/streaming/v1/streams", "streaming", "/api/streaming/v1/streams"),
        ("/api/ai/v1/status", "ai", "/api/ai/v1/status"),
        ("/hls/0192/index.m3u8?cookieCheck=1", "hls", "/0192/index.m3u8?cookieCheck=1"),
        ("/hls/0192/sub/index.m3u8?cookieCheck=1", "hls", "/0192/sub/index.m3u8?cookieCheck=1"),
        ("/hls/0192/sub/stream.m3u8?session=1", "hls", "/0192/sub/stream.m3u8?session=1"),
        ("/whep/0192/whep", "webrtc", "/0192/whep"),
        ("/whep/0192/sub/whep", "webrtc", "/0192/sub/whep"),
    ],
)
def test_route_when_asked_then_reaches_its_part(
    door: Door, path: str, part: str, received: str
) -> None:
    answer = door.client.get(path).json()
    assert (answer["part"], answer["path"]) == (part, received)


@pytest.mark.parametrize(
    "path",
    [
        "/internal/v1/cameras",
        "/internal/v1/revocations",
        "/INTERNAL/jwks.json",
        "/internal",
        "/metrics",
        "/ready",
    ],
)
def test_inner_address_when_asked_from_outside_then_is_not_found(door: Door, path: str) -> None:
    answer = door.client.get(path)
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "not-found"
    assert not any(part.seen for part in door.parts.values())


@pytest.mark.parametrize("path", ["/api/../internal/v1/cameras", "/api/%2e%2e/internal", "/hls/.."])
def test_path_when_it_climbs_then_is_refused(door: Door, path: str) -> None:
    with socket.create_connection((LOOPBACK, door.port), 5) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        answer = connection.makefile("rb").readline()
    assert b" 400 " in answer
    assert not any(part.seen for part in door.parts.values())


def test_forwarded_headers_when_the_client_sends_them_then_are_replaced(door: Door) -> None:
    forged = {
        "X-Request-ID": "forged",
        "X-Forwarded-For": "192.0.2.1",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Port": "443",
        "X-Forwarded-Prefix": "/evil",
        "X-Real-IP": "192.0.2.1",
        "Forwarded": "for=192.0.2.1",
    }
    answer = door.client.get("/api/v1/me", headers=forged)
    seen = {name.lower(): value for name, value in answer.json()["headers"].items()}
    assert seen["x-forwarded-for"] == LOOPBACK
    assert seen["x-forwarded-proto"] == "http"
    assert seen["x-forwarded-host"] == f"{LOOPBACK}:{door.port}"
    assert not {"forwarded", "x-real-ip", "x-forwarded-port", "x-forwarded-prefix"} & set(seen)
    assert re.fullmatch(r"[0-9a-f-]{36}", seen["x-request-id"])
    assert answer.headers.get_list("X-Request-ID") == [seen["x-request-id"]]


@pytest.mark.parametrize("path", ["0192", "0192/sub"])
def test_hls_redirect_and_cookie_when_answered_then_carry_the_prefix(door: Door, path: str) -> None:
    door.parts["hls"].headers |= {
        "Location": f"/{path}/index.m3u8?cookieCheck=1",
        "Set-Cookie": f"hlsSession=1; Path=/{path}/; HttpOnly",
    }
    answer = door.client.get(f"/hls/{path}/index.m3u8")
    assert answer.headers["Location"] == f"/hls/{path}/index.m3u8?cookieCheck=1"
    assert answer.headers["Set-Cookie"] == f"hlsSession=1; Path=/hls/{path}/; HttpOnly"


@pytest.mark.parametrize("path", ["0192", "0192/sub"])
def test_whep_session_when_made_then_its_location_carries_the_prefix(door: Door, path: str) -> None:
    door.parts["webrtc"].headers["Location"] = f"/{path}/whep/7f3a"
    answer = door.client.post(f"/whep/{path}/whep", content=b"v=0")
    assert answer.headers["Location"] == f"/whep/{path}/whep/7f3a"


def test_security_headers_when_pages_are_served_then_are_set(door: Door) -> None:
    answer = door.client.get("/")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "script-src 'self';" in answer.headers["Content-Security-Policy"]
    assert "unsafe-eval" in door.client.get("/admin/").headers["Content-Security-Policy"]
    assert "Content-Security-Policy" not in door.client.get("/api/v1/me").headers


def test_body_when_too_large_then_is_refused_before_it_is_sent(door: Door) -> None:
    with socket.create_connection((LOOPBACK, door.port), 5) as connection:
        head = "POST /api/ai/v1/predict HTTP/1.1\r\nHost: x\r\nContent-Length: 67108865\r\n\r\n"
        connection.sendall(head.encode())
        answer = connection.makefile("rb").read(400)
    assert b" 413 " in answer.splitlines()[0]
    assert b"payload-too-large" in answer or b"application/problem+json" in answer
    assert door.parts["ai"].seen == []


def test_websocket_when_upgraded_then_lines_pass(door: Door) -> None:
    with socket.create_connection((LOOPBACK, door.port), 5) as connection:
        connection.sendall(
            b"GET /api/v1/events HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        )
        stream = connection.makefile("rb")
        assert b" 101 " in stream.readline()
        while stream.readline().strip():
            pass
        connection.sendall(b"hello\n")
        assert stream.readline() == b"echo hello\n"


def test_part_when_not_ready_then_its_routes_say_so_and_others_go_on(door: Door) -> None:
    door.parts["ai"].ready = False
    _until(lambda: door.client.get("/api/ai/v1/status").status_code == 503)
    answer = door.client.get("/api/ai/v1/status")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json() | {"request_id": ""} == {
        "type": "https://mosaic.invalid/problems/unavailable",
        "title": "Service Unavailable",
        "status": 503,
        "detail": "The part that serves this is down; trying again later may help.",
        "code": "unavailable",
        "request_id": "",
    }
    assert answer.json()["request_id"] == answer.headers["X-Request-ID"]
    for path in ("/", "/api/v1/me", "/api/streaming/v1/streams", "/hls/0192/index.m3u8"):
        assert door.client.get(path).status_code == 200
    door.parts["ai"].ready = True
    _until(lambda: door.client.get("/api/ai/v1/status").status_code == 200)


def test_ai_workers_when_one_is_away_then_the_others_answer() -> None:
    with _opened(CONFIGURATION, more_ai=("ai-2", "ai-3")) as door:
        workers = [door.parts[name] for name in ("ai", "ai-2", "ai-3")]

        def all_asked() -> bool:
            assert door.client.get("/api/ai/v1/status").status_code == 200
            return all(worker.seen for worker in workers)

        _until(all_asked)
        workers[0].ready = workers[2].ready = False

        def only_one_asked() -> bool:
            for worker in workers:
                worker.seen.clear()
            for _ in range(6):
                door.client.get("/api/ai/v1/status")
            return [len(worker.seen) for worker in workers] == [0, 6, 0]

        _until(only_one_asked, timeout_s=60)


def test_part_when_it_tells_late_that_it_is_ready_then_it_goes_on(door: Door) -> None:
    """Two seconds without an answer are a busy machine, not a part that is away."""
    door.parts["backend"].ready_s = 2.5

    def three_told() -> bool:
        assert door.client.get("/api/v1/me").status_code == 200
        return door.parts["backend"].told >= 3

    _until(three_told, timeout_s=60)
    door.parts["backend"].ready_s = 0


def test_whole_configuration_when_it_takes_longer_than_other_answers_may_then_waited_for(
    tmp_path: Path,
) -> None:
    """With the limits of the real file, but in place of 75 s a third of a second."""
    text = CONFIGURATION.read_text()
    hasty = tmp_path / "haproxy.cfg"
    hasty.write_text(re.sub(r"timeout (client|server) 75s", r"timeout \1 300ms", text))
    assert hasty.read_text().count("300ms") == 2 + text.count("300ms")
    with _opened(hasty) as door:
        door.parts["backend"].thinks_s = 1.5
        slow = "/admin/cameras/configurationupload/1/apply/"
        for path in ("/api/v1/config", "/api/v1/config/plan", "/api/v1/config/apply", slow):
            answer = door.client.post(path, content=b"key\n" * 1000)
            assert (answer.status_code, answer.json()["part"]) == (200, "backend"), path
        assert door.client.post("/api/v1/cameras", content=b"{}").status_code == 504


def test_stats_when_asked_then_want_the_password_and_metrics_do_not(door: Door) -> None:
    stats = f"http://{LOOPBACK}:{door.stats_port}"
    assert httpx.get(f"{stats}/").status_code == 401
    assert httpx.get(f"{stats}/", auth=("mosaic", "wrong")).status_code == 401
    page = httpx.get(f"{stats}/", auth=("mosaic", PASSWORD))
    assert page.status_code == 200
    assert "streaming" in page.text
    assert "haproxy_backend_status" in httpx.get(f"{stats}/metrics").text


def test_health_when_every_part_is_down_then_the_door_itself_is_alive(door: Door) -> None:
    assert door.client.get("/health").text == "ok"

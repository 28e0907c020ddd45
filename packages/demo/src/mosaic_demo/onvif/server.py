"""The HTTP side: one request in, checked by the schema; one answer out, checked as well."""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import ModuleType

from lxml import etree

from mosaic_demo.onvif import (
    device_service,
    events_service,
    imaging_service,
    media_service,
    ptz_service,
    schema,
    security,
)
from mosaic_demo.onvif.camera import SimulatedCamera
from mosaic_demo.onvif.faults import FaultError
from mosaic_demo.onvif.schema import NAMESPACES

MAX_BODY_BYTES = 1 << 20
Operation = Callable[[SimulatedCamera, etree._Element, str], str]
_SERVICES: dict[str, ModuleType] = {
    NAMESPACES["tds"]: device_service,
    NAMESPACES["trt"]: media_service,
    NAMESPACES["tptz"]: ptz_service,
    NAMESPACES["timg"]: imaging_service,
    NAMESPACES["tev"]: events_service,
    NAMESPACES["wsnt"]: events_service,
}
_WORD = re.compile(r"(?<!^)(?=[A-Z])")
_PREFIXES = " ".join(f'xmlns:{name}="{uri}"' for name, uri in NAMESPACES.items())


def answer(camera: SimulatedCamera, request: bytes, base: str, path: str = "") -> tuple[int, bytes]:
    """HTTP status and SOAP envelope; path: that was asked.

    Raises SchemaError when the simulator itself answers amiss.
    """
    try:
        body = _operate(camera, request, base, path)
    except FaultError as fault:
        status = 401 if fault.subcode == "NotAuthorized" else 400
        return status, _envelope(fault.body())
    told = _envelope(body)
    schema.check(etree.fromstring(told).find(f"{{{NAMESPACES['s']}}}Body")[0])
    return 200, told


def _operate(camera: SimulatedCamera, request: bytes, base: str, path: str) -> str:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        envelope = etree.fromstring(request, parser)
        asked = envelope.find(f"{{{NAMESPACES['s']}}}Body")[0]
        schema.check(asked)
    except (etree.XMLSyntaxError, TypeError, IndexError, schema.SchemaError) as error:
        raise FaultError(f"not by the schema: {error}", "InvalidArgs") from error
    name = etree.QName(asked)
    camera.asked.append(name.localname)
    if name.localname not in device_service.OPEN and not security.allowed(envelope, camera):
        raise FaultError("Sender not authorized", "NotAuthorized")
    service = _SERVICES[name.namespace]
    operation: Operation | None = getattr(service, _WORD.sub("_", name.localname).lower(), None)
    if (
        operation is None
        or (service is ptz_service and not camera.has_ptz)
        or (service is events_service and not camera.has_events)
    ):
        raise FaultError("not implemented", "ActionNotSupported", "Receiver")
    return operation(camera, asked, f"{base}{path}" if service is events_service else base)


def _envelope(body: str) -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><s:Envelope {_PREFIXES}><s:Body>{body}</s:Body>'
        "</s:Envelope>"
    ).encode()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "_Server"

    def handle(self) -> None:
        with self.server.connected():
            super().handle()

    def do_POST(self) -> None:
        camera, faults = self.server.camera, self.server.camera.faults
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), MAX_BODY_BYTES))
        if faults.delay_s:
            self.server.ending.wait(faults.delay_s)
        if faults.redirect:
            self.send_response(307)
            self.send_header("Location", faults.redirect)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        status, told = answer(camera, body, f"http://{self.headers.get('Host')}", self.path)
        if faults.broken_xml:
            told = b"<html>busy</s:Envelope"
        if faults.doctype:
            told = told.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY e "boom">]>', 1)
        self.send_response(status)
        self.send_header("Content-Type", "application/soap+xml; charset=utf-8")
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        with suppress(ConnectionError):  # who asked has gone
            self.wfile.write(told)

    def log_message(self, *_: object) -> None:
        """Quiet."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, camera: SimulatedCamera, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.camera = camera
        self.ending = threading.Event()
        self._connections = 0
        self._lock = threading.Lock()

    @contextmanager
    def connected(self) -> Iterator[None]:
        with self._lock:
            self._connections += 1
            self.camera.most_at_once = max(self.camera.most_at_once, self._connections)
        try:
            yield
        finally:
            with self._lock:
                self._connections -= 1


@contextmanager
def serving(camera: SimulatedCamera, port: int = 0) -> Iterator[str]:
    """The camera on loopback; gives the address of its device service. port 0: any that is free."""
    server = _Server(camera, port)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/onvif/device_service"
    finally:
        server.ending.set()
        server.shutdown()
        server.server_close()
        thread.join()

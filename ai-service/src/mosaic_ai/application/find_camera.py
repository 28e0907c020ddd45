"""Which camera an address means. Addresses are compared, never opened."""

import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlsplit
from uuid import UUID

from mosaic_contracts.internal_api import DesiredCamera
from mosaic_contracts.redaction import redact

_DEFAULT_PORTS = {"rtsp": 554, "rtsps": 322, "http": 80, "https": 443, "rtmp": 1935}
_UUID = r"(?P<id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
_OWN_PATHS = (
    re.compile(rf"/hls/(?:n/[^/]+/)?{_UUID}/(?:sub/)?(?:h264/)?index\.m3u8"),
    re.compile(rf"/api/v1/cameras/{_UUID}/snapshot\.jpg"),
)
_SECRET = re.compile(r"(?i)(pass\w*|pwd|secret|token|key|auth)=[^&;/_]*")


class _Address(NamedTuple):
    """What two addresses of the same thing have in common; no credentials."""

    scheme: str
    host: str
    port: int | None
    rest: str


def cameras_at(url: str, cameras: Iterable[DesiredCamera], *, own_host: str) -> list[DesiredCamera]:
    """Those cameras whose source, HLS playlist or snapshot has that address.

    own_host: under which this system is reached; its own addresses may also be given as a path alone. Passwords
    are left out of the comparison, so that nobody finds one by trying.
    """
    own = _own_camera(url, own_host)
    if own is not None:
        return [camera for camera in cameras if camera.id == own]
    asked = _address(url)
    if asked is None:
        return []
    return [
        camera
        for camera in cameras
        if asked in (_address(camera.source_url), _address(camera.sub_url or ""))
    ]


def _own_camera(url: str, own_host: str) -> UUID | None:
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    elsewhere = parts.scheme not in ("http", "https") or parts.netloc.lower() != own_host.lower()
    if (parts.scheme or parts.netloc) and elsewhere:
        return None
    found = (path.fullmatch(parts.path.lower()) for path in _OWN_PATHS)
    return next((UUID(match["id"]) for match in found if match), None)


def _address(url: str) -> _Address | None:
    """None for what is no address of a host."""
    try:
        parts = urlsplit(url)
        scheme, host, port = parts.scheme.lower(), parts.hostname, parts.port
    except ValueError:
        return None
    if not scheme or not host:
        return None
    path = parts.path.rstrip("/")
    rest = f"{path}?{parts.query}" if parts.query else path
    return _Address(
        scheme, host, port or _DEFAULT_PORTS.get(scheme), _SECRET.sub(r"\1=", redact(rest))
    )

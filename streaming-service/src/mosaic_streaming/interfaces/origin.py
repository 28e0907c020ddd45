"""The origin by which the browser knows us, and the address by which we know it."""

import re
from collections.abc import Mapping

from starlette.requests import Request

_HOST = re.compile(r"[A-Za-z0-9.-]+(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?")


def origin_of(headers: Mapping[str, str], public_url: str) -> str:
    """From the front door's headers (it drops the client's own); without them the configured address."""
    scheme = headers.get("x-forwarded-proto", "")
    host = headers.get("x-forwarded-host", "")
    if scheme in ("http", "https") and _HOST.fullmatch(host):
        return f"{scheme}://{host}"
    return public_url.rstrip("/")


def address_of(request: Request) -> str:
    """The last entry of X-Forwarded-For, which our own front door wrote, or else the peer's address."""
    forwarded = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
    return forwarded or (request.client.host if request.client else "")

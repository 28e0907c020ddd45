"""The origin by which the browser knows us."""

import re
from collections.abc import Mapping

_HOST = re.compile(r"[A-Za-z0-9.-]+(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?")


def origin_of(headers: Mapping[str, str], public_url: str) -> str:
    """From the front door's headers (it drops the client's own); without them the configured address."""
    scheme = headers.get("x-forwarded-proto", "")
    host = headers.get("x-forwarded-host", "")
    if scheme in ("http", "https") and _HOST.fullmatch(host):
        return f"{scheme}://{host}"
    return public_url.rstrip("/")

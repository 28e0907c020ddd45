"""The address of who asks, for lockout and audit."""

from ipaddress import ip_address

from django.http import HttpRequest

NOWHERE = "0.0.0.0"  # noqa: S104 - told where a request has no peer, as those of Django's own test client


def client_address(request: HttpRequest) -> str:
    """The last entry of X-Forwarded-For, which our own front door wrote, or else the peer's address."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    for text in (forwarded, request.META.get("REMOTE_ADDR") or ""):
        try:
            return str(ip_address(text))
        except ValueError:
            continue
    return NOWHERE

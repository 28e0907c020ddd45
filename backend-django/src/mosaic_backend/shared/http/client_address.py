"""The address of who asks, for lockout and audit."""

from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The last entry of X-Forwarded-For, which our own front door wrote, or else the peer's address."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    return str(forwarded or request.META.get("REMOTE_ADDR") or "unknown")

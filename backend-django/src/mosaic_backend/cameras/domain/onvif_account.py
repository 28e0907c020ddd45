"""Where a camera's ONVIF service is, and with which user and password it is asked."""

from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit, urlunsplit

from mosaic_backend.cameras.domain.source_url import SourceUrlError, parse_source_url

DEFAULT_PATH = "/onvif/device_service"
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class OnvifAccount:
    """service_url: without credentials. No username: those of the source URL serve, at the same host."""

    service_url: str
    username: str = ""
    password: str = field(default="", repr=False)


def service_url_of(text: str) -> str:
    """The address of the device service; a host or host and port will do. Raises SourceUrlError."""
    try:
        parts = urlsplit(text if "://" in text else f"http://{text}")
    except ValueError as error:  # a bracket that is not closed
        raise _wrong("This is no address.") from error
    url = urlunsplit(
        parts._replace(path=parts.path if parts.path not in {"", "/"} else DEFAULT_PATH)
    )
    try:
        parse_source_url(url)
    except SourceUrlError as error:
        error.pointer = "/service_url"
        raise
    if parts.scheme not in _PORTS:
        raise _wrong("An ONVIF address begins with http or https.")
    if "@" in parts.netloc:
        raise _wrong("User and password have fields of their own.")
    return url


def same_place(one: str, other: str) -> bool:
    """Whether two service addresses lead to the same host and port."""
    return _place(one) == _place(other)


def signed_in(account: OnvifAccount, source_url: str) -> OnvifAccount:
    """The account with the source's user and password where it has none.

    Only at the source's own host: to another one they are not sent.
    """
    if account.username:
        return account
    source = urlsplit(source_url)
    if not source.username or source.hostname != urlsplit(account.service_url).hostname:
        return account
    return OnvifAccount(
        account.service_url, unquote(source.username), unquote(source.password or "")
    )


def _place(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or _PORTS.get(parts.scheme)


def _wrong(detail: str) -> SourceUrlError:
    error = SourceUrlError(detail, code="source-url-malformed")
    error.pointer = "/service_url"
    return error

"""HTTP to providers of identities: bounded in time and size, and only to addresses that they may have."""

import asyncio
import json
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from ipaddress import ip_address
from threading import BoundedSemaphore
from typing import Any, Self

import httpx
from asgiref.sync import async_to_sync

from mosaic_backend.identity.domain.errors import ProviderSignInError, Refusal
from mosaic_backend.identity.domain.provider_address import (
    ProviderAddressError,
    check_address,
    check_url,
)
from mosaic_backend.shared.database_connections import give_back_connection

WHOLE_S = 10.0
MAX_BYTES = 512 * 1024
AT_ONCE = 4
_BUSY_AFTER_S = 2.0
_JSON = {"Accept": "application/json", "Accept-Encoding": "identity"}


class ProviderHttpError(ProviderSignInError):
    """A provider could not be asked, or answered what nobody can use; `why` says what for administrators."""

    def __init__(self, why: str) -> None:
        super().__init__(Refusal.UNAVAILABLE, why)


class ProviderHttp:
    """Asks one provider, so many times at once at most: a slow one must not take all of this process's threads."""

    def __init__(self, *, loopback: bool) -> None:
        self._loopback = loopback
        self._free = BoundedSemaphore(AT_ONCE)

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
        """The JSON object there. Raises ProviderHttpError for anything else, redirects too."""
        status, body = self._ask("GET", url, headers or {}, None)
        if status != 200:
            raise ProviderHttpError(f"{url} answered {status}")
        return _object(url, body)

    def post(self, url: str, headers: Mapping[str, str], body: str) -> tuple[int, dict[str, Any]]:
        """Status and the JSON object of the answer. Raises ProviderHttpError."""
        status, content = self._ask("POST", url, headers, body)
        return status, _object(url, content)

    def _ask(
        self, method: str, url: str, headers: Mapping[str, str], body: str | None
    ) -> tuple[int, bytes]:
        try:
            check_url(url, loopback=self._loopback)
        except ProviderAddressError as error:
            raise ProviderHttpError(f"{url}: {error}") from error
        if not self._free.acquire(timeout=_BUSY_AFTER_S):
            raise ProviderHttpError(f"{url} is being asked {AT_ONCE} times already")
        try:
            give_back_connection()
            return async_to_sync(self._bounded)(method, url, {**_JSON, **headers}, body)
        finally:
            self._free.release()

    async def _bounded(
        self, method: str, url: str, headers: Mapping[str, str], body: str | None
    ) -> tuple[int, bytes]:
        with _told(url):
            async with (
                asyncio.timeout(WHOLE_S),
                _CheckedTransport(loopback=self._loopback) as transport,
                httpx.AsyncClient(transport=transport, timeout=WHOLE_S) as client,
                client.stream(method, url, headers=headers, content=body) as answer,
            ):
                content = bytearray()
                async for part in answer.aiter_raw(65536):
                    content += part
                    if len(content) > MAX_BYTES:
                        raise ProviderHttpError(f"{url} answered more than {MAX_BYTES} bytes")
                return answer.status_code, bytes(content)


@lru_cache
def _trusted() -> ssl.SSLContext:
    """Made once: reading the authorities takes tens of milliseconds."""
    return httpx.create_ssl_context()


class _CheckedTransport(httpx.AsyncBaseTransport):
    """Connects to the very address that was checked. Trusts what SSL_CERT_FILE names, certifi's list otherwise."""

    def __init__(self, *, loopback: bool) -> None:
        self._loopback = loopback
        self._http = httpx.AsyncHTTPTransport(
            verify=_trusted(), limits=httpx.Limits(max_connections=1)
        )

    async def __aenter__(self) -> Self:
        return self

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        host, scheme = request.url.host, request.url.scheme
        port = request.url.port or (443 if scheme == "https" else 80)
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [str(entry[4][0]) for entry in found]
        for address in addresses:
            check_address(scheme, ip_address(address.partition("%")[0]), loopback=self._loopback)
        # The Host header stands already; TLS asks and checks the name, not the number.
        request.url = request.url.copy_with(host=addresses[0])
        request.extensions = {**request.extensions, "sni_hostname": host}
        return await self._http.handle_async_request(request)

    async def aclose(self) -> None:
        await self._http.aclose()


@contextmanager
def _told(url: str) -> Iterator[None]:
    """Errors in words that an administrator can act on."""
    try:
        yield
    except ProviderAddressError as error:
        raise ProviderHttpError(f"{url}: {error}") from error
    except (TimeoutError, httpx.TimeoutException) as error:
        raise ProviderHttpError(f"{url} did not answer within {WHOLE_S:.0f} s") from error
    except (socket.gaierror, UnicodeError) as error:
        raise ProviderHttpError(f"{url}: the name is not found") from error
    except (httpx.HTTPError, OSError) as error:
        raise ProviderHttpError(f"{url}: {error or type(error).__name__}") from error


def _object(url: str, body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ProviderHttpError(f"{url} answered no JSON") from error
    if not isinstance(found, dict):
        raise ProviderHttpError(f"{url} answered no JSON object")
    return found

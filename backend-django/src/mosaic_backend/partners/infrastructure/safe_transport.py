"""HTTP that opens only addresses that a webhook may have: the very address that was checked is connected to."""

import asyncio
import socket
from collections.abc import Sequence
from ipaddress import ip_address

import httpx

from mosaic_backend.partners.domain.receiver import Network, ReceiverRefusedError, check_address

RESOLVE_TIMEOUT_S = 3.0


class SafeTransport(httpx.AsyncBaseTransport):
    """For one receiver: connections are kept by address, so that two names at one address must not share it."""

    def __init__(self, networks: Sequence[Network]) -> None:
        self._networks = networks
        self._http = httpx.AsyncHTTPTransport(
            limits=httpx.Limits(max_connections=1), trust_env=False
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Raises ReceiverRefusedError, httpx.ConnectError."""
        host = request.url.host
        found = await _resolved(host, request.url.port or 443)
        for address in found:
            check_address(request.url.scheme, ip_address(address.partition("%")[0]), self._networks)
        # The Host header stands already; TLS asks and checks the name, not the number.
        request.url = request.url.copy_with(host=found[0])
        request.extensions = {**request.extensions, "sni_hostname": host}
        return await self._http.handle_async_request(request)

    async def aclose(self) -> None:
        await self._http.aclose()


async def _resolved(host: str, port: int) -> list[str]:
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(RESOLVE_TIMEOUT_S):
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, TimeoutError) as error:
        raise httpx.ConnectError(f"{host} is not found") from error
    if not found:
        raise ReceiverRefusedError(f"{host} has no address")
    return [str(entry[4][0]) for entry in found]

"""The machine's name service."""

import asyncio
import socket
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address

from mosaic_streaming.application.refused_hosts import AT_ONCE
from mosaic_streaming.domain.addresses import Address

RESOLVE_TIMEOUT_S = 2.0


class NameService:
    """Asks in threads of its own: a name service that hangs keeps nobody else's waiting."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="name-service")

    async def addresses(self, host: str) -> Collection[Address]:
        """All addresses of the name; empty when it has none now or the answer takes RESOLVE_TIMEOUT_S."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(RESOLVE_TIMEOUT_S):
                found = await loop.run_in_executor(
                    self._threads, lambda: socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
                )
        except (OSError, TimeoutError, UnicodeError):
            return ()
        return {ip_address(str(entry[4][0]).partition("%")[0]) for entry in found}

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

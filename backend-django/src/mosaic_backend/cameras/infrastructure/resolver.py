"""Name resolution by the system, under a time limit that getaddrinfo itself lacks."""

import socket
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from mosaic_backend.cameras.domain.source_url import Address, parsed_address

TIMEOUT_S = 3.0


class SystemResolver:
    """Adapter of `Resolver`."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(max_workers=8, thread_name_prefix="resolver")

    def addresses(self, host: str) -> Sequence[Address]:
        """Empty also when the answer takes longer than TIMEOUT_S."""
        asked = self._threads.submit(socket.getaddrinfo, host, None, type=socket.SOCK_STREAM)
        try:
            found = asked.result(timeout=TIMEOUT_S)
        except (OSError, TimeoutError, UnicodeError):
            return []
        return sorted({parsed_address(str(entry[4][0])) for entry in found}, key=str)

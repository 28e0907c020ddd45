"""Name resolution by the system, under a time limit that getaddrinfo itself lacks."""

import socket
import time
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


class BudgetedResolver:
    """Asks another one, once for each name; when the time is used up, further names have no address.

    Streaming looks again before a path is opened, so that a name that was passed over leads nowhere it may not.
    """

    def __init__(self, resolver: SystemResolver, budget_s: float = 20.0) -> None:
        self._resolver = resolver
        self._until = time.monotonic() + budget_s
        self._known: dict[str, Sequence[Address]] = {}

    def addresses(self, host: str) -> Sequence[Address]:
        if host not in self._known:
            late = time.monotonic() > self._until
            self._known[host] = [] if late else self._resolver.addresses(host)
        return self._known[host]

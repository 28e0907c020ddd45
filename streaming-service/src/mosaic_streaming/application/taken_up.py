"""Which paths MediaMTX is known to have."""

import asyncio
from collections.abc import Container


class TakenUpPaths:
    """Told by the reconciler; asked by whoever hands out an address in MediaMTX."""

    def __init__(self) -> None:
        self._names: Container[str] | None = None
        self._told = asyncio.Event()

    def tell(self, names: Container[str]) -> None:
        """names: of all paths that MediaMTX has as they are desired."""
        self._names = names
        self._told.set()
        self._told = asyncio.Event()

    def has(self, name: str) -> bool:
        """True as well before anything was told: MediaMTX may have had it for days."""
        return self._names is None or name in self._names

    async def wait_for(self, name: str, within_s: float) -> bool:
        """False where MediaMTX has not taken it up by then."""
        try:
            async with asyncio.timeout(within_s):
                while not self.has(name):
                    await self._told.wait()
        except TimeoutError:
            return False
        return True

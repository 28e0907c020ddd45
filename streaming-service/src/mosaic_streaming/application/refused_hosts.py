"""Finds the camera names that lead to where no camera may be."""

import asyncio
from collections.abc import Collection, Iterable
from contextlib import suppress
from typing import Protocol

from mosaic_contracts.internal_api import DesiredCamera
from mosaic_platform.logs import get_logger
from mosaic_streaming.application.desired_state import DesiredState
from mosaic_streaming.domain.addresses import Address, AddressPolicy, host_of, is_address
from mosaic_streaming.domain.paths import sources_of

LOOK_EVERY_S = 15.0
FIRST_LOOK_S = 1.0
AT_ONCE = 4

_log = get_logger(__name__)


class Resolver(Protocol):
    """Where names lead."""

    async def addresses(self, host: str) -> Collection[Address]:
        """Empty when the name leads nowhere now, or nobody tells in time."""


class RefusedHosts:
    """Looks at every name again and again: what led to a camera may lead elsewhere tomorrow.

    One refused address among a name's is enough. A name that leads nowhere now keeps its verdict, so that an
    outage of the name service takes no path away and gives none back.
    """

    def __init__(self, desired: DesiredState, resolver: Resolver, policy: AddressPolicy) -> None:
        self._desired = desired
        self._resolver = resolver
        self._policy = policy
        self._refused: dict[str, bool] = {}
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def run(self) -> None:
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            await self.look()

    async def look(self) -> None:
        """Judges all names anew and forgets those that no camera has any more."""
        hosts = _hosts(self._desired.cameras.values())
        self._refused = {host: bad for host, bad in self._refused.items() if host in hosts}
        await asyncio.gather(*(self._judge(host) for host in hosts))

    async def among(self, cameras: Collection[DesiredCamera]) -> frozenset[str]:
        """The refused names; waits FIRST_LOOK_S at most for those that were never looked at."""
        new = _hosts(cameras) - self._refused.keys()
        if new:
            with suppress(TimeoutError):
                async with asyncio.timeout(FIRST_LOOK_S):
                    await asyncio.gather(*(self._judge(host) for host in new))
            for host in new:
                self._refused.setdefault(host, False)
        return frozenset(host for host, bad in self._refused.items() if bad)

    async def _judge(self, host: str) -> None:
        async with self._slots:
            found = await self._resolver.addresses(host)
        if not found:
            return
        bad = not all(self._policy.allows(address) for address in found)
        if bad != self._refused.get(host, False):
            _log.warning("camera_name_judged", host=host, refused=bad)
        self._refused[host] = bad


def _hosts(cameras: Iterable[DesiredCamera]) -> set[str]:
    """The names; what is an address already is judged by itself."""
    enabled = (camera for camera in cameras if camera.enabled)
    hosts = {host_of(source) for camera in enabled for source in sources_of(camera).values()}
    return {host for host in hosts if host and not is_address(host)}

"""Asks the network of this machine for ONVIF cameras: one multicast message, and a bounded wait."""

import asyncio
import contextlib
import socket
from collections.abc import Callable
from uuid import UUID, uuid4

from mosaic_backend.cameras.domain.discovery import FoundDevice, devices_in, question
from mosaic_backend.cameras.domain.source_url import Address

GROUP = ("239.255.255.250", 3702)
MAX_DEVICES = 1000
MAX_ANSWERS = 5000


class _Answers(asyncio.DatagramProtocol):
    def __init__(self, message_id: UUID, allowed: Callable[[Address], bool]) -> None:
        self.found: dict[str, FoundDevice] = {}
        self._message_id = message_id
        self._allowed = allowed
        self._left = MAX_ANSWERS

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if self._left <= 0 or len(self.found) >= MAX_DEVICES:
            return
        self._left -= 1
        for device in devices_in(data, self._message_id, addr[0], self._allowed):
            self.found.setdefault(device.endpoint, device)


async def discover(
    allowed: Callable[[Address], bool],
    *,
    timeout_s: float,
    interface: str = "0.0.0.0",  # noqa: S104 - the system's choice for multicast, nothing is served
) -> list[FoundDevice]:
    """Devices that answered in time, by address. interface: the local address to ask from.

    Raises OSError where there is no network to ask.
    """
    message_id = uuid4()
    with contextlib.closing(_socket(interface)) as asking:
        transport, answers = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: _Answers(message_id, allowed), sock=asking
        )
        try:
            transport.sendto(question(message_id), GROUP)
            await asyncio.sleep(timeout_s)
        finally:
            transport.close()
    return sorted(answers.found.values(), key=lambda device: (device.address, device.endpoint))


def _socket(interface: str) -> socket.socket:
    asking = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    asking.setblocking(False)
    asking.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 1)
    asking.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(interface))
    asking.bind((interface, 0))
    return asking

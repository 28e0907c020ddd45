"""Which network addresses may be cameras."""

from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


class AddressPolicy:
    """Refuses what is never a camera (link-local with the clouds' metadata, multicast, unspecified).

    networks: where cameras are; empty means anywhere else. Loopback is allowed unless networks exclude it.
    """

    def __init__(self, networks: Sequence[str] = ()) -> None:
        self._networks: list[Network] = [ip_network(text, strict=False) for text in networks]

    def allows(self, address: Address) -> bool:
        plain = getattr(address, "ipv4_mapped", None) or address
        if plain.is_link_local or plain.is_multicast or plain.is_unspecified:
            return False
        if not self._networks:
            return True
        return any(
            plain.version == network.version and plain in network for network in self._networks
        )

    def allows_url(self, url: str) -> bool:
        """False only for a URL whose host is itself a refused address; names are judged when resolved."""
        host = host_of(url)
        if not host:
            return False
        try:
            return self.allows(ip_address(host))
        except ValueError:
            return True


def is_address(host: str) -> bool:
    """Whether it needs no name service."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=16_384)
def host_of(url: str) -> str | None:
    """The host, lower case; None for a URL without one or that is none.

    One with a control character is none: programs cut it there, and would open another host than was judged.
    """
    if any(character < " " or character == "\x7f" for character in url):
        return None
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None

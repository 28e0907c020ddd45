"""Which addresses a webhook may have: a third party names them, and the server will open them."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from mosaic_contracts.errors import InvalidInputError

Network = IPv4Network | IPv6Network
MAX_LENGTH = 2048
_FORBIDDEN = frozenset('\\<>"^`{|}')
_NAT64 = ip_network("64:ff9b::/96")
# Cloud metadata at addresses that are public by their number; the others are not global anyway.
_METADATA = (ip_network("168.63.129.16/32"), ip_network("fd00:ec2::/32"))


class ReceiverRefusedError(InvalidInputError):
    """The address is not one that a webhook may have here."""

    code = "receiver-refused"


def check_url(url: str, networks: Sequence[Network]) -> None:
    """Raises InvalidInputError for a malformed address, ReceiverRefusedError for one refused as it stands."""
    if not 0 < len(url) <= MAX_LENGTH or not url.isascii() or not url.isprintable():
        raise InvalidInputError("an http address in plain ASCII is needed", pointer="/url")
    if " " in url or _FORBIDDEN & set(url):
        raise InvalidInputError("the address has characters to percent-encode", pointer="/url")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise InvalidInputError("the address is malformed", pointer="/url") from error
    if parts.scheme not in {"https", "http"} or not parts.hostname or port == 0:
        raise InvalidInputError("an address with https and a host is needed", pointer="/url")
    if "@" in parts.netloc or "#" in url:
        raise InvalidInputError("no user, password or # part is allowed", pointer="/url")
    try:
        address = ip_address(parts.hostname)
    except ValueError:
        if not networks and parts.scheme != "https":
            raise ReceiverRefusedError("only https is allowed here", pointer="/url") from None
        return
    check_address(parts.scheme, address, networks)


def check_address(
    scheme: str, address: IPv4Address | IPv6Address, networks: Sequence[Network]
) -> None:
    """Public addresses by https, and whatever the site lists. Raises ReceiverRefusedError."""
    for candidate in (address, *_embedded(address)):
        if any(candidate in network for network in networks):
            continue
        if (
            not candidate.is_global
            or candidate.is_multicast
            or any(candidate in network for network in _METADATA)
        ):
            raise ReceiverRefusedError(f"{address} is not a public address", pointer="/url")
        if scheme != "https":
            raise ReceiverRefusedError("only https is allowed here", pointer="/url")


def _embedded(address: IPv4Address | IPv6Address) -> list[IPv4Address]:
    """The IPv4 addresses to which an IPv6 address leads in disguise."""
    if isinstance(address, IPv4Address):
        return []
    found = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    low = IPv4Address(int(address) & 0xFFFFFFFF)
    if address in _NAT64 or (int(address) >> 32 == 0 and int(address) > 1):
        found.append(low)
    return [each for each in found if each is not None]

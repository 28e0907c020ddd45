"""Which addresses a provider of identities may have: an administrator names it, and the server opens it."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from mosaic_contracts.errors import InvalidInputError

MAX_LENGTH = 500
_NAT64 = ip_network("64:ff9b::/96")
# Cloud metadata at addresses that their numbers do not give away.
_METADATA = (ip_network("168.63.129.16/32"), ip_network("fd00:ec2::/32"))


class ProviderAddressError(InvalidInputError):
    """The address is not one that a provider may have."""


def check_issuer(url: str, *, loopback: bool) -> None:
    """Raises ProviderAddressError unless it is an address as OpenID Connect Discovery 1.0 wants issuers."""
    check_url(url, loopback=loopback)
    if "?" in url:
        raise ProviderAddressError("an issuer has no query")


def check_url(url: str, *, loopback: bool) -> None:
    """loopback: http and https to this very machine are allowed too, for tests and development."""
    if not 0 < len(url) <= MAX_LENGTH or not url.isascii() or not url.isprintable() or " " in url:
        raise ProviderAddressError(
            f"an https address in plain ASCII of at most {MAX_LENGTH} is needed"
        )
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ProviderAddressError("the address is malformed") from error
    if not parts.hostname or port == 0 or "@" in parts.netloc or "#" in url or "\\" in url:
        raise ProviderAddressError("the address is malformed, or has a user or a # part")
    if parts.scheme == "https" or (loopback and _is_loopback_name(parts)):
        return
    raise ProviderAddressError(f"{parts.scheme or 'without a scheme'}: only https is allowed")


def check_address(scheme: str, address: IPv4Address | IPv6Address, *, loopback: bool) -> None:
    """Private networks are allowed, since that is where many providers are; raises ProviderAddressError."""
    for candidate in (address, *_embedded(address)):
        if candidate.is_loopback:
            if not loopback:
                raise ProviderAddressError(f"{address} is this machine itself")
        elif (
            scheme != "https"
            or candidate.is_link_local
            or candidate.is_multicast
            or candidate.is_unspecified
            or (candidate.is_reserved and candidate not in _NAT64)
            or any(candidate in network for network in _METADATA)
        ):
            raise ProviderAddressError(f"{scheme} to {address} is not allowed")


def _is_loopback_name(parts: object) -> bool:
    scheme, host = getattr(parts, "scheme", ""), getattr(parts, "hostname", "")
    if scheme != "http":
        return False
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return bool(host == "localhost")


def _embedded(address: IPv4Address | IPv6Address) -> list[IPv4Address]:
    """The IPv4 addresses to which an IPv6 address leads in disguise."""
    if isinstance(address, IPv4Address):
        return []
    found = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64:
        found.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return [each for each in found if each is not None]

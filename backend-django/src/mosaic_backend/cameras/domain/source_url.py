"""Which addresses a camera may have: the server will open them, so not every one."""

import re
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from mosaic_contracts.errors import InvalidInputError

SCHEMES = frozenset({"rtsp", "rtsps", "rtmp", "rtmps", "http", "https", "srt", "whep", "wheps"})
MAX_LENGTH = 2048

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_FORBIDDEN_CHARACTERS = re.compile(r"[\x00-\x20\x7f\\<>\"^`{|}]")
_NUMERIC_LABEL = re.compile(r"(?:0[xX][0-9a-fA-F]*|[0-9]+)\Z")
_HOST_NAME = re.compile(r"(?=.{1,253}\Z)[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?\Z")
_METADATA_NAMES = frozenset({"metadata", "metadata.google.internal", "instance-data"})
# Addresses at which clouds hand credentials to whoever asks (AWS, Azure, Alibaba, Oracle); 169.254/16 is
# refused as link-local anyway.
_METADATA_NETWORKS = tuple(
    ip_network(network)
    for network in ("fd00:ec2::/32", "168.63.129.16/32", "100.100.100.200/32", "192.0.0.192/32")
)
_NAT64 = ip_network("64:ff9b::/96")


class SourceUrlError(InvalidInputError):
    """The camera's address is malformed or not allowed."""

    def __init__(self, detail: str, *, code: str) -> None:
        super().__init__(detail, pointer="/source_url", code=code)


def _malformed(detail: str) -> SourceUrlError:
    return SourceUrlError(detail, code="source-url-malformed")


def _refused(detail: str) -> SourceUrlError:
    return SourceUrlError(detail, code="source-url-refused")


@dataclass(frozen=True)
class SourceUrl:
    """A well-formed camera address. host: lower case, without brackets; address: set where host is numeric."""

    text: str = field(repr=False)
    host: str
    address: Address | None


def parse_source_url(text: str) -> SourceUrl:
    """Reads an address, strictly, so that no other program reads another host out of it.

    Raises SourceUrlError.
    """
    if not text or len(text) > MAX_LENGTH:
        raise _malformed(f"An address of 1 to {MAX_LENGTH} characters is needed.")
    if not text.isascii() or _FORBIDDEN_CHARACTERS.search(text):
        raise _malformed(
            "The address has characters that a URL must percent-encode (spaces, quotes, letters "
            "beyond ASCII)."
        )
    try:
        parts = urlsplit(text)
        port = parts.port
        host = (parts.hostname or "").lower()
    except ValueError as error:
        raise _malformed(
            "The host or port is malformed; in a password, percent-encode @ : / ? # [ ]."
        ) from error
    if parts.scheme not in SCHEMES:
        raise _malformed("The scheme must be one of " + ", ".join(sorted(SCHEMES)) + ".")
    if parts.fragment or "#" in text:
        raise _malformed("The address must not have a # part; in a password write %23.")
    if not host or port == 0:
        raise _malformed("The address names no host.")
    if parts.netloc.count("@") > 1:
        raise _malformed("In a user name or password, write @ as %40.")
    return SourceUrl(text=text, host=host, address=_address_of(host, parts.netloc))


def _address_of(host: str, netloc: str) -> Address | None:
    """The address that a numeric host spells; None for a name."""
    if "[" in netloc:
        try:
            return IPv6Address(host) if "%" not in host else _no_zone()
        except ValueError as error:
            raise _malformed("The IPv6 address is malformed.") from error
    bare = host.rstrip(".")
    if _NUMERIC_LABEL.match(bare.rpartition(".")[2]):
        # inet_aton also takes 0x7f.1, 017700000001 and 2130706433: whoever means well writes four numbers.
        try:
            return IPv4Address(host)
        except ValueError as error:
            raise _malformed("Write an IPv4 address as four decimal numbers.") from error
    if not _HOST_NAME.match(bare) or ".." in host:
        raise _malformed("The host name is malformed.")
    return None


def _no_zone() -> IPv6Address:
    raise _refused("An IPv6 address with a zone is link-local, which no camera may have.")


@dataclass(frozen=True)
class SourceUrlPolicy:
    """What this installation allows.

    networks: where cameras must be; empty: everywhere but in the refused ranges. allow_loopback: also on
    this machine itself.
    """

    networks: tuple[Network, ...] = ()
    allow_loopback: bool = False

    def check_name(self, host: str) -> None:
        """Raises SourceUrlError for names that only ever mean a metadata service."""
        bare = host.rstrip(".")
        if bare in _METADATA_NAMES or bare.endswith(".metadata.google.internal"):
            raise _refused("This name belongs to a cloud's metadata service.")

    def check_address(self, address: Address) -> None:
        """Raises SourceUrlError for an address that no camera may have here."""
        for candidate in (address, *_embedded(address)):
            self._check(candidate)

    def _check(self, address: Address) -> None:
        if any(address in network for network in _METADATA_NETWORKS):
            raise _refused(f"{address} is a cloud's metadata service.")
        if address.is_link_local:
            raise _refused(f"{address} is link-local, which no camera may have.")
        if address.is_multicast:
            raise _refused(f"{address} is a multicast address.")
        listed = any(address in network for network in self.networks)
        if address.is_loopback:
            if not (self.allow_loopback or listed):
                raise _refused(f"{address} is this machine itself, which is not allowed here.")
            return
        if address.is_unspecified or address in _THIS_NETWORK or _is_reserved(address):
            raise _refused(f"{address} is a reserved address.")
        if self.networks and not listed:
            raise _refused(f"{address} is outside the networks that cameras may be in.")


_THIS_NETWORK = ip_network("0.0.0.0/8")


def _is_reserved(address: Address) -> bool:
    return isinstance(address, IPv4Address) and address.is_reserved


def _embedded(address: Address) -> list[IPv4Address]:
    """The IPv4 addresses to which an IPv6 address leads in disguise."""
    if isinstance(address, IPv4Address):
        return []
    found = [address.ipv4_mapped, address.sixtofour]
    if address.teredo:
        found.extend(address.teredo)
    low = IPv4Address(int(address) & 0xFFFFFFFF)
    if address in _NAT64:
        found.append(low)
    if int(address) >> 32 == 0 and int(address) > 1:
        found.append(low)  # ::a.b.c.d, obsolete but still understood
    return [candidate for candidate in found if candidate is not None]


def parsed_address(text: str) -> Address:
    """An address as a resolver tells it, without the zone that Linux appends to link-local ones."""
    return ip_address(text.partition("%")[0])

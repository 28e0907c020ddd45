"""Under which names and addresses people may open this machine's front door."""

import re
import socket
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path
from urllib.parse import urlsplit

LOCAL = ("localhost", "127.0.0.1", "::1")
EVERYWHERE = {"", "*", "0.0.0.0", "::"}  # noqa: S104
_LABEL = r"(?!-)[a-z0-9_-]{1,63}(?<!-)"
_HOST_NAME = re.compile(rf"(?:\*\.)?{_LABEL}(?:\.{_LABEL})*")
_LOCAL_V4 = re.compile(r"\|-- (\d+\.\d+\.\d+\.\d+)\n\s+/32 host LOCAL")


def server_names(bind: str, public_url: str, more: tuple[str, ...] = ()) -> set[str]:
    """bind: HAProxy's address:port. more: what the administrator adds."""
    host = bind.rpartition(":")[0].strip("[]")
    found = {*LOCAL, *more}
    if (public := urlsplit(public_url).hostname) and is_name(public):
        found.add(public)
    if host in EVERYWHERE:
        found |= {name for name in _own_names() if is_name(name)} | set(_own_addresses())
    elif is_name(host):
        found.add(host)
    return found


def is_name(text: str) -> bool:
    """Whether a certificate can bear it: a host name or an address."""
    try:
        ip_address(text)
    except ValueError:
        return bool(_HOST_NAME.fullmatch(text)) and len(text) <= 253
    return True


def _own_names() -> set[str]:
    return {socket.gethostname().lower(), socket.getfqdn().lower()}


def _own_addresses() -> Iterator[str]:
    """As the kernel knows them; nothing where it does not tell."""
    every: tuple[IPv4Address | IPv6Address, ...] = (*_addresses_v4(), *_addresses_v6())
    for address in every:
        if not (address.is_loopback or address.is_link_local or address.is_multicast):
            yield str(address)


def _addresses_v4() -> Iterator[IPv4Address]:
    for found in _LOCAL_V4.findall(_told(Path("/proc/net/fib_trie"))):
        yield IPv4Address(found)


def _addresses_v6() -> Iterator[IPv6Address]:
    for line in _told(Path("/proc/net/if_inet6")).splitlines():
        yield IPv6Address(bytes.fromhex(line.split()[0]))


def _told(file: Path) -> str:
    try:
        return file.read_text()
    except OSError:
        return ""

"""Whose process it is that connects to us over loopback."""

import os
from pathlib import Path

_TABLE = Path("/proc/net/tcp")


def is_own_process(peer: tuple[str, int]) -> bool:
    """Whether the other end of a connection over loopback belongs to a process of our own account.

    peer: IPv4 address and port of that end. By the kernel's table of connections, in which each end has an owner.
    """
    host, port = peer
    octets = bytes(int(part) for part in host.split("."))
    wanted = f"{int.from_bytes(octets, 'little'):08X}:{port:04X}"
    for line in _TABLE.read_text().splitlines()[1:]:
        fields = line.split()
        if fields[1] == wanted:
            return int(fields[7]) == os.getuid()
    return False

"""Gives each test worker a Redis database of its own."""

import socket
from urllib.parse import unquote, urlsplit


def take_database_number(url: str) -> int:
    """The next unused number, counted in database 0; speaks just enough of the protocol to need no client."""
    parts = urlsplit(url)
    address = (parts.hostname or "", parts.port or 6379)
    with socket.create_connection(address, 5) as connection, connection.makefile("rb") as answers:
        connection.sendall(
            f"AUTH {unquote(parts.password or '')}\r\nINCR test:databases\r\n".encode()
        )
        if not answers.readline().startswith(b"+OK"):
            raise RuntimeError("Redis refused the password")
        return int(answers.readline().removeprefix(b":"))

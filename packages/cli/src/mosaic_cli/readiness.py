"""Probes that tell whether a part does its work. None of them raises or waits longer than PROBE_S."""

import http.client
import socket

from mosaic_cli.ports import LOOPBACK

PROBE_S = 1.0
AMQP_HEADER = b"AMQP\x00\x00\x09\x01"
# Protocol 3.0. A server that still starts refuses it ("the database system is starting up"), although it answers
# a request for TLS already; one that is up asks for the password (R).
_POSTGRES_STARTUP = b"\x00\x03\x00\x00user\0mosaic\0database\0postgres\0\0"
POSTGRES_STARTUP = (len(_POSTGRES_STARTUP) + 4).to_bytes(4, "big") + _POSTGRES_STARTUP


def answers(port: int, question: bytes, *expected: bytes) -> bool:
    """Whether a TCP server there answers the question with one of the expected beginnings."""
    try:
        with socket.create_connection((LOOPBACK, port), PROBE_S) as connection:
            connection.settimeout(PROBE_S)
            if question:
                connection.sendall(question)
            answer = connection.recv(16) if expected else b""
    except OSError:
        return False
    return not expected or answer.startswith(expected)


def listens(port: int) -> bool:
    return answers(port, b"")


def http_status(port: int, path: str, *, host: str = LOOPBACK) -> int:
    """The status of a GET there, 0 where nobody answers."""
    connection = http.client.HTTPConnection(host, port, timeout=PROBE_S)
    try:
        connection.request("GET", path, headers={"Connection": "close"})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def speaks_amqp(port: int) -> bool:
    return answers(port, AMQP_HEADER, b"\x01\x00\x00")

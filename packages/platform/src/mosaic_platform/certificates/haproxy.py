"""Hands a certificate to a running HAProxy by its runtime interface: new connections get it, old ones go on."""

import socket
from pathlib import Path

from cryptography.hazmat.primitives import hashes

from mosaic_platform.certificates.pair import Pair

ANSWERS_WITHIN_S = 5.0
ANSWER_BYTES = 1 << 20


class HAProxyError(Exception):
    """It did not take the certificate."""


def shows(runtime: Path, file: Path, pair: Pair) -> bool:
    """Whether it uses this very certificate under that file's name. Raises OSError where it does not run."""
    told = _ask(runtime, f"show ssl cert {file}")
    return pair.certificate.fingerprint(hashes.SHA1()).hex().upper() in told.upper()  # noqa: S303


def hand_over(runtime: Path, file: Path, pair: Pair) -> None:
    """Raises HAProxyError, OSError."""
    taken = _ask(runtime, f"set ssl cert {file} <<\n{pair.pem()}")
    if "Transaction" not in taken:
        raise HAProxyError(taken.strip()[:200])
    done = _ask(runtime, f"commit ssl cert {file}")
    if "Success" not in done:
        _ask(runtime, f"abort ssl cert {file}")
        raise HAProxyError(done.strip()[:200])


def _ask(runtime: Path, question: str) -> str:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(ANSWERS_WITHIN_S)
        connection.connect(str(runtime))
        connection.sendall(f"{question}\n".encode())
        answer = b""
        while len(answer) < ANSWER_BYTES and (received := connection.recv(1 << 16)):
            answer += received
        return answer.decode(errors="replace")

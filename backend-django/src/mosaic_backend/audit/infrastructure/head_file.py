"""Heads of the chain, signed and kept outside the database: what shows that its end was cut off.

One JSON line each in `<data>/audit/heads.jsonl`; the same goes to the log, so that wherever logs are collected
there is a copy that whoever has this machine cannot reach.
"""

import base64
import binascii
import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mosaic_backend.audit.domain.chain import Head

_PURPOSE = (
    b"mosaic-audit-head\n"  # a signature of this key over anything else must not pass for one
)

_END_BYTES = 8192


class HeadFile:
    def __init__(self, path: Path, key: Ed25519PrivateKey) -> None:
        self._path = path
        self._key = key

    def add(self, head: Head) -> dict[str, Any]:
        """Written through to the disk when it returns; the line as it stands there. Raises OSError."""
        said = {
            "at": head.at.astimezone(UTC).isoformat(),
            "count": head.count,
            "hash": head.hash,
        }
        line = {**said, "signature": base64.b64encode(self._key.sign(_signed(said))).decode()}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("ab") as file:
            # A line that a crash cut off is ended first, or this one would be lost with it.
            text = json.dumps(line) + "\n"
            file.write(text.encode() if _ends_whole(self._path) else f"\n{text}".encode())
            file.flush()
            os.fsync(file.fileno())
        return line

    def read(self) -> Iterator[Head | str]:
        """The heads in order; a text for a line that is none or that nobody signed, saying which."""
        if not self._path.exists():
            return
        with self._path.open() as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield self._head(line) or f"line {number} of {self._path.name} is not ours"

    def last(self) -> Head | None:
        """The newest head; looks at the file's end only, since it is asked every minute for years."""
        if not self._path.exists():
            return None
        with self._path.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - _END_BYTES))
            lines = file.read().decode(errors="replace").splitlines()
        return next((head for line in reversed(lines) if (head := self._head(line))), None)

    def _head(self, line: str) -> Head | None:
        try:
            said = json.loads(line)
            signature = base64.b64decode(said.pop("signature"))
            self._key.public_key().verify(signature, _signed(said))
            return Head(datetime.fromisoformat(said["at"]), int(said["count"]), str(said["hash"]))
        except (
            ValueError,
            KeyError,
            TypeError,
            AttributeError,
            binascii.Error,
            InvalidSignature,
        ):
            return None


def _signed(said: dict[str, Any]) -> bytes:
    return _PURPOSE + json.dumps(said, sort_keys=True, separators=(",", ":")).encode()


def _ends_whole(path: Path) -> bool:
    with path.open("rb") as file:
        if file.seek(0, os.SEEK_END) == 0:
            return True
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"

"""Encrypting, decrypting and changing the key of one recording, killed at each call that writes.

`python dying_encryption.py encrypt|decrypt|rewrap FILE SHA256`: after each death the file must be whole, and a
second attempt must end it. Prints how many deaths there were.
"""

import os
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mosaic_backend.clips.infrastructure.encryption.file_writer import encrypted_copy, plain_copy
from mosaic_backend.clips.infrastructure.encryption.recorded_file import opened
from mosaic_backend.clips.infrastructure.encryption.recording_keys import (
    KeyRing,
    RecordingKey,
    keep_ring,
    key_ring,
)
from mosaic_backend.clips.infrastructure.encryption.rewrapping import keys_of, rewrap
from mosaic_backend.clips.infrastructure.video.sha256 import sha256_of
from mosaic_backend.shared.durability import sync

WRITING = ("write", "pwrite", "fsync", "replace", "unlink", "utime", "fchmod")


def main() -> None:
    what, path, digest = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    part = path.parent.parent / "part"

    def encrypt() -> None:
        part.unlink(missing_ok=True)
        if not keys_of(path):
            with encrypted_copy(path, part, key_ring(), lambda _: None) as copy:
                copy.path.replace(path)
                sync(path.parent)

    def decrypt() -> None:
        part.unlink(missing_ok=True)
        if keys_of(path):
            with plain_copy(path, part, lambda _: None) as copy:
                copy.path.replace(path)
                sync(path.parent)

    def change_keys() -> None:
        keep_ring(KeyRing((RecordingKey.new(), *key_ring().keys[:2])))
        rewrap(path, key_ring())

    def check_whole() -> None:
        assert sha256_of(path)[0] == digest

    def check_done() -> None:
        check_whole()
        with opened(path) as file:
            assert file.key_id == ("" if what == "decrypt" else key_ring().newest.id.hex())
        assert len(keys_of(path)) == (what != "decrypt")
        assert not part.exists()

    prepare, do = {
        "encrypt": (decrypt, encrypt),
        "decrypt": (encrypt, decrypt),
        "rewrap": (encrypt, change_keys),
    }[what]
    deaths = 0
    while True:
        apart(prepare)
        if apart(do, dies_at=deaths + 1) == 0:
            break
        deaths += 1
        apart(check_whole)
        apart(do)
        apart(check_done)
    apart(check_done)
    print(deaths)


def apart(do: Callable[[], None], dies_at: int = 0) -> int:
    """In a process of its own; 0, or the signal that killed it on purpose."""
    child = os.fork()
    if child == 0:
        try:
            if dies_at:
                die_at(dies_at)
            do()
        except BaseException:  # noqa: BLE001 - the edge of a process
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status) and dies_at:
        return os.WTERMSIG(status)
    if status:
        raise SystemExit(f"it failed where it should not: {do.__name__} {dies_at} {status}")
    return 0


def die_at(number: int) -> None:
    """At that call of those that write; half of what it should write is there."""
    calls = 0

    def dying(name: str) -> Callable[..., Any]:
        real = getattr(os, name)

        def call(*arguments: Any, **named: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls == number:
                if name in ("write", "pwrite"):
                    content = bytes(arguments[1])
                    real(arguments[0], content[: len(content) // 2], *arguments[2:])
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*arguments, **named)

        return call

    for name in WRITING:
        setattr(os, name, dying(name))


if __name__ == "__main__":
    main()

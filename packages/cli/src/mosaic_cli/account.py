"""The unprivileged account for programs that refuse to run as root."""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path

CANDIDATES = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    name: str
    uid: int
    gid: int


def unprivileged_account() -> Account | None:
    """Somebody who is not root; None where we are not root ourselves."""
    if os.geteuid() != 0:
        return None
    for name in CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise RuntimeError(f"none of the accounts {', '.join(CANDIDATES)} exists")


def can_enter(folder: Path) -> bool:
    """Whether every other account may pass through the folder and all above it."""
    parts = [folder, *folder.parents]
    return all(part.stat().st_mode & 0o001 for part in parts if part.exists())

"""What the stack is made of: one supervised process each."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from mosaic_cli.account import Account

YIELDING = 5  # of 19: a third of the weight of the others


def _nothing() -> None:
    """A part that needs no folder or file of its own."""


def _at_once() -> bool:
    return True


@dataclass(frozen=True)
class Part:
    """One process.

    command: absolute program first; run without a shell.
    environment: added to a small inherited one (`base_environment`).
    prepare: idempotent; makes folders and configuration before each start.
    ready: a cheap probe that never raises; True when the part does its work.
    after: names of the parts (and one-shot steps) that must be ready first.
    yields: it and its children give way where the processor does not suffice for all.
    settled_s: how long a process must live to count as started; one that dies sooner is retried after a pause.
    """

    name: str
    command: tuple[str, ...]
    address: str = ""
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    prepare: Callable[[], None] = _nothing
    ready: Callable[[], bool] = _at_once
    after: tuple[str, ...] = ()
    account: Account | None = None
    stop_signal: str = "TERM"
    stop_s: int = 10
    settled_s: int = 1
    yields: bool = False

    def argv(self) -> tuple[str, ...]:
        """The command such that it dies with its parent and runs under its account.

        Without that, a supervisor that is killed would leave its children behind (Supervisor/supervisor#199).
        """
        drop: tuple[str, ...] = ()
        if self.account is not None:
            drop = (f"--reuid={self.account.uid}", f"--regid={self.account.gid}", "--clear-groups")
        polite = ("nice", "-n", str(YIELDING)) if self.yields else ()
        return ("setpriv", *drop, "--pdeathsig", self.stop_signal, "--", *polite, *self.command)


INHERITED = ("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "HOME", "USER", "LOGNAME", "SSL_CERT_FILE")


def base_environment() -> dict[str, str]:
    """What every part inherits: nothing that could point it at somebody else's server."""
    inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
    system = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    inherited["PATH"] = f"{inherited['PATH']}:{system}" if "PATH" in inherited else system
    return inherited

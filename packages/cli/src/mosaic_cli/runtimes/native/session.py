"""One call of the command on one home: `up` until ready or until Ctrl-C, status, the demo."""

import fcntl
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from mosaic_cli.components.certificates import CertificateError
from mosaic_cli.credentials import accounts
from mosaic_cli.demo import CameraEntries, DemoState, render_clips
from mosaic_cli.home import Home
from mosaic_cli.interruption import heard
from mosaic_cli.mediamtx.lookup import MediaMTXError
from mosaic_cli.ports import PortTakenError
from mosaic_cli.programs import MissingProgramError
from mosaic_cli.progress import Progress
from mosaic_cli.repository import ROOT
from mosaic_cli.runtimes.native.down import down
from mosaic_cli.runtimes.native.following import follow
from mosaic_cli.runtimes.native.https import HttpsSettingError
from mosaic_cli.runtimes.native.packages import PackagesMissingError
from mosaic_cli.runtimes.native.preparation import existing_stack
from mosaic_cli.runtimes.native.stack import Stack
from mosaic_cli.runtimes.native.status import Status, status_of
from mosaic_cli.runtimes.native.up import start_part, up
from mosaic_cli.runtimes.native.workers import WorkersSettingError
from mosaic_cli.steps import StepFailedError
from mosaic_cli.supervision.client import Supervisor
from mosaic_cli.supervision.configuration import write_configuration

INTERRUPTED = 130
EXPECTED = (
    MediaMTXError,
    PortTakenError,
    HttpsSettingError,
    WorkersSettingError,
    CertificateError,
    MissingProgramError,
    PackagesMissingError,
    PermissionError,
    RuntimeError,
)


@contextmanager
def exclusive(home: Home) -> Iterator[None]:
    """One `up`, `down` or `demo` of a home at a time; others wait."""
    home.path.mkdir(parents=True, exist_ok=True)
    with (home.path / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def run_session(home: Home, *, detach: bool, demo: bool, only: Collection[str]) -> int:
    """The exit status of `up`."""
    progress = Progress()
    try:
        with exclusive(home):
            was_running = Supervisor(home).running()
            stack = _start(home, progress, demo=demo, only=only, keep=was_running)
        if stack is None:
            return 1
        _welcome(home, stack, progress)
        if detach:
            return 0
        progress.say("Ctrl-C stops everything.")
        follow(stack, progress)
    except KeyboardInterrupt:
        heard()
        progress.say("stopping")
        with exclusive(home):
            down(home)
        return INTERRUPTED
    return 0


def _start(
    home: Home, progress: Progress, *, demo: bool, only: Collection[str], keep: bool
) -> Stack | None:
    """None where it did not come up; what was started for it is stopped again, unless it ran before."""
    try:
        stack = up(home, progress, demo=demo, only=only)
    except (StepFailedError, *EXPECTED) as error:
        progress.fail(str(error))
    except Exception:
        if not keep:
            down(home)
        raise
    else:
        return stack
    if not keep:
        down(home)
    return None


def _welcome(home: Home, stack: Stack, progress: Progress) -> None:
    progress.say(f"Mosaic is ready at [bold]{stack.url}[/] after {progress.elapsed_s:.1f} s")
    if stack.https_url:
        progress.say(f"  by TLS   [bold]{stack.https_url}[/]")
    for role, account in accounts(home).items():
        progress.say(f"  {role:<9} {account['username']:<9} {account['password']}")


def current_status(home: Home) -> Status:
    state = DemoState.load(home)
    stack = existing_stack(home, state.cameras if state else 0)
    return status_of(stack, Supervisor(home)) if stack else Status(False, "", "", [])


def serve_demo(home: Home, cameras: int) -> int:
    """The exit status of `demo cameras`."""
    progress = Progress()
    supervisor = Supervisor(home)
    stack = existing_stack(home, cameras)
    if stack is None or not supervisor.running():
        progress.fail("the stack does not run; `./mosaic up` starts it")
        return 1
    cancel = threading.Event()
    try:
        progress.say(render_clips(cameras, cancel))
        write_configuration(home, stack.parts(), ROOT)
        supervisor.replace("demo")
        start_part(supervisor, home, stack.demo.part(), cancel)
        admin = accounts(home)["admin"]
        entries = CameraEntries(stack.url, admin["username"], admin["password"])
        sources = {number: stack.demo.source_url(number) for number in range(1, cameras + 1)}
        progress.say(entries.make(sources))
    except KeyboardInterrupt:
        cancel.set()
        return INTERRUPTED
    DemoState(cameras, cameras, stack.ports["demo"]).save(home)
    return 0

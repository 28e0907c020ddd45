"""Starts a stack and returns when every part does its work."""

import sys
import threading
import time
from collections.abc import Callable, Collection
from http import HTTPStatus

from mosaic_cli.commands import CancelledError, run
from mosaic_cli.components.services import PREPARATIONS, Preparation
from mosaic_cli.credentials import accounts, write_credentials
from mosaic_cli.demo import FIRST_CAMERAS, CameraEntries, DemoState, render_clips
from mosaic_cli.frontend import ensure_pages
from mosaic_cli.home import Home
from mosaic_cli.mediamtx.obtain import obtain
from mosaic_cli.part import Part, base_environment
from mosaic_cli.progress import Progress
from mosaic_cli.readiness import http_status
from mosaic_cli.repository import ROOT
from mosaic_cli.runtimes.native.packages import ensure_packages
from mosaic_cli.runtimes.native.preparation import existing_stack, prepare
from mosaic_cli.runtimes.native.stack import Stack
from mosaic_cli.runtimes.native.status import status_of
from mosaic_cli.stamps import Stamp, hash_files
from mosaic_cli.steps import Step, run_steps
from mosaic_cli.supervision.client import Supervisor
from mosaic_cli.supervision.configuration import write_configuration
from mosaic_cli.supervision.processes import RECORD, sweep

READY_S = 120.0
PROBE_PAUSE_S = 0.1
TAIL_LINES = 15
FRONT_DOOR_PATHS = {
    "web": "/",
    "backend": "/api/v1/auth/jwks.json",
    "streaming": "/api/streaming/schema",
    "ai": "/api/ai/schema",
}


class PartNotReadyError(Exception):
    """A part runs but does not come to do its work."""


def up(home: Home, progress: Progress, *, demo: bool = True, only: Collection[str] = ()) -> Stack:
    """Returns the running stack; a stack that is ready already is left as it is.

    only: names of parts to start instead of all, for working on one of them.
    """
    supervisor = Supervisor(home)
    state = DemoState.load(home)
    if supervisor.running():
        stack = existing_stack(home, state.cameras if state else 0)
        if stack and status_of(stack, supervisor).ready:
            return stack
    cameras = state.cameras if state else FIRST_CAMERAS * demo
    ensure_packages(progress.say)
    if stack := (existing_stack(home, cameras) if supervisor.running() else None):
        progress.warn("some parts do not run; starting them")
    else:
        stack = _launch(home, cameras, supervisor, progress)
    run_steps(steps_of(stack, supervisor, state, only), progress.step)
    write_credentials(home, stack.url, stack.https_url)
    return _stack_now(stack)


def _launch(home: Home, cameras: int, supervisor: Supervisor, progress: Progress) -> Stack:
    if home.run.exists():
        left = sweep(home.identity, home.run / RECORD)
        if left:
            progress.warn(f"ended {left} processes that an earlier supervisor left")
    prepared = prepare(home, cameras)
    for remark in prepared.remarks:
        progress.warn(remark)
    write_configuration(home, prepared.stack.parts(), ROOT)
    supervisor.launch()
    return prepared.stack


def steps_of(
    stack: Stack, supervisor: Supervisor, demo: DemoState | None, only: Collection[str] = ()
) -> list[Step]:
    """What has to happen until the stack is ready. demo: as it was left; None before the first start."""
    return _Starter(stack, supervisor, demo).steps(only)


def _stack_now(stack: Stack) -> Stack:
    """Without the demo where it turned out that there are cameras already."""
    state = DemoState.load(stack.home)
    return existing_stack(stack.home, state.cameras if state else 0) or stack


class _Starter:
    """Turns a stack into steps."""

    def __init__(self, stack: Stack, supervisor: Supervisor, demo: DemoState | None) -> None:
        self._stack = stack
        self._supervisor = supervisor
        self._demo = demo

    def steps(self, only: Collection[str]) -> list[Step]:
        parts = self._stack.parts()
        if only:
            return [self._start(part, ()) for part in parts if part.name in only]
        steps = [
            Step("pages", ensure_pages),
            Step("mediamtx-program", obtain),
            *(Step(each.name, self._once(each), each.after) for each in PREPARATIONS),
        ]
        waits = {
            "web": ("pages",),
            "mediamtx": ("mediamtx-program",),
            "demo": ("mediamtx-program",),
        }
        steps += [self._start(part, waits.get(part.name, ())) for part in parts]
        steps.append(Step("front-door", self._front_door, ("haproxy", *FRONT_DOOR_PATHS)))
        if self._stack.demo_cameras:
            steps.append(
                Step("demo-clips", lambda cancel: render_clips(self._stack.demo_cameras, cancel))
            )
            steps.append(Step("demo-cameras", self._demo_cameras, ("front-door", "demo")))
        elif self._demo is None:
            DemoState().save(self._stack.home)
        return steps

    def _start(self, part: Part, more: tuple[str, ...]) -> Step:
        def perform(cancel: threading.Event) -> str:
            return start_part(self._supervisor, self._stack.home, part, cancel)

        return Step(part.name, perform, (*part.after, *more))

    def _once(self, preparation: Preparation) -> Callable[[threading.Event], str]:
        def perform(cancel: threading.Event) -> str:
            migrations = (ROOT / "backend-django" / "src").glob("**/migrations/*.py")
            secrets = self._stack.home.secrets / "accounts.json"
            stamp = Stamp(
                self._stack.postgresql.folder.parent / f"{preparation.name}.stamp",
                hash_files([*migrations, secrets]),
            )
            if stamp.fresh():
                return "unchanged"
            environment = base_environment() | self._stack.environment("backend")
            command = [sys.executable, "-m", *preparation.module]
            run(command, cancel, cwd=ROOT, environment=environment)
            stamp.set()
            return "done"

        return perform

    def _front_door(self, cancel: threading.Event) -> str:
        """Parts that are ready may still count as down at HAProxy until its next check."""
        door = self._stack.haproxy
        deadline = time.monotonic() + READY_S
        for part, path in FRONT_DOOR_PATHS.items():
            while http_status(door.port, path, host=door.probe_host) != HTTPStatus.OK:
                if cancel.wait(PROBE_PAUSE_S):
                    raise CancelledError
                if time.monotonic() > deadline:
                    raise PartNotReadyError(f"{part} does not answer through the front door")
        return self._stack.url

    def _demo_cameras(self, _cancel: threading.Event) -> str:
        home, demo = self._stack.home, self._stack.demo
        state = self._demo or DemoState()
        if (state.made, state.made_at) == (demo.cameras, demo.port):
            return "unchanged"
        admin = accounts(home)["admin"]
        entries = CameraEntries(self._stack.url, admin["username"], admin["password"])
        if self._demo is None and entries.any():
            DemoState().save(home)
            self._supervisor.stop("demo")
            return "there are cameras already: no demo"
        remark = entries.make(
            {number: demo.source_url(number) for number in range(1, demo.cameras + 1)}
        )
        DemoState(demo.cameras, demo.cameras, demo.port).save(home)
        return remark


def start_part(supervisor: Supervisor, home: Home, part: Part, cancel: threading.Event) -> str:
    """Prepares and starts one part and waits until it does its work."""
    running = supervisor.state(part.name).state == "RUNNING"
    if not (running and part.ready()):
        part.prepare()
        supervisor.start(part.name)
    deadline = time.monotonic() + READY_S
    while not (part.ready() and supervisor.state(part.name).state == "RUNNING"):
        if cancel.wait(PROBE_PAUSE_S):
            raise CancelledError
        if time.monotonic() > deadline:
            log = home.logs / f"{part.name}.log"
            lines = log.read_text(errors="replace").splitlines() if log.exists() else []
            raise PartNotReadyError(
                "\n".join([f"not ready after {READY_S:.0f} s", *lines[-TAIL_LINES:]])
            )
    return part.address

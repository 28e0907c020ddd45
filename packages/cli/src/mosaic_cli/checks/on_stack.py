"""Runs checks against a fresh stack: up, the checks, down, and nobody is left."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from mosaic_cli.checks.check import Check, Verdict, run
from mosaic_cli.checks.stack import Stack, StackError, fresh_stack
from mosaic_cli.checks.tally import Tally
from mosaic_cli.demo import clips_folder

HAPPENINGS = 60


def run_on_fresh_stack(root: Path, checks: list[Check], scratch: Path) -> Iterator[Verdict]:
    """The checks find the stack by MOSAIC_HOME and the variables below, as the reference tells them."""
    # Whatever reads recordings meets plain files, for their first minute, and encrypted ones.
    with fresh_stack(root, MOSAIC_RECORDING_ENCRYPTION="1") as stack:
        came_up = _step("up", stack.up)
        yield came_up
        if came_up.ok:
            status = stack.status()
            environment = {
                **stack.environment,
                "MOSAIC_E2E_URL": str(status["url"]),
                "MOSAIC_E2E_HTTPS_URL": str(status["https_url"]),
                "MOSAIC_E2E_CREDENTIALS": str(stack.home / "credentials.json"),
                "MOSAIC_E2E_TRUTH": str(clips_folder()),
            }
            for check in checks:
                verdict = run(_against(check, environment), scratch)
                yield verdict if verdict.ok else _with_happenings(verdict, stack)
        yield _step("down", lambda: _down_without_leftovers(stack))


def _with_happenings(verdict: Verdict, stack: Stack) -> Verdict:
    """A part that was away for a while is the first thing that a reader of failed tests wants to know."""
    told = "\n".join(stack.happenings()[-HAPPENINGS:])
    return replace(verdict, output=f"{verdict.output}\n\nWhat the parts did:\n{told}")


def _against(check: Check, environment: dict[str, str]) -> Check:
    return Check(
        check.name,
        check.command,
        check.folder,
        {**environment, **check.environment},
        check.report,
        check.limit_s,
    )


def _down_without_leftovers(stack: Stack) -> str:
    processes = stack.processes()
    stack.down()
    left = stack.leftovers(processes)
    if left:
        raise StackError("these processes are left:\n" + "\n".join(left))
    return ""


def _step(name: str, action: Callable[[], object]) -> Verdict:
    started = time.monotonic()
    try:
        action()
    except StackError as error:
        return Verdict(name, Tally.of_one(name, ok=False), time.monotonic() - started, str(error))
    return Verdict(name, Tally.of_one(name, ok=True), time.monotonic() - started)

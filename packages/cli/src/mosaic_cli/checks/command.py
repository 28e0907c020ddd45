"""The command `./mosaic test [STAGE…]`."""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from mosaic_cli.checks import terminal
from mosaic_cli.checks.check import Check, Verdict, run
from mosaic_cli.checks.on_stack import run_on_fresh_stack
from mosaic_cli.checks.prepare import prepare
from mosaic_cli.checks.stack import models_environment
from mosaic_cli.checks.stages import STAGES, Stage
from mosaic_cli.checks.tally import Tally
from mosaic_cli.repository import ROOT
from mosaic_cli.testing.parts import shared_parts

AT_ONCE = 2


def test(
    stages: Annotated[
        list[str] | None, typer.Argument(help="Some stages only; --list tells their names.")
    ] = None,  # noqa: PT028
    list_: Annotated[bool, typer.Option("--list", help="Tell the stages and run none.")] = False,  # noqa: PT028
) -> None:
    """Run every check: format, types, layers, schemas, tests of all parts, end to end."""
    if list_:
        for stage in STAGES:
            print(f"{stage.name:15} {stage.what}")
        return
    unknown = set(stages or ()) - {stage.name for stage in STAGES}
    if unknown:
        names = ", ".join(stage.name for stage in STAGES)
        print(f"No such stage: {', '.join(sorted(unknown))}. There are: {names}", file=sys.stderr)
        raise typer.Exit(2)
    chosen = [stage for stage in STAGES if not stages or stage.name in stages]
    tally = run_stages(chosen)
    raise typer.Exit(1 if tally.failed else 0)


def run_stages(chosen: list[Stage]) -> Tally:
    """Runs the stages, tells each, and ends with the one line; a failing stage hides no later one."""
    started = time.monotonic()
    for name, value in models_environment(ROOT).items():
        os.environ.setdefault(name, value)
    with tempfile.TemporaryDirectory(prefix="mosaic-test-") as folder:
        scratch = Path(folder)
        verdicts = []
        for verdict in prepare(chosen):
            terminal.tell(verdict)
            verdicts.append(verdict)
        verdicts += _static([stage for stage in chosen if stage.static], scratch)
        verdicts += _with_parts([stage for stage in chosen if stage.parts], scratch)
        for stage in chosen:
            if not stage.static and not stage.parts:
                verdicts += _in_turn(stage, scratch)
    tally = sum((verdict.tally for verdict in verdicts), Tally())
    terminal.tell_end(tally, time.monotonic() - started)
    return tally


def _static(stages: list[Stage], scratch: Path) -> list[Verdict]:
    """Their checks only read, so two run at once; they are told in order."""
    verdicts = []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        running: list[tuple[Stage, list[Future[Verdict]]]] = [
            (stage, [pool.submit(run, check, scratch) for check in stage.checks(ROOT)])
            for stage in stages
        ]
        for stage, futures in running:
            terminal.tell_stage(stage)
            for future in futures:
                verdict = future.result()
                terminal.tell(verdict)
                verdicts.append(verdict)
    return verdicts


def _with_parts(stages: list[Stage], scratch: Path) -> list[Verdict]:
    if not stages:
        return []
    started = time.monotonic()
    with _parts_or_verdict() as failed:
        if failed:
            verdict = Verdict(
                "real parts",
                Tally.of_one("real parts", ok=False),
                time.monotonic() - started,
                failed,
            )
            terminal.tell(verdict)
            return [verdict]
        return [verdict for stage in stages for verdict in _in_turn(stage, scratch)]


@contextmanager
def _parts_or_verdict() -> Iterator[str]:
    """Yields nothing wrong, or why the shared parts did not start."""
    try:
        parts = shared_parts()
        parts.__enter__()
    except (RuntimeError, OSError) as error:
        yield str(error)
        return
    try:
        yield ""
    finally:
        parts.__exit__(None, None, None)


def _in_turn(stage: Stage, scratch: Path) -> list[Verdict]:
    terminal.tell_stage(stage)
    checks = stage.checks(ROOT)
    running = (
        run_on_fresh_stack(ROOT, checks, scratch) if stage.needs_stack else _each(checks, scratch)
    )
    verdicts = []
    for verdict in running:
        terminal.tell(verdict)
        verdicts.append(verdict)
    return verdicts


def _each(checks: list[Check], scratch: Path) -> Iterator[Verdict]:
    for check in checks:
        yield run(check, scratch)

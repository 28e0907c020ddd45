"""The commands `./mosaic audit verify` and `audit export`: the backend's own, in the environment of the stack."""

import subprocess
import sys
from typing import Annotated

import typer

from mosaic_cli.home import Home
from mosaic_cli.part import base_environment
from mosaic_cli.repository import ROOT
from mosaic_cli.runtimes.native.preparation import existing_stack
from mosaic_cli.supervision.client import Supervisor

audit = typer.Typer(help="The audit log of the running stack.", no_args_is_help=True)


@audit.command()
def verify(
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Find a changed, removed or inserted entry, or a cut-off end; ends with 1 when there is one."""
    raise typer.Exit(backend_command("audit_verify", *(["--json"] if as_json else [])))


@audit.command()
def export(
    form: Annotated[str, typer.Argument(metavar="csv|jsonl")] = "jsonl",
) -> None:
    """Write all entries to standard output, oldest first."""
    raise typer.Exit(backend_command("audit_export", form))


def backend_command(*arguments: str) -> int:
    """Runs a management command against the stack of this home; its exit status."""
    home = Home.here()
    stack = existing_stack(home, 0)
    if stack is None or not Supervisor(home).running():
        print("the stack does not run; `./mosaic up` starts it", file=sys.stderr)
        return 2
    command = [sys.executable, "-m", "mosaic_backend", *arguments]
    environment = base_environment() | stack.environment("backend") | {"MOSAIC_LOG_LEVEL": "ERROR"}
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode

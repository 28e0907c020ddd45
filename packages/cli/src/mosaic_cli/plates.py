"""The commands `./mosaic plates …`: the backend's own `plates`, in the environment of the stack."""

from pathlib import Path
from typing import Annotated

import typer

from mosaic_cli.audit import backend_command

plates = typer.Typer(
    help="What is known of a plate, for the person whose it is.", no_args_is_help=True
)
LIKELIHOOD = typer.Option(
    "--likelihood",
    min=0.001,
    max=1.0,
    help="How likely the plate is beside what was read, at least; 1: exact reads alone.",
)


@plates.command()
def report(
    plate: str,
    out: Annotated[Path, typer.Option("--out", help="A new .zip, or .json without pictures.")],
    reason: Annotated[str, typer.Option("--reason", help="Why, for the audit log.")] = "",
    likelihood: Annotated[float, LIKELIHOOD] = 0.1,
) -> None:
    """Write all reads, pictures, alerts, watch list entries and searches of a plate to a file."""
    raise typer.Exit(
        _run("report", plate, reason, likelihood, "--out", str(Path.cwd() / out.expanduser()))
    )


@plates.command()
def erase(
    plate: str,
    reason: Annotated[str, typer.Option("--reason", help="Why, without the plate.")],
    likelihood: Annotated[float, LIKELIHOOD] = 1.0,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Take away all that is known of a plate, but for what a legal hold protects."""
    raise typer.Exit(_run("erase", plate, reason, likelihood, *(["--json"] if as_json else [])))


@plates.command()
def protect(
    undo: Annotated[bool, typer.Option("--undo", help="Make them plain again.")] = False,
) -> None:
    """Protect all stored plates as MOSAIC_PLATE_PROTECTION=1 protects new ones; goes on where it was killed."""
    raise typer.Exit(backend_command("plates", "protect", *(["--undo"] if undo else [])))


def _run(action: str, plate: str, reason: str, likelihood: float, *more: str) -> int:
    said = (f"--reason={reason}", f"--likelihood={likelihood}")
    return backend_command("plates", action, *said, *more, "--", plate)

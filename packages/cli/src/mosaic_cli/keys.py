"""The commands `./mosaic keys …`: the backend's own `recording_keys`, in the environment of the stack."""

from typing import Annotated

import typer

from mosaic_cli.audit import backend_command

keys = typer.Typer(help="The keys that recordings are encrypted with.", no_args_is_help=True)


@keys.command()
def status(
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Tell which keys there are, and how many recordings each opens."""
    raise typer.Exit(_run("status", *(["--json"] if as_json else [])))


@keys.command()
def rotate() -> None:
    """Make a new key and put all recordings under it; the old one stays until it is retired."""
    raise typer.Exit(_run("rotate"))


@keys.command()
def rewrap() -> None:
    """Put all recordings under the newest key, and mend damaged headers; rotate does it too."""
    raise typer.Exit(_run("rewrap"))


@keys.command()
def retire(key: Annotated[str, typer.Argument(help="As `status` tells it.")]) -> None:
    """Take out a key that no recording needs any more; ends with 1 when one does."""
    raise typer.Exit(_run("retire", key))


@keys.command()
def decrypt() -> None:
    """Make all recordings plain again; with MOSAIC_RECORDING_ENCRYPTION=0 only."""
    raise typer.Exit(_run("decrypt"))


def _run(*arguments: str) -> int:
    return backend_command("recording_keys", *arguments)

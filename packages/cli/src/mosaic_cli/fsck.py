"""The command `./mosaic fsck`: the backend's own, in the environment of the stack."""

from typing import Annotated

import typer

from mosaic_cli.audit import backend_command


def fsck(
    mend: Annotated[
        bool, typer.Option("--mend", help="Adopt files, forget lost ones; no file is touched.")
    ] = False,
    quick: Annotated[
        bool, typer.Option("--quick", help="Leave out hashes, for which every file is read.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Compare the index of the recordings with the disk; ends with 1 when something is not as it should be."""
    options = {"--mend": mend, "--quick": quick, "--json": as_json}
    given = [name for name, wanted in options.items() if wanted]
    raise typer.Exit(backend_command("check_recordings", *given))

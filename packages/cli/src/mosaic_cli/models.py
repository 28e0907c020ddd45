"""`./mosaic models`: which models the AI looks with."""

import json
import os
import subprocess
import sys
from typing import Annotated, Any

import httpx
import typer

from mosaic_cli.home import Home
from mosaic_cli.part import base_environment
from mosaic_cli.repository import ROOT
from mosaic_cli.signed_in import RefusedError, SignedIn
from mosaic_cli.supervision.client import Supervisor

TIMEOUT_S = 300.0
"""A model is opened and tried before it is put into use."""
ROLES = "detector|plate_locator|plate_recogniser|text_recogniser|classifier"

models = typer.Typer(help="The models that the AI looks with.", no_args_is_help=True)
Role = Annotated[str, typer.Argument(metavar=ROLES)]


@models.command(name="list")
def list_models(
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Show all models that are known, on the running stack which are in use, and what can be pulled."""
    if not Supervisor(Home.here()).running():
        raise typer.Exit(_command("list", *(["--json"] if as_json else [])))
    try:
        with _running() as stack:
            items = stack.answer(stack.client.get("/api/ai/v1/models")).json()["items"]
    except (RefusedError, httpx.HTTPError, OSError) as error:
        raise _end(error) from None
    if as_json:
        print(json.dumps(items))
        return
    for item in items:
        print(_line(item))


@models.command()
def pull(
    name: str,
    version: Annotated[str | None, typer.Option(help="Where more than one is offered.")] = None,
    sha256: Annotated[str | None, typer.Option(help="Of the file, where none is known.")] = None,
    url: Annotated[str | None, typer.Option(help="A mirror of that very file.")] = None,
) -> None:
    """Fetch a model from its maker's address into the models folder, and check its SHA-256."""
    options = {"--version": version, "--sha256": sha256, "--url": url}
    given = [word for pair in options.items() if pair[1] is not None for word in pair if word]
    raise typer.Exit(_command("pull", name, *given))


@models.command()
def verify(
    name: Annotated[str | None, typer.Argument(help="This one only.")] = None,
    version: Annotated[str | None, typer.Argument()] = None,
) -> None:
    """Check the files of all models that are known and try each; ends with 1 when one is not what it should be."""
    raise typer.Exit(_command("verify", *(word for word in (name, version) if word)))


@models.command()
def activate(role: Role, name: str, version: str) -> None:
    """Put a model into use on the running stack. Where it is refused, the one before goes on."""
    _change(role, "activate", {"name": name, "version": version})


@models.command(name="roll-back")
def roll_back(role: Role) -> None:
    """Put what was in use before into use again."""
    _change(role, "roll-back", None)


def _change(role: str, action: str, body: dict[str, str] | None) -> None:
    if role not in ROLES.split("|"):
        raise typer.BadParameter(f"a role is one of {ROLES.replace('|', ', ')}")
    try:
        with _running() as stack:
            answer = stack.client.post(f"/api/ai/v1/models/{role}/{action}", json=body)
            now = stack.answer(answer).json()
    except (RefusedError, httpx.HTTPError, OSError) as error:
        raise _end(error) from None
    print(f"{role}: {now['name']} {now['version']}" if now["name"] else f"{role}: none")


def _line(item: dict[str, Any]) -> str:
    state = "active" if item["active"] else "previous" if item["previous"] else ""
    if not item["name"]:
        return f"{'none':<9} {item['role']:<17} –"
    named = f"{item['name']} {item['version']}"
    return f"{state:<9} {item['role']:<17} {named:<42} {item['sha256'][:12]}  {item['licence']}"


def _command(*arguments: str) -> int:
    """The AI service's own command, on the models folder of this home."""
    home = Home.here()
    given = {name: value for name, value in os.environ.items() if name.startswith("MOSAIC_")}
    folder = {} if "MOSAIC_AI_CONFIG" in given else {"MOSAIC_MODELS_DIR": str(home.path / "models")}
    command = [sys.executable, "-m", "mosaic_ai.model_command", *arguments]
    environment = base_environment() | folder | given
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def _running() -> SignedIn:
    return SignedIn.at(Home.here(), timeout_s=TIMEOUT_S)


def _end(error: Exception) -> typer.Exit:
    print(str(error), file=sys.stderr)
    return typer.Exit(1)

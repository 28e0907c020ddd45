"""`./mosaic config`: the whole configuration of the running stack to a file and back, by way of a plan."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer

from mosaic_cli.files import write_private
from mosaic_cli.home import Home
from mosaic_cli.signed_in import RefusedError, SignedIn

TIMEOUT_S = 600.0
LINES_SHOWN = 100
_TYPES = {".csv": "text/csv", ".yaml": "application/yaml", ".yml": "application/yaml"}
_MARKS = {"create": "+", "change": "~", "delete": "-"}

config = typer.Typer(help="The whole configuration, as a file.", no_args_is_help=True)


class Configuration(SignedIn):
    """The backend's configuration, through its public interface."""

    def export(self, kind: str, *, with_credentials: bool) -> bytes:
        """As YAML or CSV (cameras only)."""
        query = {"format": kind, "with_credentials": str(with_credentials).lower()}
        return self.answer(self.client.get("/api/v1/config", params=query)).content

    def plan(self, body: bytes, media_type: str, *, prune: bool) -> dict[str, Any]:
        """What applying would do. Raises RefusedError."""
        return self._send("plan", body, media_type, {"prune": str(prune).lower()})

    def apply(self, body: bytes, media_type: str, *, prune: bool, expected: str) -> dict[str, Any]:
        """Applies just what the plan with that digest said. Raises RefusedError."""
        query = {"prune": str(prune).lower(), "expected": expected}
        return self._send("apply", body, media_type, query)

    def _send(
        self, action: str, body: bytes, media_type: str, query: dict[str, str]
    ) -> dict[str, Any]:
        answer = self.client.post(
            f"/api/v1/config/{action}",
            params=query,
            content=body,
            headers={"Content-Type": media_type},
        )
        told: dict[str, Any] = self.answer(answer).json()
        return told


@config.command()
def export(
    file: Annotated[Path | None, typer.Argument(help="*.yaml, or *.csv for cameras.")] = None,
    with_credentials: Annotated[
        bool, typer.Option("--with-credentials", help="Cameras' passwords in plain text.")
    ] = False,
) -> None:
    """Write the configuration to FILE, or show it."""
    kind = "csv" if file and file.suffix == ".csv" else "yaml"
    try:
        with _running() as backend:
            text = backend.export(kind, with_credentials=with_credentials)
    except (RefusedError, httpx.HTTPError, OSError) as error:
        raise _end(error) from None
    if file is None:
        sys.stdout.write(text.decode())
    else:
        write_private(file, text.decode())
        print(f"{file} written, readable by you only")
    if with_credentials:
        print("It holds the passwords of cameras in plain text.", file=sys.stderr)


@config.command()
def plan(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    prune: Annotated[bool, typer.Option("--prune", help="Remove what FILE does not name.")] = False,
) -> None:
    """Show what FILE would change; ends with 1 when it cannot be applied."""
    media_type = _media_type(file)
    try:
        with _running() as backend:
            show(backend.plan(file.read_bytes(), media_type, prune=prune))
    except (RefusedError, httpx.HTTPError, OSError) as error:
        raise _end(error) from None


@config.command()
def apply(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    prune: Annotated[bool, typer.Option("--prune", help="Remove what FILE does not name.")] = False,
) -> None:
    """Show what FILE would change, ask, and change it: all of it, or nothing."""
    media_type = _media_type(file)
    body = file.read_bytes()
    try:
        with _running() as backend:
            plan = backend.plan(body, media_type, prune=prune)
            show(plan)
            if plan["nothing_to_do"]:
                return
            if not yes and not typer.confirm("Apply this?"):
                raise typer.Exit(1)
            done = backend.apply(body, media_type, prune=prune, expected=plan["digest"])
    except (RefusedError, httpx.HTTPError, OSError) as error:
        raise _end(error) from None
    print("applied: " + _counted(done["counts"]))


def _media_type(file: Path) -> str:
    media_type = _TYPES.get(file.suffix.lower())
    if media_type is None:
        raise typer.BadParameter("FILE ends in .yaml, .yml or .csv")
    return media_type


def show(plan: dict[str, Any]) -> None:
    """Prints a plan for people."""
    for line in plan["lines"][:LINES_SHOWN]:
        print(f"{_MARKS[line['action']]} {line['kind']} {line['key']}")
        if line["action"] == "change":
            before = line["before"] or {}
            for name, value in (line["after"] or {}).items():
                print(f"    {name}: {_short(before.get(name))} → {_short(value)}")
    total = sum(plan["counts"][action] for action in _MARKS)
    if total > LINES_SHOWN:
        print(f"  … and {total - LINES_SHOWN} more")
    print("nothing to do" if plan["nothing_to_do"] else "plan: " + _counted(plan["counts"]))


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {action}" for action, count in counts.items() if count)


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:59] + "…"


def _running() -> Configuration:
    return Configuration.at(Home.here(), timeout_s=TIMEOUT_S)


def _end(error: Exception) -> typer.Exit:
    print(str(error), file=sys.stderr)
    return typer.Exit(1)

"""The commands `./mosaic bench NAME` and `./mosaic eval plates DIR`."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from mosaic_cli.bench.ai.bench import run_ai
from mosaic_cli.bench.ai.memory import run_memory
from mosaic_cli.bench.backend.bench import run_backend
from mosaic_cli.bench.figure import Figure
from mosaic_cli.bench.plates.bench import LARGE, SMALL, run_plates
from mosaic_cli.bench.plates_watch.bench import run_watch
from mosaic_cli.bench.road.bench import SECONDS, run_road
from mosaic_cli.bench.video.bench import run_video
from mosaic_cli.checks.stack import StackError, models_environment
from mosaic_cli.home import Home
from mosaic_cli.repository import ROOT

Json = Annotated[bool, typer.Option("--json", help="For programs.")]
BENCHES: dict[str, Callable[[Path, float], list[Figure]]] = {
    "road": run_road,
    "backend": run_backend,
    "video": run_video,
    "ai": run_ai,
    "ai-memory": run_memory,
    "plates": run_plates,
    "watch": run_watch,
}


def bench(
    name: Annotated[str, typer.Argument(help=f"What to measure: {', '.join(BENCHES)}.")],
    *,
    as_json: Json = False,
    home: Annotated[
        Path | None,
        typer.Option(help="A running stack's home; a private stack is started where none runs."),
    ] = None,
    seconds: Annotated[
        float, typer.Option(min=20, help="How long to watch the traffic.")
    ] = SECONDS,
    small: Annotated[bool, typer.Option("--small", help="plates: 300,000 reads.")] = False,
    large: Annotated[bool, typer.Option("--large", help="plates: 30 million reads.")] = False,
) -> None:
    """Measure, on the running stack or a private one; ends with 1 when a goal is missed."""
    measure = BENCHES.get(name)
    if measure is None:
        print(f"No such bench: {name}. There are: {', '.join(BENCHES)}", file=sys.stderr)
        raise typer.Exit(2)
    if small or large:
        if name != "plates" or small == large:
            print("--small or --large goes with plates.", file=sys.stderr)
            raise typer.Exit(2)
        measure = partial(run_plates, size=SMALL if small else LARGE)
    try:
        figures = measure((home or Home.here().path).absolute(), seconds)
    except StackError as error:
        print(error, file=sys.stderr)
        raise typer.Exit(1) from None
    if as_json:
        print(json.dumps({"figures": [each.document() for each in figures]}, ensure_ascii=False))
    else:
        for each in figures:
            value = "-" if each.value is None else f"{each.value:g}"
            print(
                f"{'met ' if each.met else 'MISS'}  {each.name}: {value} {each.unit} ({each.goal})"
            )
            print(f"      {each.how}")
    raise typer.Exit(0 if all(each.met for each in figures) else 1)


evaluate = typer.Typer(help="Measure accuracy on labelled pictures.", no_args_is_help=True)
eval = evaluate  # noqa: A001 - the command's name, by which the command line looks it up


@evaluate.callback()
def _several() -> None:
    """Keeps `plates` a word of its own while it is the only one."""


@evaluate.command()
def plates(
    folder: Annotated[
        Path, typer.Argument(exists=True, file_okay=False, help="Pictures and truth.")
    ],
    as_json: Json = False,
) -> None:
    """Read the plates of a folder of pictures and compare: the AI service's own program does it."""
    command = [sys.executable, "-m", "mosaic_ai.evaluation", str(folder.absolute())]
    done = subprocess.run(
        [*command, *(["--json"] if as_json else [])],
        cwd=ROOT,
        env=models_environment(ROOT) | os.environ,
        check=False,
    )
    raise typer.Exit(done.returncode)

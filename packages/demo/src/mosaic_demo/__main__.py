"""`python -m mosaic_demo`: render clips, serve them as cameras, serve cameras that misbehave."""

import os
import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from mosaic_demo.cameras import ServerError
from mosaic_demo.cameras import serve as serve_cameras
from mosaic_demo.encoding import EncodingError
from mosaic_demo.faults import serve_faults
from mosaic_demo.library import DEFAULT_SEED, MAX_CAMERAS
from mosaic_demo.mediamtx import PortTakenError
from mosaic_demo.recorded_day import write_day
from mosaic_demo.rendering import render as render_clips

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
Port = Annotated[int, typer.Option(min=1, max=65535, help="RTSP port on 127.0.0.1")]
Binary = Annotated[Path, typer.Option(help="the MediaMTX program", exists=True, dir_okay=False)]
Count = Annotated[int, typer.Option(min=1, max=MAX_CAMERAS, help="how many cameras")]


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


@app.command()
def render(
    out: Annotated[Path, typer.Option(help="folder for clips and ground truth")],
    cameras: Count = 4,
    seed: Annotated[int, typer.Option(min=0)] = DEFAULT_SEED,
    workers: Annotated[int, typer.Option(min=1)] = min(8, os.cpu_count() or 1),
) -> None:
    """Render the clips that are missing; the same seed gives the same clips."""
    started = time.monotonic()
    made = render_clips(out, cameras, seed, workers, _say)
    _say(f"{len(made)} clips rendered in {time.monotonic() - started:.0f} s, {out} is complete")


@app.command()
def serve(
    clips: Annotated[Path, typer.Option(help="folder made by render")],
    port: Port,
    mediamtx: Binary,
    cameras: Count = 4,
) -> None:
    """Serve rendered clips as RTSP cameras until SIGTERM."""
    serve_cameras(clips, cameras, port, mediamtx, _say)


@app.command()
def record(
    out: Annotated[Path, typer.Option(help="folder for the day", exists=True, file_okay=False)],
    seed: Annotated[int, typer.Option(min=0)] = DEFAULT_SEED,
) -> None:
    """Write the recorded day that sandbox keys of the partner API replay."""
    write_day(out, seed)
    _say(f"{out} is complete")


@app.command()
def faults(port: Port, mediamtx: Binary) -> None:
    """Serve cameras that misbehave, for tests, until SIGTERM."""
    serve_faults(port, mediamtx, _say)


def main() -> None:
    """Ends with 1 and one line on stderr when something known goes wrong."""
    try:
        app()
    except (PortTakenError, ServerError, EncodingError, FileNotFoundError) as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(1)


if __name__ == "__main__":
    main()

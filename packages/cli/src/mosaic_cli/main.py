"""The commands. Each imports what it needs when it runs, so that `status` stays quick."""

import importlib
import json
import signal
import sys
from typing import Annotated

import typer

from mosaic_cli.home import Home

app = typer.Typer(
    name="mosaic",
    help="Starts, watches, stops and checks the whole of Mosaic on this machine.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
demo_app = typer.Typer(help="Simulated cameras.", no_args_is_help=True)
app.add_typer(demo_app, name="demo")


@app.command()
def up(
    detach: Annotated[bool, typer.Option("--detach", help="Return when all is ready.")] = False,
    demo: Annotated[
        bool, typer.Option("--demo/--no-demo", help="Simulated cameras at a first start.")
    ] = True,
    only: Annotated[
        list[str] | None, typer.Option("--only", help="Start only this part; repeatable.")
    ] = None,
) -> None:
    """Start everything; without --detach stay until Ctrl-C, then stop everything."""
    from mosaic_cli.interruption import end_like_ctrl_c
    from mosaic_cli.runtimes.native.session import run_session

    end_like_ctrl_c(signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    raise typer.Exit(run_session(Home.here(), detach=detach, demo=demo, only=only or ()))


@app.command()
def down() -> None:
    """Stop everything; no process stays behind."""
    from mosaic_cli.runtimes.native.down import down as stop
    from mosaic_cli.runtimes.native.session import exclusive

    with exclusive(Home.here()):
        print("stopped" if stop(Home.here()) else "nothing was running")


@app.command()
def status(
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Tell what every part does; ends with 1 when the stack is not ready."""
    from mosaic_cli.runtimes.native.session import current_status

    found = current_status(Home.here())
    if as_json:
        print(json.dumps(found.document()))
        return
    for part in found.parts:
        print(f"{part.name:<18} {part.state:<9} {part.pid or '-':>8}  {part.address}")
    print(f"{'ready' if found.ready else 'not ready'}  {found.url}")
    raise typer.Exit(0 if found.ready else 1)


@app.command()
def logs(
    part: str,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on until Ctrl-C.")] = False,
    lines: Annotated[int, typer.Option("--lines", "-n", min=0)] = 200,
) -> None:
    """Show what a part said last."""
    from mosaic_cli.part_logs import log_names, show_log

    try:
        show_log(Home.here(), part, follow=follow, lines=lines)
    except FileNotFoundError:
        known = ", ".join(log_names(Home.here())) or "none yet"
        print(f"no log of {part}; there are: {known}", file=sys.stderr)
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        return


@app.command()
def doctor() -> None:
    """Tell what is missing or wrong, and the mend."""
    from mosaic_cli.doctor import examine

    findings = examine(Home.here())
    for finding in findings:
        print(f"{'ok  ' if finding.well else 'MEND'}  {finding.subject:<11} {finding.found}")
        if not finding.well:
            print(f"{'':<17} → {finding.mend}")
    raise typer.Exit(0 if all(finding.well for finding in findings) else 1)


@app.command()
def lock() -> None:
    """Resolve the Python dependencies anew and write all requirements.lock files."""
    from mosaic_cli.locks import regenerate_locks

    for path in regenerate_locks():
        print(path)


@demo_app.command("cameras")
def demo_cameras(count: Annotated[int, typer.Argument(min=1, max=64)]) -> None:
    """Serve COUNT simulated cameras on the running stack and register them."""
    from mosaic_cli.runtimes.native.session import exclusive, serve_demo

    with exclusive(Home.here()):
        raise typer.Exit(serve_demo(Home.here(), count))


def _add(name: str, module: str) -> None:
    """Adds a command of a sibling package, which exposes a function or a typer application of that name."""
    try:
        found = getattr(importlib.import_module(module), name)
    except ModuleNotFoundError as error:
        if error.name is None or not module.startswith(error.name):
            raise
        return
    if isinstance(found, typer.Typer):
        app.add_typer(found, name=name)
    else:
        app.command(name)(found)


def main() -> None:
    for name, module in (
        ("test", "mosaic_cli.checks.command"),
        ("bench", "mosaic_cli.bench.command"),
        ("eval", "mosaic_cli.bench.command"),
        ("config", "mosaic_cli.configuration"),
        ("audit", "mosaic_cli.audit"),
        ("verify", "mosaic_cli.evidence"),
        ("fsck", "mosaic_cli.fsck"),
        ("keys", "mosaic_cli.keys"),
        ("plates", "mosaic_cli.plates"),
        ("models", "mosaic_cli.models"),
    ):
        wanted = {name, "--help"} & set(sys.argv[1:2])
        if wanted:
            _add(name, module)
    app()

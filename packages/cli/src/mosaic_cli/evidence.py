"""The command `./mosaic verify FILE`: checks an evidence package; needs neither a stack nor a network."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from mosaic_evidence.findings import Report
from mosaic_evidence.keys import read_fingerprint
from mosaic_evidence.page import page
from mosaic_evidence.verify import verify_file


def verify(
    file: Annotated[Path | None, typer.Argument(help="The package, a ZIP.")] = None,
    key: Annotated[
        str, typer.Option("--key", metavar="FINGERPRINT", help="Of the key that must have signed.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    page_to: Annotated[
        Path | None,
        typer.Option("--page", metavar="FILE", help="Write the page that verifies in a browser."),
    ] = None,
) -> None:
    """Verify an evidence package; ends with 1 when anything in it was changed."""
    if (file is None) is (page_to is None):
        raise _refused("give a package to verify, or --page and where the page is to be written")
    try:
        if page_to is not None:
            page_to.write_bytes(page())
            return
        expected = read_fingerprint(key) if key else ""
        report = verify_file(file, expected) if file else Report()
    except (OSError, ValueError) as error:
        raise _refused(str(error)) from error
    print(json.dumps(report.document()) if as_json else _told(report))
    raise typer.Exit(0 if report.ok else 1)


def _told(report: Report) -> str:
    """Names come from the package, which may be anybody's: no control characters reach the terminal."""
    files = [f"{'ok ' if file.well else 'BAD'}  {file.path}" for file in report.files]
    findings = [f"{found.fault}: {found}" for found in report.findings]
    lines = [*files, *_facts(report), *findings, report.verdict]
    return "\n".join("".join(c if c.isprintable() else "\ufffd" for c in line) for line in lines)


def _facts(report: Report) -> list[str]:
    if report.manifest is None or not report.fingerprint:
        return []
    said = report.manifest
    return [
        f"{name:<9} {text}"
        for name, text in (
            ("camera", _of(said, "camera", "name")),
            ("wished", f"{_of(said, 'wished', 'from')} to {_of(said, 'wished', 'to')}"),
            ("taken by", f"{_of(said, 'exported', 'by')} at {_of(said, 'exported', 'at')}"),
            ("reason", _of(said, "exported", "reason")),
        )
        if text
    ]


def _of(said: dict[str, object], part: str, name: str) -> str:
    found = said.get(part)
    return str(found.get(name, "")) if isinstance(found, dict) else ""


def _refused(why: str) -> typer.Exit:
    print(why, file=sys.stderr)
    return typer.Exit(2)

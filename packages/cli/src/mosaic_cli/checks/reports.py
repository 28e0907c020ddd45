"""Reads the counts out of what test runners write: JUnit XML, Vitest's JSON, Playwright's JSON."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from mosaic_cli.checks.tally import Tally

Reader = Callable[[Path], Tally]


class UnreadableReportError(Exception):
    """The runner left no report, or one that cannot be understood."""


def junit(path: Path) -> Tally:
    """pytest's `--junit-xml`."""
    try:
        cases = list(ET.parse(path).getroot().iter("testcase"))  # noqa: S314 - our own child wrote it
    except (OSError, ET.ParseError) as error:
        raise UnreadableReportError(str(error)) from error
    tally = Tally()
    for case in cases:
        name = f"{case.get('classname', '')}::{case.get('name', '')}"
        skipped = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            tally += Tally(failed=1, failures=(name,))
        elif skipped is not None:
            tally += Tally(skipped=1, skips=(f"{name}: {skipped.get('message', '')}",))
        else:
            tally += Tally(passed=1)
    return tally


def vitest(path: Path) -> Tally:
    """Vitest's `--reporter=json`, which has Jest's form."""
    tally = Tally()
    for file in _json(path).get("testResults", []):
        results = file.get("assertionResults", [])
        if not results and file.get("status") == "failed":
            tally += Tally(failed=1, failures=(f"{file.get('name')}: {file.get('message', '')}",))
        for result in results:
            name = str(result.get("fullName", ""))
            match result.get("status"):
                case "passed":
                    tally += Tally(passed=1)
                case "failed":
                    tally += Tally(failed=1, failures=(name,))
                case status:
                    tally += Tally(skipped=1, skips=(f"{name}: {status}",))
    return tally


def playwright(path: Path) -> Tally:
    """Playwright's `--reporter=json`."""
    document = _json(path)
    tally = Tally()
    for error in document.get("errors", []):
        tally += Tally(failed=1, failures=(str(error.get("message", ""))[:300],))
    for title, test in _playwright_tests(document.get("suites", []), ""):
        match test.get("status"):
            case "expected":
                tally += Tally(passed=1)
            case "skipped":
                reasons = [str(note.get("description", "")) for note in test.get("annotations", [])]
                tally += Tally(skipped=1, skips=(f"{title}: {' '.join(reasons)}",))
            case "flaky":
                tally += Tally(failed=1, failures=(f"{title} (passed only when tried again)",))
            case _:
                tally += Tally(failed=1, failures=(title,))
    return tally


def _playwright_tests(suites: list[Any], above: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for suite in suites:
        title = f"{above} › {suite.get('title', '')}".removeprefix(" › ")
        yield from _playwright_tests(suite.get("suites", []), title)
        for spec in suite.get("specs", []):
            for test in spec.get("tests", []):
                yield f"{title} › {spec.get('title', '')}", test


def _json(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_text())
    except (OSError, ValueError) as error:
        raise UnreadableReportError(str(error)) from error
    if not isinstance(document, dict):
        raise UnreadableReportError(f"{path.name} holds no object")
    return document

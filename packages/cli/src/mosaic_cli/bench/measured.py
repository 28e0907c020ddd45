"""One measurement among several."""

import subprocess
from collections.abc import Callable

import httpx

from mosaic_cli.bench.figure import Figure

FAILURES = (
    AssertionError,
    httpx.HTTPError,
    OSError,
    RuntimeError,
    subprocess.SubprocessError,
    ValueError,
)


def measured(name: str, measure: Callable[[], list[Figure]]) -> list[Figure]:
    """One that fails is told as a figure and hides no other."""
    try:
        return measure()
    except FAILURES as error:
        return [Figure(name, None, "", "", met=False, how=f"could not be measured: {error!r}")]

"""The whole of `./mosaic bench backend`."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from mosaic_cli.bench.backend.reading import reading_figures
from mosaic_cli.bench.backend.site import BENCHMARKS, Site, private_site
from mosaic_cli.bench.backend.storing import storing_figures
from mosaic_cli.bench.figure import Figure
from mosaic_cli.bench.measured import measured

LONGEST_S = 120.0
PARTNERS = "mosaic_cli.bench.backend.partners"


@dataclass(frozen=True)
class Size:
    """How many rows there are before anything is measured."""

    cameras: int = 10_000
    detections: int = 1_000_000
    plates: int = 1_000_000


def run_backend(home: Path, seconds: float) -> list[Figure]:
    """On parts of its own, whatever runs in that home. seconds: of load, at most LONGEST_S."""
    return measure(Size(), min(seconds, LONGEST_S))


def measure(size: Size, seconds: float) -> list[Figure]:
    with private_site() as site:
        site.run(
            str(BENCHMARKS / "dataset.py"),
            *(str(number) for number in (size.cameras, size.detections, size.plates)),
        )
        figures = measured("reading", lambda: reading_figures(site, seconds))
        figures += measured("storing", lambda: storing_figures(site))
        if find_spec(PARTNERS):
            partners: Callable[[Site], list[Figure]] = import_module(PARTNERS).partner_figures
            figures += measured("partners", lambda: partners(site))
    return figures

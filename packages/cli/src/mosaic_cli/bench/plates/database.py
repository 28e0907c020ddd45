"""A backend of its own with plate reads of known truth, which stay in the cache: making them takes long."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from platformdirs import user_cache_path

from mosaic_cli.account import can_enter, unprivileged_account
from mosaic_cli.bench.backend.site import Site, private_site
from mosaic_cli.repository import ROOT

BENCHMARKS = ROOT / "benchmarks" / "plates"
CACHE = "MOSAIC_BENCH_CACHE"
PLATES = 2_000_000
PIECE = 1 << 20
MADE_BY = "2"
"""Another where dataset.py makes other reads: what is in the cache is then made anew."""


def cache() -> Path:
    """Where databases stay: the folder in MOSAIC_BENCH_CACHE, or one that PostgreSQL's account can enter."""
    if CACHE in os.environ:
        return Path(os.environ[CACHE]).absolute()
    folder = user_cache_path("mosaic") / "bench-plates"
    if unprivileged_account() and not can_enter(folder):
        return Path("/var/tmp/mosaic-bench-plates")  # noqa: S108 - large, and ours by its mode
    return folder


@contextmanager
def filled_site(reads: int) -> Iterator[Site]:
    """With so many reads of PLATES plates, fewer where there are few reads."""
    folder = cache() / str(reads)
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o711)
    marker = folder / "made-by"
    with private_site(folder) as site:
        if not marker.exists() or marker.read_text() != MADE_BY:
            marker.unlink(missing_ok=True)
            script(site, "dataset.py", str(reads), str(PLATES), str(folder))
            marker.write_text(MADE_BY)
        yield site


def warm(reads: int) -> None:
    """Reads the database's files, which the system then has in memory where that is large enough.

    So it is where searches are made all day; after the database was made, or another one measured, it is not.
    """
    for path in sorted((cache() / str(reads) / "postgresql").rglob("base/**/*")):
        if path.is_file():
            with path.open("rb", buffering=0) as file:
                while file.read(PIECE):
                    pass


def script(site: Site, name: str, *arguments: str) -> str:
    """What a script of benchmarks/plates printed."""
    return site.run(str(BENCHMARKS / name), *arguments)

"""Gets what the stages need and the machine lacks: the same steps that `./mosaic up` takes."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

from mosaic_cli.checks.check import Verdict
from mosaic_cli.checks.stages import Stage
from mosaic_cli.checks.tally import Tally
from mosaic_cli.commands import CommandError
from mosaic_cli.frontend import ensure_node_modules
from mosaic_cli.mediamtx.lookup import MediaMTXError
from mosaic_cli.mediamtx.obtain import obtain
from mosaic_cli.programs import MissingProgramError
from mosaic_cli.runtimes.native.packages import PackagesMissingError, ensure_packages
from mosaic_cli.testing.minio import obtain as minio

FAILURES = (CommandError, MediaMTXError, MissingProgramError, PackagesMissingError, OSError)


def prepare(stages: list[Stage]) -> Iterator[Verdict]:
    """A step that works counts as no check; one that fails counts as failed."""
    cancel = threading.Event()
    yield _step("npm packages", lambda: ensure_node_modules(cancel))
    if any(stage.parts or stage.needs_stack or stage.needs_programs for stage in stages):
        yield _step("system packages", lambda: ensure_packages(print))
        yield _step("MediaMTX", lambda: obtain(cancel))
    if any(stage.parts for stage in stages):
        _build_minio(cancel)


def _build_minio(cancel: threading.Event) -> None:
    """Beforehand, for it takes minutes. Where that fails, the tests that want it say so and are skipped."""
    with suppress(minio.MinioError):
        minio.obtain(cancel)


def _step(name: str, action: Callable[[], object]) -> Verdict:
    started = time.monotonic()
    try:
        action()
    except FAILURES as error:
        took_s = time.monotonic() - started
        return Verdict(name, Tally.of_one(name, ok=False), took_s, str(error))
    return Verdict(name, Tally(), time.monotonic() - started)

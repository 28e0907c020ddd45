"""Opens the evidence store by its URL, with a folder before it where it is on another machine."""

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from mosaic_ai.domain.ports import EvidenceStore
from mosaic_ai.infrastructure.metrics import observe_waiting_evidence
from mosaic_ai.infrastructure.object_stores import is_local
from mosaic_ai.infrastructure.obstore_evidence import ObstoreEvidence
from mosaic_ai.infrastructure.spooled_evidence import SpooledEvidence

Run = Callable[[], Coroutine[Any, Any, None]]


def open_evidence(url: str, data_dir: Path) -> tuple[EvidenceStore, Run | None]:
    """The store, and what must run for ever besides it, if anything."""
    store = ObstoreEvidence(url)
    if is_local(url):
        return store, None
    spooled = SpooledEvidence(store, data_dir / "evidence-waiting")
    observe_waiting_evidence(lambda: spooled.waiting_bytes)
    return spooled, spooled.run

"""What a worker followed and whom it heard of last, in a file."""

import json
from collections.abc import Collection, Iterable
from pathlib import Path
from uuid import UUID

import pydantic

from mosaic_ai.application.workers import WorkerReport


class FileShareMemory:
    """ShareMemory in a JSON file; a damaged or missing one counts as no memory."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._kept = ""

    def load(self) -> tuple[set[UUID], list[WorkerReport]] | None:
        try:
            kept = json.loads(self._file.read_text())
            claimed = {UUID(each) for each in kept["claimed"]}
            return claimed, [WorkerReport.model_validate(each) for each in kept["companions"]]
        except (OSError, ValueError, KeyError, TypeError, pydantic.ValidationError):
            return None

    def save(self, claimed: Collection[UUID], companions: Iterable[WorkerReport]) -> None:
        people = sorted((each.key, each.name, each.url) for each in companions)
        kept = json.dumps(
            {
                "claimed": sorted(map(str, claimed)),
                "companions": [{"key": key, "name": name, "url": url} for key, name, url in people],
            }
        )
        if kept == self._kept:
            return
        beside = self._file.with_suffix(".new")
        beside.touch(mode=0o600)
        beside.write_text(kept)
        beside.replace(self._file)
        self._kept = kept

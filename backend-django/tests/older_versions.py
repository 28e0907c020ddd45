"""The database as an older Mosaic had it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from mosaic_backend.detections.infrastructure.engines import name_of

Migration = tuple[str, str]


def migrated(to: Sequence[Migration]) -> Any:
    """The models of then."""
    MigrationExecutor(connection).migrate(list(to))
    # Numbers begin anew with the table of engines.
    name_of.cache_clear()
    return MigrationExecutor(connection).loader.project_state(list(to)).apps


def newest() -> list[Migration]:
    return list(MigrationExecutor(connection).loader.graph.leaf_nodes())


@contextmanager
def models_of(before: Sequence[Migration]) -> Iterator[Any]:
    """Afterwards the newest are there again. Wants `transactional_db`."""
    now = newest()
    yield migrated(before)
    migrated(now)

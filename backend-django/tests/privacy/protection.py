"""A site that protects its plates, and what a thief of its database sees."""

import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection

from mosaic_backend.config.environment import environment
from mosaic_backend.detections.facade import keys_of
from mosaic_backend.shared.plate_protection.keys import forget_keys
from mosaic_backend.shared.plate_protection.sealing import forget_opened
from mosaic_backend.shared.plate_protection.state import forget_state


@contextmanager
def protection(wished: str, secrets: Path | None = None) -> Iterator[None]:
    """As after a start with MOSAIC_PLATE_PROTECTION so, and with those secrets."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MOSAIC_PLATE_PROTECTION", wished)
        if secrets is not None:
            patch.setenv("MOSAIC_SECRETS_DIR", str(secrets))
        _started_anew()
        try:
            yield
        finally:
            patch.undo()
            _started_anew()


def _started_anew() -> None:
    environment.cache_clear()
    forget_keys()
    forget_state()
    forget_opened()


def dumped() -> dict[str, str]:
    """Every row of every table of ours as text, by table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE c.relkind = 'r' AND n.nspname = 'public' ORDER BY 1"
        )
        tables = [row[0] for row in cursor.fetchall()]
        found = {}
        for table in tables:
            cursor.execute(f"SELECT string_agg(t::text, E'\\n') FROM {table} AS t")
            found[table] = cursor.fetchone()[0] or ""
    return found


def named(plates: list[str]) -> dict[str, set[str]]:
    """Which plates or hashes of theirs that need no key stand in which table."""
    found: dict[str, set[str]] = {}
    for table, text in dumped().items():
        flat = re.sub(r"[^A-Z0-9]", "", text.upper())
        numbers = set(re.findall(r"-?\d+", text))
        for plate in plates:
            hashes = {str(key) for key in keys_of(plate)} | {str(zlib.crc32(plate.encode()))}
            if plate in flat or hashes & numbers:
                found.setdefault(table, set()).add(plate)
    return found

"""Entries of a watch list by COPY: into a table of the transaction, and from there into the list."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from mosaic_backend.alerts.application.entry_lines import EntryLine, Fault, Faults
from mosaic_backend.alerts.infrastructure.models import WatchListEntry
from mosaic_backend.alerts.infrastructure.watchlist_store import forms_of, in_one_form
from mosaic_backend.shared.plate_protection.fields import storing
from mosaic_backend.shared.plate_protection.sealing import from_token
from mosaic_contracts.ids import new_id

_TABLE = (
    "CREATE TEMPORARY TABLE coming (line integer, id uuid, text text, folded text,"
    " keys integer[], note text, valid_from timestamptz, valid_until timestamptz) ON COMMIT DROP"
)
_TWICE = (
    "SELECT line, text, first FROM (SELECT line, text, min(line) OVER (PARTITION BY folded) AS first"
    " FROM coming) AS seen WHERE line > first ORDER BY line"
)
_FIRST = "DELETE FROM coming USING coming AS other WHERE other.folded = coming.folded AND other.line < coming.line"
_REMOVE = (
    "DELETE FROM alerts_watchlistentry AS entry WHERE watchlist_id = %s"
    " AND NOT EXISTS (SELECT FROM coming WHERE coming.folded = entry.folded)"
)
_CHANGE = (
    "UPDATE alerts_watchlistentry AS entry SET text = coming.text, note = coming.note,"
    " valid_from = coming.valid_from, valid_until = coming.valid_until FROM coming"
    " WHERE entry.watchlist_id = %s AND entry.folded = coming.folded"
    " AND (entry.text, entry.note, entry.valid_from, entry.valid_until)"
    " IS DISTINCT FROM (coming.text, coming.note, coming.valid_from, coming.valid_until)"
)
_ADD = (
    "INSERT INTO alerts_watchlistentry"
    " (id, watchlist_id, text, folded, keys, note, valid_from, valid_until)"
    " SELECT id, %s, text, folded, keys, note, valid_from, valid_until FROM coming"
    " ORDER BY id ON CONFLICT DO NOTHING"
)


@dataclass(frozen=True)
class Imported:
    """How many entries; `lines`: good ones, repeated plates left out."""

    lines: int
    added: int
    changed: int
    removed: int


def take_lines(lines: Iterable[EntryLine], faults: Faults) -> None:
    """Reads the lines into the transaction's table; a plate that comes again is a fault."""
    stored = storing(WatchListEntry)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS coming")
        cursor.execute(_TABLE)
        with cursor.copy("COPY coming FROM STDIN") as copy:
            for line in lines:
                row = stored({"text": line.text, "note": line.note, **forms_of(line.text)})
                copy.write_row(
                    (
                        line.line,
                        new_id(),
                        row["text"],
                        row["folded"],
                        row["keys"],
                        row["note"],
                        line.valid_from,
                        line.valid_until,
                    )
                )
        cursor.execute("CREATE INDEX ON coming (folded, line)")
        cursor.execute("ANALYZE coming")
        cursor.execute(_TWICE)
        for number, text, first in cursor.fetchall():
            faults.add(Fault(number, "twice", f"{from_token(text)} stands in line {first} already"))
        cursor.execute(_FIRST)


def put_lines(watchlist_id: UUID, *, replace: bool) -> Imported:
    """Makes the list have what was taken; replace: and nothing else."""
    in_one_form(watchlist_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM coming")
        lines = int(cursor.fetchone()[0])
        removed = 0
        if replace:
            cursor.execute(_REMOVE, [watchlist_id])
            removed = cursor.rowcount
        cursor.execute(_CHANGE, [watchlist_id])
        changed = cursor.rowcount
        cursor.execute(_ADD, [watchlist_id])
        return Imported(lines, cursor.rowcount, changed, removed)

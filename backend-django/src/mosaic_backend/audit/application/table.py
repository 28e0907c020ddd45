"""Entries as rows of a table, for people's spreadsheets and for programs."""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

Format = Literal["csv", "jsonl"]

COLUMNS = (
    "id",
    "sequence",
    "at",
    "actor_kind",
    "actor",
    "actor_id",
    "action",
    "subject",
    "reason",
    "address",
    "request_id",
    "before",
    "after",
    "details",
    "hash",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def writer(form: Format) -> Callable[[Sequence[Mapping[str, Any]], bool], str]:
    """(rows, whether they are the first) → text."""
    if form == "csv":
        return lambda rows, first: csv_lines(rows, header=first)
    return lambda rows, _first: json_lines(rows)


def csv_lines(rows: Sequence[Mapping[str, Any]], *, header: bool = False) -> str:
    """Rows as RFC 4180; a cell that a spreadsheet would take for a formula begins with an apostrophe."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    if header:
        writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([_cell(row[name]) for name in COLUMNS])
    return text.getvalue()


def json_lines(rows: Sequence[Mapping[str, Any]]) -> str:
    """One JSON object a line."""
    return "".join(
        json.dumps({name: row[name] for name in COLUMNS}, ensure_ascii=False, default=_text) + "\n"
        for row in rows
    )


def _cell(value: Any) -> str:
    if value is None or value in ({}, ""):
        return ""
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else _text(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _text(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)

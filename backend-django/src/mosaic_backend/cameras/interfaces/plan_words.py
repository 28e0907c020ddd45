"""A plan's lines as people read them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

LONGEST = 300


@dataclass(frozen=True)
class FieldChange:
    """One field with its values before and after, in short."""

    name: str
    before: str
    after: str


def field_changes(line: Mapping[str, Any]) -> list[FieldChange]:
    """The fields that differ, parts of a setting one by one, as in `recording.mode`."""
    before, after = dict(_leaves(line["before"])), dict(_leaves(line["after"]))
    return [
        FieldChange(name, _short(before.get(name)), _short(after.get(name)))
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    ]


def _leaves(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping) and value:
        for key, part in value.items():
            yield from _leaves(part, f"{name}.{key}" if name else str(key))
    elif name:
        yield name, value


def _short(value: Any) -> str:
    if value is None or value in ("", [], {}):
        return "–"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"

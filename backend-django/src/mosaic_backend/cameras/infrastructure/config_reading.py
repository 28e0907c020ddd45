"""YAML and CSV files as entries of a configuration, without trust in who wrote them."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO, Any

import yaml

from mosaic_backend.cameras.domain.configuration import VERSION, ConfigurationError, Fault

MAX_ROWS = 200_000
MAX_CELL = 16_384
MAX_DEPTH = 16
MAX_YAML_NODES = 2_000_000

COLUMNS = {
    "key": ("key",),
    "name": ("name",),
    "source_url": ("source_url",),
    "sub_url": ("sub_url",),
    "enabled": ("enabled",),
    "site": ("site",),
    "group": ("group",),
    "tags": ("tags",),
    "lat": ("position", "lat"),
    "lon": ("position", "lon"),
    "plan": ("position", "plan"),
    "x": ("position", "x"),
    "y": ("position", "y"),
    "offline_alarm": ("offline_alarm",),
    "transcode": ("live", "transcode"),
    "recording_mode": ("recording", "mode"),
    "retention_days": ("recording", "retention_days"),
    "recording_schedule": ("recording", "schedule"),
    "recording_otherwise": ("recording", "otherwise"),
    "event_before_s": ("recording", "events", "before_s"),
    "event_after_s": ("recording", "events", "after_s"),
    "event_detections": ("recording", "events", "detections"),
    "event_labels": ("recording", "events", "labels"),
    "event_zones": ("recording", "events", "zones"),
    "event_plates": ("recording", "events", "plates"),
    "event_watch_lists": ("recording", "events", "watch_lists"),
    "event_camera_events": ("recording", "events", "camera_events"),
    "ai_enabled": ("ai", "enabled"),
    "ai_classes": ("ai", "classes"),
    "read_plates": ("ai", "read_plates"),
    "ai_capture": ("ai", "capture"),
    "ai_schedule": ("ai", "schedule"),
}
LISTS = frozenset({"tags", "ai_classes", "event_labels", "event_zones"})
EMPTIED = frozenset({"site", "group", "sub_url", "recording_schedule", "ai_schedule"})
"""An empty cell takes these away; in other columns it says nothing."""
# A spreadsheet takes a cell that begins so for a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "'")
TEXTS = frozenset({"key", "name", "source_url", "sub_url", "site", "group", "tags", "plan"}) | {
    "recording_schedule",
    "ai_schedule",
    "ai_classes",
    "event_labels",
    "event_zones",
}


@dataclass
class Reading:
    """What a file says; cameras: where each stands, the raw entry, and the column of each of its places."""

    sections: dict[str, list[Any]] = field(default_factory=dict)
    cameras: Iterable[tuple[str, Any]] = ()
    has_cameras: bool = False
    faults: list[Fault] = field(default_factory=list)
    is_csv: bool = False


def read_csv(file: IO[bytes]) -> Reading:
    """Row by row, in bounded memory. Raises ConfigurationError for a file of another kind."""
    reading = Reading(has_cameras=True, is_csv=True)
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    reader = csv.reader(text, strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
    except (csv.Error, UnicodeDecodeError) as error:
        raise _refused("/rows/1", "The file is no CSV in UTF-8.") from error
    if len(header) == 1 and any(mark in header[0] for mark in ";\t|"):
        raise _refused("/rows/1", "Columns are separated by commas.")
    if unknown := [name for name in header if name not in COLUMNS]:
        raise _refused("/rows/1", f"There is no column {unknown[0][:64]!r}.")
    if len(set(header)) != len(header) or "key" not in header:
        raise _refused("/rows/1", "There is one column key, and no column twice.")
    reading.cameras = _rows(reader, header, reading.faults)
    return reading


def _rows(reader: Any, header: list[str], faults: list[Fault]) -> Iterator[tuple[str, Any]]:
    count = 0
    while True:
        place = f"/rows/{reader.line_num + 1}"
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            faults.append(Fault(place, f"The row cannot be read: {error}."))
            continue
        except UnicodeDecodeError:
            faults.append(Fault(place, "The file is not in UTF-8 from about here on."))
            return
        if not any(cells):
            continue
        count += 1
        if count > MAX_ROWS:
            faults.append(Fault(place, f"There are more than {MAX_ROWS} rows."))
            return
        if len(cells) != len(header):
            faults.append(Fault(place, f"There are {len(cells)} cells, not {len(header)}."))
            continue
        if bad := [name for name, cell in zip(header, cells, strict=True) if _bad_cell(cell)]:
            faults += [
                Fault(f"{place}/{name}", f"More than {MAX_CELL} characters, or a NUL.")
                for name in bad
            ]
            continue
        yield place, _entry(dict(zip(header, cells, strict=True)))


def _bad_cell(cell: str) -> bool:
    return len(cell) > MAX_CELL or "\x00" in cell


def _entry(cells: dict[str, str]) -> dict[str, Any]:
    entry: dict[str, Any] = {}
    for column, cell in cells.items():
        value = cell.removeprefix("'") if column in TEXTS else cell.strip()
        path = COLUMNS[column]
        if column in LISTS:
            given: Any = [part for part in value.split(";") if part]
        elif value:
            given = value
        elif column in EMPTIED:
            given = None
        else:
            continue
        target = entry
        for name in path[:-1]:
            target = target.setdefault(name, {})
        target[path[-1]] = given
    if cells.keys() & {"lat", "lon", "plan", "x", "y"}:
        entry.setdefault("position", None)
    return entry


def column_of(path: tuple[int | str, ...]) -> str:
    """The column in which a place of an entry stands."""
    names = tuple(part for part in path if isinstance(part, str))
    for column, place in COLUMNS.items():
        if names[: len(place)] == place:
            return column
    return names[0] if names else ""


class _Loader(yaml.CSafeLoader):
    """YAML with the scalars of version 1.2: `off` and 18:00 are texts."""

    yaml_implicit_resolvers: dict[str, Any] = {}


for _tag, _pattern, _first in (
    ("null", r"^(?:~|null|)$", ["~", "n", ""]),
    ("bool", r"^(?:true|false)$", list("tf")),
    ("int", r"^-?(?:0|[1-9][0-9]*)$", list("-0123456789")),
    ("float", r"^-?(?:0|[1-9][0-9]*)\.[0-9]+(?:[eE][-+]?[0-9]+)?$", list("-0123456789")),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), _first)


def read_yaml(file: IO[bytes]) -> Reading:
    """Raises ConfigurationError for what is no such document."""
    try:
        text = file.read().decode("utf-8-sig")
        _check_shape(text)
        document = yaml.load(text, _Loader)  # noqa: S506 - a safe loader of ours
    except UnicodeDecodeError as error:
        raise _refused("", "The file is not in UTF-8.") from error
    except (yaml.YAMLError, ValueError) as error:
        raise _refused("", f"The file is no YAML: {str(error)[:300]}") from error
    if not isinstance(document, dict) or document.get("mosaic") != VERSION:
        raise _refused("/mosaic", f"The document begins with `mosaic: {VERSION}`.")
    known = {"mosaic", "sites", "groups", "schedules", "cameras"}
    if unknown := [str(name)[:64] for name in document if name not in known]:
        raise _refused(f"/{unknown[0]}", "There is no such section.")
    for name in known - {"mosaic"}:
        if not isinstance(document.get(name, []), list):
            raise _refused(f"/{name}", "A section is a list.")
    cameras = document.pop("cameras", None)
    return Reading(
        sections={name: document[name] for name in document if name != "mosaic"},
        cameras=((f"/cameras/{number}", entry) for number, entry in enumerate(cameras or ())),
        has_cameras=cameras is not None,
    )


def _check_shape(text: str) -> None:
    """No aliases, which grow without bound, and no depth that exhausts a stack."""
    depth = 0
    for nodes, event in enumerate(yaml.parse(text, yaml.CSafeLoader)):
        if isinstance(event, yaml.AliasEvent):
            raise _refused("", "Aliases are not taken.")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH or nodes > MAX_YAML_NODES:
            raise _refused("", "The document is too deep or too large.")


def _refused(pointer: str, detail: str) -> ConfigurationError:
    return ConfigurationError([Fault(pointer, detail)])

"""Watch list entries as lines of a CSV file: text, note, valid_from, valid_until.

A file is UTF-8, with or without a byte order mark; its first line names the columns; cells are parted by commas or
semicolons. However long it is, one line is held at a time.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import IO

COLUMNS = ("text", "note", "valid_from", "valid_until")
MAX_TEXT, MAX_NOTE = 32, 500
MAX_LINE_BYTES = 16_384
MAX_LINES = 1_000_000
SHOWN_FAULTS = 100
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class EntryLine:
    line: int
    text: str
    note: str = ""
    valid_from: datetime | None = None
    valid_until: datetime | None = None


@dataclass(frozen=True)
class Fault:
    """line: of the file, from 1."""

    line: int
    code: str
    detail: str


@dataclass
class Faults:
    """All are counted, the first SHOWN_FAULTS kept."""

    number: int = 0
    first: list[Fault] = field(default_factory=list)

    def add(self, fault: Fault) -> None:
        self.number += 1
        if len(self.first) < SHOWN_FAULTS:
            self.first.append(fault)


class FileError(ValueError):
    """Nothing of the file can be read."""


def lines_of(
    file: IO[bytes], is_plate: Callable[[str], bool], faults: Faults
) -> Iterator[EntryLine]:
    """The good lines; what is wrong with the others goes into faults.

    Raises FileError for what is no such file.
    """
    decoded = _Decoded(file, faults)
    header = decoded.first()
    separator = ";" if header.count(";") > header.count(",") else ","
    try:
        names = [name.strip().lower() for name in next(csv.reader([header], delimiter=separator))]
    except (csv.Error, StopIteration) as error:
        raise FileError("the first line names no columns") from error
    _check_header(names)
    rows = csv.reader(decoded, delimiter=separator)
    while True:
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            faults.add(Fault(decoded.line, "malformed", str(error)))
            continue
        line = decoded.line
        if line > MAX_LINES:
            raise FileError(f"the file has more than {MAX_LINES} lines")
        if not any(cell.strip() for cell in cells):
            continue
        try:
            yield _entry(line, names, cells, is_plate)
        except _LineError as error:
            faults.add(Fault(line, error.code, str(error)))


class _LineError(ValueError):
    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


class _Decoded:
    """Lines of text; those that are too long or not UTF-8 become faults and are left out."""

    def __init__(self, file: IO[bytes], faults: Faults) -> None:
        self._file, self._faults = file, faults
        self.line = 0

    def first(self) -> str:
        raw = self._file.readline(MAX_LINE_BYTES).removeprefix(_BOM)
        self.line = 1
        if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in raw:
            raise FileError("the file is not UTF-8; save it as “CSV UTF-8”")
        try:
            return raw.decode().strip("\r\n")
        except UnicodeDecodeError as error:
            raise FileError("the file is not UTF-8; save it as “CSV UTF-8”") from error

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        while raw := self._file.readline(MAX_LINE_BYTES):
            self.line += 1
            if len(raw) == MAX_LINE_BYTES and not raw.endswith(b"\n"):
                while (rest := self._file.readline(MAX_LINE_BYTES)) and not rest.endswith(b"\n"):
                    pass
                self._fault("too-long", f"the line has more than {MAX_LINE_BYTES} bytes")
                continue
            try:
                text = raw.decode()
            except UnicodeDecodeError as error:
                self._fault("encoding", f"byte {error.start + 1} of the line is not UTF-8")
                continue
            if "\x00" in text:
                self._fault("encoding", "the line holds a NUL character")
                continue
            return text
        raise StopIteration

    def _fault(self, code: str, detail: str) -> None:
        self._faults.add(Fault(self.line, code, detail))


def _check_header(names: Sequence[str]) -> None:
    if "text" not in names:
        raise FileError(
            f"the first line names the columns, `text` among them; known are {', '.join(COLUMNS)}"
        )
    if unknown := [name for name in names if name not in COLUMNS]:
        raise FileError(f"unknown column “{unknown[0][:40]}”; known are {', '.join(COLUMNS)}")
    if len(set(names)) != len(names):
        raise FileError("a column is there twice")


def _entry(
    line: int, names: Sequence[str], cells: Sequence[str], is_plate: Callable[[str], bool]
) -> EntryLine:
    if len(cells) > len(names):
        raise _LineError("columns", f"{len(cells)} cells, but {len(names)} columns")
    row = {name: _unarmoured(cell).strip() for name, cell in zip(names, cells, strict=False)}
    text, note = row.get("text", ""), row.get("note", "")
    if not is_plate(text):
        raise _LineError("plate", "a plate has at least one letter or digit")
    if len(text) > MAX_TEXT:
        raise _LineError("plate", f"a plate has at most {MAX_TEXT} characters")
    if len(note) > MAX_NOTE:
        raise _LineError("note", f"a note has at most {MAX_NOTE} characters")
    since = _instant("valid_from", row.get("valid_from", ""))
    until = _instant("valid_until", row.get("valid_until", ""))
    if since and until and since >= until:
        raise _LineError("valid_until", "valid_until is after valid_from")
    return EntryLine(line, text, note, since, until)


def _instant(name: str, text: str) -> datetime | None:
    """A day is its beginning in UTC."""
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
        return at.replace(tzinfo=UTC) if at.tzinfo is None and len(text) == 10 else _aware(at)
    except (ValueError, OverflowError) as error:
        told = f"{name} is a day such as 2026-11-20, or a time such as 2026-11-20T08:30:00Z"
        raise _LineError(name, told) from error


def _aware(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("no time zone")
    return at.astimezone(UTC)


def csv_of(rows: Iterable[Sequence[object]], *, header: bool) -> str:
    """Rows as RFC 4180; a cell that a spreadsheet would take for a formula begins with an apostrophe."""
    text = io.StringIO()
    writer = csv.writer(text)
    if header:
        writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([_armoured(cell) for cell in row])
    return text.getvalue()


def _armoured(cell: object) -> str:
    text = "" if cell is None else cell.isoformat() if isinstance(cell, datetime) else str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _unarmoured(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell

"""Reads the ZIP of a package strictly: what the writer would not have written is named, and nothing is unpacked.

The directory tells the files. Where it is damaged, the local headers are followed from the front instead, so that
their contents can still be checked.
"""

import struct
from typing import BinaryIO

from mosaic_evidence.findings import Fault, Report
from mosaic_evidence.zip_format import (
    CENTRAL,
    CENTRAL_HEADER,
    END,
    END64,
    END64_RECORD,
    END_RECORD,
    FULL16,
    FULL32,
    LOCAL,
    LOCAL_HEADER,
    LOCATOR64_RECORD,
    Entry,
    central_header,
    end_records,
    local_header,
)

MAX_DIRECTORY_BYTES = 64 << 20
MAX_FILES = 100_000
LINK, KIND = 0o120000, 0o170000


class _DamagedError(Exception):
    def __init__(self, fault: Fault, path: str, detail: str) -> None:
        self.finding = (fault, path, detail)


def entries_of(file: BinaryIO, report: Report) -> list[Entry]:
    """The files of the archive, contiguous from its first byte; what is wrong goes into the report."""
    size = file.seek(0, 2)
    try:
        entries = _directory(file, size)
    except _DamagedError as damaged:
        report.add(*damaged.finding)
        return _followed(file, size, report)
    for entry in entries:
        if _read(file, entry.offset, len(local_header(entry))) != local_header(entry):
            report.add(
                Fault.ARCHIVE_HEADER,
                entry.name,
                "the ZIP header before this file is not as the directory says",
            )
    return entries


def _directory(file: BinaryIO, size: int) -> list[Entry]:
    count, start, length = _end(file, size)
    if length > MAX_DIRECTORY_BYTES or count > MAX_FILES:
        raise _DamagedError(Fault.TOO_LARGE, "", "the ZIP has more files than any of ours")
    content = _read(file, start, length)
    entries: list[Entry] = []
    at = expected_offset = 0
    for _ in range(count):
        entry, at = _record(content, at)
        if entry.offset != expected_offset:
            raise _DamagedError(
                Fault.ARCHIVE_DIRECTORY, entry.name, "the file is not where the one before it ends"
            )
        expected_offset = entry.end
        entries.append(entry)
    if at != length or expected_offset != start:
        raise _DamagedError(
            Fault.ARCHIVE_DIRECTORY, "", "there are bytes that belong to no file of the directory"
        )
    return entries


def _end(file: BinaryIO, size: int) -> tuple[int, int, int]:
    """Number of files, start and length of the directory."""
    record = _read(file, size - END_RECORD.size, END_RECORD.size)
    if len(record) < END_RECORD.size or END_RECORD.unpack(record)[0] != END:
        raise _DamagedError(
            Fault.ARCHIVE_END,
            "",
            "the ZIP does not end as it was written: it is cut off, something was added behind it, or its "
            "last bytes were changed (or this is no ZIP)",
        )
    _, _, _, _, count, length, start, _ = END_RECORD.unpack(record)
    if count == FULL16 or FULL32 in {length, start}:
        at = size - END_RECORD.size - LOCATOR64_RECORD.size - END64_RECORD.size
        large = _read(file, at, END64_RECORD.size)
        if len(large) == END64_RECORD.size and END64_RECORD.unpack(large)[0] == END64:
            count, length, start = END64_RECORD.unpack(large)[7:]
    records = end_records(count, start, length)
    whole = start + length + len(records) == size
    if not whole or _read(file, size - len(records), len(records)) != records:
        raise _DamagedError(
            Fault.ARCHIVE_END, "", "the end of the ZIP does not fit what lies before it"
        )
    return count, start, length


def _record(content: bytes, at: int) -> tuple[Entry, int]:
    """The entry at that place of the directory, and where the next one begins."""
    broken = _DamagedError(
        Fault.ARCHIVE_DIRECTORY, "", f"the ZIP directory is damaged at its byte {at}"
    )
    fixed = content[at : at + CENTRAL_HEADER.size]
    if len(fixed) < CENTRAL_HEADER.size or CENTRAL_HEADER.unpack(fixed)[0] != CENTRAL:
        raise broken
    fields = CENTRAL_HEADER.unpack(fixed)
    crc, size, name_length, extra_length = fields[7], fields[8], fields[10], fields[11]
    mode, offset = fields[15], fields[16]
    begin = at + CENTRAL_HEADER.size
    name = _name(content[begin : begin + name_length], broken)
    extra = content[begin + name_length + 4 : begin + name_length + extra_length]
    large = [number for (number,) in struct.iter_unpack("<Q", extra[: len(extra) & ~7])]
    if size == FULL32 and len(large) > 1:
        size, large = large[0], large[2:]
    if offset == FULL32 and large:
        offset = large[0]
    if mode >> 16 & KIND == LINK:
        raise _DamagedError(Fault.UNSAFE_NAME, name, "it is a symbolic link")
    entry = Entry(name, size, crc, offset)
    record = central_header(entry)
    if content[at : at + len(record)] != record:
        raise _DamagedError(
            Fault.ARCHIVE_DIRECTORY,
            name,
            "its record in the ZIP directory is not as it was written",
        )
    return entry, at + len(record)


def _followed(file: BinaryIO, size: int, report: Report) -> list[Entry]:
    """What the local headers tell, up to the first that cannot be theirs."""
    entries: list[Entry] = []
    at = 0
    while len(entries) < MAX_FILES:
        fixed = _read(file, at, LOCAL_HEADER.size)
        if len(fixed) < LOCAL_HEADER.size or LOCAL_HEADER.unpack(fixed)[0] != LOCAL:
            return entries
        fields = LOCAL_HEADER.unpack(fixed)
        crc, length, name_length = fields[6], fields[7], fields[9]
        rest = _read(file, at + LOCAL_HEADER.size, name_length + 20)
        if length == FULL32 and len(rest) == name_length + 20:
            length = struct.unpack("<Q", rest[name_length + 4 : name_length + 12])[0]
        damaged = _DamagedError(Fault.ARCHIVE_HEADER, "", f"the ZIP is damaged at byte {at}")
        try:
            entry = Entry(_name(rest[:name_length], damaged), length, crc, at)
        except _DamagedError:
            report.add(*damaged.finding)
            return entries
        if fixed + rest[: len(local_header(entry)) - len(fixed)] != local_header(entry):
            report.add(*damaged.finding)
            return entries
        if entry.end > size:
            report.add(Fault.CHANGED_FILE, entry.name, "the ZIP ends within this file")
            return entries
        entries.append(entry)
        at = entry.end
    return entries


def _name(content: bytes, broken: _DamagedError) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise broken from None


def _read(file: BinaryIO, at: int, length: int) -> bytes:
    if at < 0:
        return b""
    file.seek(at)
    return file.read(length)

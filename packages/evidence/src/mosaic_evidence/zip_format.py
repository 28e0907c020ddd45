"""The bytes of a package's ZIP (APPNOTE 6.3): everything but the files follows from their names, sizes and CRCs.

Files are stored, not compressed, without gaps, comments, times or data descriptors; zip64 only where a number
needs it. Whoever reads a package makes these bytes again and compares: no bit of a header is free.
"""

import struct
from dataclasses import dataclass

LOCAL, CENTRAL, END = 0x04034B50, 0x02014B50, 0x06054B50
END64, LOCATOR64 = 0x06064B50, 0x07064B50
LOCAL_HEADER = struct.Struct("<IHHHHHIIIHH")
CENTRAL_HEADER = struct.Struct("<IHHHHHHIIIHHHHHII")
END_RECORD = struct.Struct("<IHHHHIIH")
END64_RECORD = struct.Struct("<IQHHIIQQQQ")
LOCATOR64_RECORD = struct.Struct("<IIQI")
FULL16, FULL32 = 0xFFFF, 0xFFFFFFFF
DATE = 0x21  # 1 January 1980, the first there is: the manifest has the times
PLAIN, ZIP64 = 10, 45
MADE_BY = 3 << 8 | ZIP64  # Unix, so that the mode below counts
MODE = 0o100644 << 16


@dataclass(frozen=True)
class Entry:
    """offset: of its local header."""

    name: str
    size: int
    crc32: int
    offset: int

    @property
    def data_offset(self) -> int:
        return self.offset + len(local_header(self))

    @property
    def end(self) -> int:
        return self.data_offset + self.size


def local_header(entry: Entry) -> bytes:
    name = entry.name.encode()
    large = entry.size >= FULL32
    extra = struct.pack("<HHQQ", 1, 16, entry.size, entry.size) if large else b""
    size = FULL32 if large else entry.size
    needed = ZIP64 if large else PLAIN
    fields = (LOCAL, needed, 0, 0, 0, DATE, entry.crc32, size, size, len(name), len(extra))
    return LOCAL_HEADER.pack(*fields) + name + extra


def central_header(entry: Entry) -> bytes:
    name = entry.name.encode()
    large = [entry.size, entry.size] if entry.size >= FULL32 else []
    large += [entry.offset] if entry.offset >= FULL32 else []
    extra = struct.pack(f"<HH{len(large)}Q", 1, 8 * len(large), *large) if large else b""
    size, offset = min(entry.size, FULL32), min(entry.offset, FULL32)
    needed = ZIP64 if large else PLAIN
    fields = (
        *(CENTRAL, MADE_BY, needed, 0, 0, 0, DATE, entry.crc32, size, size),
        *(len(name), len(extra), 0, 0, 0, MODE, offset),
    )
    return CENTRAL_HEADER.pack(*fields) + name + extra


def end_records(count: int, central_offset: int, central_size: int) -> bytes:
    counted, size, offset = (
        min(count, FULL16),
        min(central_size, FULL32),
        min(central_offset, FULL32),
    )
    out = b""
    if counted == FULL16 or FULL32 in {size, offset}:
        numbers = (count, count, central_size, central_offset)
        out += END64_RECORD.pack(END64, END64_RECORD.size - 12, MADE_BY, ZIP64, 0, 0, *numbers)
        out += LOCATOR64_RECORD.pack(LOCATOR64, 0, central_offset + central_size, 1)
    return out + END_RECORD.pack(END, 0, 0, counted, counted, size, offset, 0)

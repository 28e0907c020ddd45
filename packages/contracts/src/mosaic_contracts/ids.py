"""Identifiers: UUIDv7 everywhere, so that ids sort by time and carry it."""

from datetime import UTC, datetime
from uuid import UUID

from uuid_utils import compat


def new_id(at: datetime | None = None) -> UUID:
    """A new UUIDv7; `at` (aware) puts another instant than now into its first 48 bits."""
    if at is None:
        return UUID(bytes=compat.uuid7().bytes)
    milliseconds = int(at.timestamp() * 1000)
    random_bits = int.from_bytes(compat.uuid7().bytes) & ((1 << 80) - 1)
    return UUID(int=(milliseconds << 80) | random_bits)


def instant_of(identifier: UUID) -> datetime:
    """The instant inside a UUIDv7, millisecond precision, UTC.

    Raises ValueError for another UUID version.
    """
    if identifier.version != 7:
        raise ValueError(f"{identifier} is not a UUIDv7")
    return datetime.fromtimestamp((identifier.int >> 80) / 1000, tz=UTC)

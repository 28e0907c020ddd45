"""Ids carry their instant; a store relies on that to find rows by time."""

from datetime import datetime, timedelta
from uuid import UUID

from mosaic_contracts.errors import InvalidInputError
from mosaic_contracts.ids import instant_of

MARGIN = timedelta(days=1)
"""Farthest that an id's instant may lie from the first capture: time filters look that much wider by id."""


def skew_of(identifier: UUID, captured_at: datetime) -> timedelta:
    """How far the id is off. Raises InvalidInputError where that is more than MARGIN, or it is no UUIDv7."""
    try:
        carried = instant_of(identifier)
    except ValueError as error:
        raise InvalidInputError(str(error)) from error
    skew = abs(carried - captured_at)
    if skew > MARGIN:
        raise InvalidInputError(
            f"{identifier} carries {carried.isoformat()}, too far from {captured_at.isoformat()}"
        )
    return skew


def first_id_at(instant: datetime) -> UUID:
    """The smallest id of that millisecond; an aware instant before 1970 or after 10889 is brought inside."""
    milliseconds = min(max(int(instant.timestamp() * 1000), 0), (1 << 48) - 1)
    return UUID(int=milliseconds << 80)

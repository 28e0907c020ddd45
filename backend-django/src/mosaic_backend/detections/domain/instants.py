"""Ids carry their instant; a store relies on that to find rows by time."""

from datetime import datetime, timedelta
from uuid import UUID

from mosaic_contracts.errors import InvalidInputError
from mosaic_contracts.ids import instant_of

MARGIN = timedelta(days=1)
"""Farthest that an id's instant may lie from the first capture: time filters look that much wider by id."""
DETECTION_MARGIN = timedelta(seconds=10)
"""The same of a detection, whose id is made of its capture: its searches look through windows of ids."""


def check_instant(identifier: UUID, captured_at: datetime, margin: timedelta = MARGIN) -> None:
    """Raises InvalidInputError for an id that is no UUIDv7 of about the capture time."""
    try:
        carried = instant_of(identifier)
    except ValueError as error:
        raise InvalidInputError(str(error)) from error
    if abs(carried - captured_at) > margin:
        raise InvalidInputError(
            f"{identifier} carries {carried.isoformat()}, too far from {captured_at.isoformat()}"
        )


def first_id_at(instant: datetime) -> UUID:
    """The smallest id of that millisecond; an aware instant before 1970 or after 10889 is brought inside."""
    milliseconds = min(max(int(instant.timestamp() * 1000), 0), (1 << 48) - 1)
    return UUID(int=milliseconds << 80)

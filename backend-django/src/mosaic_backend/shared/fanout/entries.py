"""Events as the Redis stream carries them."""

import re
from typing import NamedTuple
from uuid import UUID

from mosaic_contracts.events import CloudEvent

STREAM = "mosaic:events"
MAX_LENGTH = 10_000
_CURSOR = re.compile(r"\d{1,20}-\d{1,20}")


class Entry(NamedTuple):
    """One event of the stream. cursor: Redis's entry id; body: the CloudEvent as JSON.

    for_administrators: nobody else hears it.
    """

    cursor: str
    type: str
    camera_id: UUID | None
    body: str
    for_administrators: bool = False


def fields_of(event: CloudEvent) -> dict[str, str]:
    """What is written; type, camera and audience stand beside the body so that a reader need not parse it."""
    return {
        "type": event.type,
        "camera": str(event.data.get("camera_id") or ""),
        "audience": str(event.data.get("audience") or ""),
        "event": event.to_json().decode(),
    }


def entry_of(cursor: str, fields: dict[str, str]) -> Entry:
    camera = fields.get("camera")
    return Entry(
        cursor,
        fields["type"],
        UUID(camera) if camera else None,
        fields["event"],
        fields.get("audience") == "administrators",
    )


def is_cursor(text: object) -> bool:
    return isinstance(text, str) and _CURSOR.fullmatch(text) is not None


def order_of(cursor: str) -> tuple[int, int]:
    """Cursors compare by these."""
    milliseconds, _, number = cursor.partition("-")
    return int(milliseconds), int(number)

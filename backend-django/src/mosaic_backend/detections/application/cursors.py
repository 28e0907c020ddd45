"""Opaque cursors of a plate search: where a page ended, in 16 bytes, or 40 for a ranked one."""

import base64
import binascii
import struct
from uuid import UUID

from mosaic_backend.detections.application.search_plates import Position
from mosaic_contracts.errors import InvalidInputError


def encoded(position: Position) -> str:
    content = position.id.bytes
    if position.score is not None and position.newest is not None:
        content += position.newest.bytes + struct.pack(">d", position.score)
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def decoded(cursor: str) -> Position:
    """Raises InvalidInputError for what `encoded` did not make."""
    try:
        content = base64.urlsafe_b64decode(cursor.encode("ascii") + b"==")
        if len(content) == 16:
            position = Position(UUID(bytes=content))
        else:
            last, newest, score = struct.unpack(">16s16sd", content)
            position = Position(UUID(bytes=last), score, UUID(bytes=newest))
    except (ValueError, struct.error, binascii.Error) as error:
        raise InvalidInputError("the cursor is not one of ours", pointer="cursor") from error
    if encoded(position) != cursor:
        raise InvalidInputError("the cursor is not one of ours", pointer="cursor")
    return position

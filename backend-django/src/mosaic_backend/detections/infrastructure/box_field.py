"""A column for a box, as tuple of shares: see detections/domain/boxes.py."""

from typing import Any

from django.db import models

from mosaic_backend.detections.domain.boxes import Box, packed, unpacked


class BoxField(models.Field):  # type: ignore[type-arg]
    description = "Box in shares of a picture"

    def db_type(self, connection: Any) -> str:
        return "bytea"

    def from_db_value(self, value: Any, *_: Any) -> Box | None:
        return None if value is None else unpacked(bytes(value))

    def get_prep_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, bytes) else packed(value)

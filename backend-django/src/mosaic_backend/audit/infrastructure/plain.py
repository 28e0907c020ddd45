"""Values as PostgreSQL's JSON takes them: it refuses NUL, halves of surrogate pairs and numbers that are none."""

import math
from typing import Any


def plain_text(text: str) -> str:
    return text.replace("\x00", "\N{REPLACEMENT CHARACTER}").encode(errors="replace").decode()


def plain_value(value: Any) -> Any:
    """value: as json.loads makes it."""
    if isinstance(value, str):
        return plain_text(value)
    if isinstance(value, dict):
        return {plain_text(name): plain_value(part) for name, part in value.items()}
    if isinstance(value, list):
        return [plain_value(part) for part in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value

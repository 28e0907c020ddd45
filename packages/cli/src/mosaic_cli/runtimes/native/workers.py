"""`MOSAIC_AI_WORKERS`: how many AI processes share the cameras."""

import os

from mosaic_cli.components.services import MORE_AI

MOST = 1 + len(MORE_AI)


class WorkersSettingError(Exception):
    """The variable has another value than it may have."""


def asked_workers() -> list[str]:
    """The names of those besides `ai`. Raises WorkersSettingError."""
    text = os.environ.get("MOSAIC_AI_WORKERS") or "1"
    if text not in {str(number) for number in range(1, MOST + 1)}:
        raise WorkersSettingError(f"MOSAIC_AI_WORKERS={text}: may be 1 to {MOST}")
    return [each.name for each in MORE_AI[: int(text) - 1]]

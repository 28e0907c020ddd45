"""Waiting for a condition, never for a time."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
PAUSE_S = 0.2


class NotInTimeError(AssertionError):
    """What was waited for did not come; the message tells what was seen last."""


def until(
    condition: Callable[[], T | None],
    what: str,
    *,
    within_s: float,
    despite: tuple[type[Exception], ...] = (),
    pause_s: float = PAUSE_S,
) -> T:
    """The first truthy answer. Errors of the kinds `despite` count as "not yet"."""
    deadline = time.monotonic() + within_s
    while True:
        seen: object
        try:
            answer = condition()
            if answer:
                return answer
            seen = answer
        except despite as error:
            seen = repr(error)
        if time.monotonic() > deadline:
            raise NotInTimeError(f"not within {within_s:.0f} s: {what}; last seen: {seen}")
        time.sleep(pause_s)

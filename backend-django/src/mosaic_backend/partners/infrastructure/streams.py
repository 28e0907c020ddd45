"""Server-sent events: how many may be open, and how they end."""

import threading
from collections import Counter
from collections.abc import Callable
from uuid import UUID

from mosaic_contracts.errors import MosaicError

PER_CLIENT = 5
PER_PROCESS = 200
_open: Counter[UUID] = Counter()
_lock = threading.Lock()
_ending = threading.Event()


class TooManyStreamsError(MosaicError):
    """The client, or this process, has as many streams open as it may."""

    code = "rate-limited"
    wait = 5


def take_slot(client_id: UUID) -> Callable[[], None]:
    """Gives the slot back when called, once or more often. Raises TooManyStreamsError."""
    with _lock:
        if _open[client_id] >= PER_CLIENT or _open.total() >= PER_PROCESS:
            raise TooManyStreamsError
        _open[client_id] += 1
    given_back = threading.Event()

    def give_back() -> None:
        with _lock:
            if given_back.is_set():
                return
            given_back.set()
            _open[client_id] -= 1
            if not _open[client_id]:
                del _open[client_id]

    return give_back


def end_streams() -> None:
    """The process is told to stop: every open stream ends soon, and its client comes again."""
    _ending.set()


def ending() -> bool:
    return _ending.is_set()

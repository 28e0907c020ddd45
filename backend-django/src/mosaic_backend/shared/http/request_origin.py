"""Where the work in hand comes from: the request's id and the address of who asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class RequestOrigin:
    """request_id: also in logs and answers. address: as `client_address` tells it."""

    request_id: str = ""
    address: str = ""


NOWHERE = RequestOrigin()
_origin: ContextVar[RequestOrigin] = ContextVar("mosaic_request_origin", default=NOWHERE)


def request_origin() -> RequestOrigin:
    """Of the request that is being answered; NOWHERE outside of one."""
    return _origin.get()


@contextmanager
def bound_origin(origin: RequestOrigin) -> Iterator[None]:
    token = _origin.set(origin)
    try:
        yield
    finally:
        _origin.reset(token)

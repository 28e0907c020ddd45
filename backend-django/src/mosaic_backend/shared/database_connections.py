"""Connections to the database are few, threads are many: who waits for something else holds none."""

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.db import close_old_connections, connection

P = ParamSpec("P")
T = TypeVar("T")


async def in_database_thread(do: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """In a thread whose connection goes back to the pool when it is done."""

    def work() -> T:
        close_old_connections()
        try:
            return do(*args, **kwargs)
        finally:
            close_old_connections()

    return await asyncio.to_thread(work)


def give_back_connection() -> None:
    """Before this thread waits for another part or a camera; inside a transaction it must keep it."""
    if not connection.in_atomic_block:
        connection.close()

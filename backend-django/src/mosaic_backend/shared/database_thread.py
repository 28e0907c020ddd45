"""Database work of asynchronous code."""

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.db import close_old_connections

P = ParamSpec("P")
T = TypeVar("T")


async def in_database_thread(do: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """In a thread whose connection goes back to the pool when it is done: threads are many, connections few."""

    def work() -> T:
        close_old_connections()
        try:
            return do(*args, **kwargs)
        finally:
            close_old_connections()

    return await asyncio.to_thread(work)

"""Tests marked `virtual_time` run in a loop whose clock jumps: no machine is too slow for them."""

import asyncio
from collections.abc import Callable, Mapping

import pytest
from virtual_time import VirtualTimeLoop


def pytest_asyncio_loop_factories(
    item: pytest.Item,
) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    if item.get_closest_marker("virtual_time"):
        return {"virtual": VirtualTimeLoop}
    return {"real": asyncio.new_event_loop}

"""The plugin's fixtures where several pytest workers ask for them at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from mosaic_cli.testing.parts import Running
from mosaic_cli.testing.plugin import call_broker


def test_broker_when_asked_by_many_at_once_then_it_answers_each(
    start_part: Callable[[str], Running],
) -> None:
    running = start_part("rabbitmq")
    with ThreadPoolExecutor(8) as workers:
        told = [workers.submit(call_broker, running, "erlang:node().") for _ in range(24)]
    assert [each.exception() for each in told] == [None] * 24

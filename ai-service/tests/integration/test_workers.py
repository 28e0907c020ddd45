"""Several workers as processes share the cameras through RabbitMQ; the streams show who follows what."""

import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from ai_neighbours import Neighbours, eventually
from ai_streams import MediaServer
from ai_workers import StreamLog, Workers, small_stream

LONG_S = 120.0


@pytest.fixture
def workers(
    amqp_url: str,
    secrets_dir: Path,
    tmp_path: Path,
    neighbours: Neighbours,
    media_server: MediaServer,
    free_port: Callable[[], int],
) -> Iterator[Workers]:
    streams = StreamLog(free_port(), small_stream(media_server))
    streams.start()
    made = Workers(
        amqp_url=amqp_url,
        secrets_dir=secrets_dir,
        folder=tmp_path,
        neighbours=neighbours,
        streams=streams,
        free_port=free_port,
    )
    yield made
    made.stop(number=signal.SIGKILL)
    streams.stop()


async def test_cameras_when_workers_come_and_go_then_each_is_followed_by_one_in_fair_shares(
    workers: Workers,
) -> None:
    workers.add_cameras(5)
    await workers.start("one", "two")
    await eventually(lambda: sorted((workers.shares() or {}).values()) == [2, 3], within_s=LONG_S)
    before = workers.streams.following()
    await workers.start("three")
    await eventually(
        lambda: sorted((workers.shares() or {}).values()) == [1, 2, 2], within_s=LONG_S
    )
    moved = [each for each, by in workers.streams.following().items() if by != before[each]]
    assert len(moved) == (workers.shares() or {})["three"]
    workers.stop("three", number=signal.SIGTERM)
    await eventually(lambda: sorted((workers.shares() or {}).values()) == [2, 3], within_s=LONG_S)


async def test_worker_when_killed_or_frozen_then_others_follow_its_cameras_and_it_finds_its_place_again(
    workers: Workers,
) -> None:
    workers.add_cameras(4)
    await workers.start("one", "two")
    await eventually(lambda: workers.shares() == {"one": 2, "two": 2}, within_s=LONG_S)
    workers.stop("two", number=signal.SIGKILL)
    await eventually(lambda: workers.shares() == {"one": 4}, within_s=LONG_S)
    await workers.start("two")
    await eventually(lambda: workers.shares() == {"one": 2, "two": 2}, within_s=LONG_S)
    workers.signal("two", signal.SIGSTOP)
    await eventually(lambda: workers.shares() == {"one": 4}, within_s=LONG_S)
    workers.signal("two", signal.SIGCONT)
    await eventually(lambda: workers.shares() == {"one": 2, "two": 2}, within_s=LONG_S)


async def test_cameras_when_added_and_removed_while_a_worker_is_down_then_the_others_know_and_it_learns(
    workers: Workers,
) -> None:
    workers.add_cameras(3)
    await workers.start("one", "two")
    await eventually(lambda: sorted((workers.shares() or {}).values()) == [1, 2], within_s=LONG_S)
    workers.stop("two", number=signal.SIGKILL)
    del workers.neighbours.cameras[0]
    added = workers.add_cameras(2)
    await eventually(lambda: workers.shares() == {"one": 4}, within_s=LONG_S)
    assert set(added) < set(workers.streams.following())
    await workers.start("two")
    await eventually(lambda: workers.shares() == {"one": 2, "two": 2}, within_s=LONG_S)

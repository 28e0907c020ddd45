"""SqliteOutbox: durable, ordered, bounded."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mosaic_contracts.events import CameraChanged, CloudEvent, new_event
from mosaic_contracts.ids import new_id
from mosaic_platform.messaging import OutboxFullError, SqliteOutbox


def _event(number: int) -> CloudEvent:
    return new_event(
        CameraChanged(camera_id=new_id(), change="created", revision=number), source="mosaic/test"
    )


def test_pending_keeps_order_and_content_when_reopened(tmp_path: Path) -> None:
    events = [_event(number) for number in range(5)]
    outbox = SqliteOutbox(tmp_path / "outbox.db")
    outbox.add(events[:2])
    outbox.add(events[2:])
    outbox.close()
    reopened = SqliteOutbox(tmp_path / "outbox.db")
    assert [told for _, told in reopened.pending(10)] == events
    assert reopened.depth() == 5
    assert len(reopened.pending(3)) == 3


def test_remove_takes_only_what_was_named(tmp_path: Path) -> None:
    outbox = SqliteOutbox(tmp_path / "outbox.db")
    events = [_event(number) for number in range(4)]
    outbox.add(events)
    first, _, third, _ = (position for position, _ in outbox.pending(10))
    outbox.remove([first, third, third, 999])
    assert [told for _, told in outbox.pending(10)] == [events[1], events[3]]
    assert outbox.depth() == 2


def test_add_when_full_raises_and_adds_nothing_until_there_is_room(tmp_path: Path) -> None:
    size = len(_event(1).to_json())
    outbox = SqliteOutbox(tmp_path / "outbox.db", max_bytes=2 * size + 10)
    outbox.add([_event(1), _event(2)])
    with pytest.raises(OutboxFullError):
        outbox.add([_event(3)])
    assert outbox.depth() == 2
    outbox.remove([outbox.pending(1)[0][0]])
    outbox.add([_event(3)])
    assert outbox.depth() == 2


def test_add_from_many_threads_loses_nothing(tmp_path: Path) -> None:
    outbox = SqliteOutbox(tmp_path / "outbox.db")
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda number: outbox.add([_event(number)]), range(80)))
    numbers = sorted(told.data["revision"] for _, told in outbox.pending(100))
    assert numbers == list(range(80))


def test_file_is_private(tmp_path: Path) -> None:
    SqliteOutbox(tmp_path / "outbox.db")
    assert (tmp_path / "outbox.db").stat().st_mode & 0o077 == 0


def test_added_events_survive_kill_9(tmp_path: Path) -> None:
    program = """
import sys
from pathlib import Path
from mosaic_contracts.events import CameraChanged, new_event
from mosaic_contracts.ids import new_id
from mosaic_platform.messaging import SqliteOutbox
outbox = SqliteOutbox(Path(sys.argv[1]))
number = 0
while True:
    change = CameraChanged(camera_id=new_id(), change="created", revision=number)
    outbox.add([new_event(change, source="mosaic/test")])
    print(number, flush=True)
    number += 1
"""
    path = tmp_path / "outbox.db"
    child = subprocess.Popen([sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE)
    assert child.stdout is not None
    told = -1
    while told < 20:
        told = int(child.stdout.readline())
    os.kill(child.pid, signal.SIGKILL)
    told = max([told, *(int(line) for line in child.stdout.read().splitlines())])
    child.wait()
    kept = [event.data["revision"] for _, event in SqliteOutbox(path).pending(100_000)]
    assert kept[: told + 1] == list(range(told + 1))
    assert len(kept) <= told + 2


@settings(deadline=None)
@given(st.lists(st.one_of(st.integers(1, 3), st.just(-1)), max_size=30))
def test_depth_and_order_hold_for_any_sequence(
    tmp_path_factory: pytest.TempPathFactory, steps: list[int]
) -> None:
    outbox = SqliteOutbox(tmp_path_factory.mktemp("outbox") / "outbox.db")
    expected: list[int] = []
    number = 0
    for step in steps:
        if step > 0:
            batch = list(range(number, number + step))
            number += step
            outbox.add([_event(value) for value in batch])
            expected += batch
        else:
            outbox.remove([position for position, _ in outbox.pending(2)])
            expected = expected[2:]
        assert outbox.depth() == len(expected)
        assert [told.data["revision"] for _, told in outbox.pending(100)] == expected
    outbox.close()

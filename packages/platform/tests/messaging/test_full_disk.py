"""SqliteOutbox and OutboxRelay on a disk that is full, or read-only; the disk is a real one of some megabytes."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from mosaic_contracts.events import CloudEvent
from mosaic_platform.messaging import (
    OutboxFullError,
    OutboxRelay,
    OutboxUnwritableError,
    SqliteOutbox,
)

from .support import event, eventually, number_of, running
from .test_relay import MemoryOutbox, RecordingPublisher

MIB = 1 << 20
Mount = Callable[[int], Path]


def filled(outbox: SqliteOutbox, first: int = 0) -> int:
    """Adds until nothing more can be added; the number of the first that could not."""
    number = first
    while True:
        try:
            outbox.add([event(number)])
        except OutboxFullError:
            return number
        number += 1


def numbers(outbox: SqliteOutbox) -> list[int]:
    return [number_of(told) for _, told in outbox.pending(1_000_000)]


def sound(path: Path) -> bool:
    database = sqlite3.connect(path)
    try:
        return bool(database.execute("PRAGMA integrity_check").fetchone() == ("ok",))
    finally:
        database.close()


def test_add_when_the_disk_is_full_then_refused_and_all_from_before_is_there(
    small_disk: Mount,
) -> None:
    path = small_disk(12 * MIB) / "outbox.sqlite"
    outbox = SqliteOutbox(path)
    count = filled(outbox)
    assert count > 1000
    for _ in range(3):
        with pytest.raises(OutboxFullError):
            outbox.add([event(count)])
    assert outbox.depth() == count
    assert numbers(outbox) == list(range(count))
    outbox.close()
    assert sound(path)


def test_remove_when_the_disk_is_full_then_possible_until_empty_and_then_there_is_room_again(
    small_disk: Mount,
) -> None:
    disk = small_disk(12 * MIB)
    outbox = SqliteOutbox(disk / "outbox.sqlite")
    count = filled(outbox)
    (disk / "others").write_bytes(bytes(os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize))
    while outbox.depth():
        outbox.remove([position for position, _ in outbox.pending(200)])
    assert filled(outbox) > count // 2
    outbox.close()
    assert sound(disk / "outbox.sqlite")


def test_outbox_when_others_filled_the_disk_and_give_room_again_then_goes_on(
    small_disk: Mount,
) -> None:
    disk = small_disk(12 * MIB)
    outbox = SqliteOutbox(disk / "outbox.sqlite")
    outbox.add([event(0)])
    others = disk / "others"
    others.write_bytes(bytes(os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize))
    count = filled(outbox, 1)
    others.unlink()
    outbox.add([event(count)])
    assert numbers(outbox) == list(range(count + 1))


def test_open_when_the_disk_is_full_then_what_is_there_can_be_had_and_removed(
    small_disk: Mount,
) -> None:
    """Also after a kill -9 in the middle of adding."""
    disk = small_disk(12 * MIB)
    path = disk / "outbox.sqlite"
    program = """
import sys
from pathlib import Path
from mosaic_contracts.errors import UnavailableError
from mosaic_contracts.events import CameraChanged, new_event
from mosaic_contracts.ids import new_id
from mosaic_platform.messaging import SqliteOutbox
outbox = SqliteOutbox(Path(sys.argv[1]))
number = 0
while True:
    change = CameraChanged(camera_id=new_id(), change="updated", revision=number + 1)
    try:
        outbox.add([new_event(change, source="mosaic/test")])
    except UnavailableError:
        print("full", flush=True)
        continue
    number += 1
    print(number, flush=True)
"""
    child = subprocess.Popen([sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE)
    assert child.stdout is not None
    added = 0
    while (line := child.stdout.readline().strip()) != b"full":
        added = int(line)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    child.stdout.close()
    outbox = SqliteOutbox(path)
    assert numbers(outbox) == list(range(added))
    while outbox.depth():
        outbox.remove([position for position, _ in outbox.pending(200)])
    outbox.add([event(added)])
    outbox.close()
    assert sound(path)


def test_open_when_the_disk_is_read_only_then_said_so(small_disk: Mount) -> None:
    disk = small_disk(12 * MIB)
    SqliteOutbox(disk / "outbox.sqlite").close()
    remount = ["mount", "-o", "remount,ro", str(disk)]
    if subprocess.run(remount, capture_output=True, check=False).returncode != 0:
        pytest.skip("nothing may be mounted read-only here")
    with pytest.raises(OutboxUnwritableError):
        SqliteOutbox(disk / "outbox.sqlite").add([event(0)])
    with pytest.raises(OutboxUnwritableError):
        SqliteOutbox(disk / "new" / "outbox.sqlite")
    subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
    outbox = SqliteOutbox(disk / "outbox.sqlite")
    outbox.add([event(0)])
    assert numbers(outbox) == [0]


class ForgetfulAtLast(MemoryOutbox):
    """Cannot forget at first, as on a full disk."""

    def __init__(self, events: list[CloudEvent], refusals: int) -> None:
        super().__init__(events)
        self.refusals = refusals

    def remove(self, positions: Sequence[int]) -> None:
        if self.refusals:
            self.refusals -= 1
            raise OutboxFullError
        super().remove(positions)


async def test_relay_when_the_outbox_cannot_forget_then_nothing_is_published_twice() -> None:
    outbox = ForgetfulAtLast([event(number) for number in range(300)], refusals=3)
    publisher = RecordingPublisher()
    async with running(OutboxRelay(outbox, publisher).run()):
        await eventually(lambda: outbox.depth() == 0)
    assert publisher.published == list(range(300))

"""What the service keeps, on a real small disk that fills up: old crops go first, reads last, and all is told."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from mosaic_ai.application import held_events
from mosaic_ai.application.record_reads import closing_event
from mosaic_ai.domain.ports import OpenRead
from mosaic_ai.settings import Settings
from mosaic_ai.stores import MIB, Stores, open_stores
from mosaic_contracts.errors import UnavailableError
from mosaic_contracts.events import CloudEvent, DetectionRecorded, PlateRead, new_event
from mosaic_contracts.events.types import DetectedObject, FrameSize, ReadImages
from mosaic_contracts.ids import new_id

Mount = Callable[[int], Path]
CAMERA = uuid4()
CROP = bytes(64 * 1024)
START = datetime(2026, 11, 20, tzinfo=UTC)


def read(number: int, *, read_id: UUID | None = None, revision: int = 1) -> CloudEvent:
    """A plate read; its text tells the number."""
    at = START + timedelta(seconds=number)
    told = PlateRead(
        read_id=read_id or new_id(at),
        revision=revision,
        final=True,
        camera_id=CAMERA,
        track_id=new_id(at),
        text=f"K{number:06}",
        confidence=0.9,
        candidates=[[("K", 0.9)]],
        first_seen_at=at,
        seen_at=at,
        last_seen_at=at,
        votes=2,
        frame=FrameSize(width=1280, height=720),
        box=(0.1, 0.1, 0.1, 0.1),
        vehicle=None,
        zones=[],
        images=ReadImages(),
        interpretations=[],
        engine="x",
    )
    return new_event(told, source="mosaic/ai")


def detection() -> CloudEvent:
    told = DetectionRecorded(
        camera_id=CAMERA,
        captured_at=START,
        frame=FrameSize(width=1280, height=720),
        detections=[
            DetectedObject(
                detection_id=new_id(START),
                label="car",
                confidence=0.9,
                box=(0.1, 0.1, 0.2, 0.2),
                track_id=new_id(START),
                zones=[],
            )
        ],
        engine="x",
    )
    return new_event(told, source="mosaic/ai")


def numbers(stores: Stores) -> list[int]:
    """The reads in the outbox, in their order."""
    events = [event for _, event in stores.on_disk.pending(1_000_000)]
    return [int(str(e.data["text"])[1:]) for e in events if e.type == PlateRead.TYPE]


def free(disk: Path) -> int:
    told = os.statvfs(disk)
    return told.f_bavail * told.f_frsize


def fill(disk: Path, *, but: int = 0) -> Path:
    """What others do to a disk."""
    others = disk / "others"
    with others.open("ab") as file:
        file.write(bytes(max(0, free(disk) - but)))
    return others


@contextmanager
def opened(disk: Path, reserve_mb: int = 2) -> Iterator[Stores]:
    settings = Settings(
        amqp_url="amqp://x",
        secrets_dir=disk,
        data_dir=disk / "data",
        evidence_url=(disk / "evidence").as_uri(),
        backend_url="http://x",
        streaming_url="http://x",
        ai_disk_reserve_mb=reserve_mb,
    )
    stores = open_stores(settings, settings.data_dir)
    try:
        yield stores
    finally:
        stores.close()


def put_crops(stores: Stores, count: int, *, first: int = 0) -> list[str]:
    """One an hour."""
    keys = []
    for number in range(first, first + count):
        at = START + timedelta(hours=number)
        key = f"plates/{at:%Y/%m/%d}/{uuid4()}/{new_id(at)}-plate.jpg"
        stores.evidence.put(key, CROP)
        keys.append(key)
    return keys


def left(disk: Path, keys: list[str]) -> list[str]:
    return [key for key in keys if (disk / "evidence" / key).is_file()]


def sound(disk: Path) -> bool:
    for name in ("outbox.sqlite", "open-reads.sqlite"):
        database = sqlite3.connect(disk / "data" / name)
        try:
            if database.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                return False
        finally:
            database.close()
    return True


def test_crops_when_they_fill_the_disk_then_the_oldest_go_and_reads_go_on(
    small_disk: Mount,
) -> None:
    disk = small_disk(24 * MIB)
    with opened(disk) as stores:
        keys = []
        for step in range(40):
            keys += put_crops(stores, 12, first=12 * step)
            stores.outbox.add([read(step), detection()])
            stores.keeper.look()
        kept = left(disk, keys)
        assert len(kept) < len(keys)
        assert kept == keys[-len(kept) :]
        assert numbers(stores) == list(range(40))
        assert free(disk) >= 2 * MIB
        assert stores.keeper.room.given_up == len(keys) - len(kept)
        assert any("deleted" in told for told in stores.limits())
        assert not stores.keeper.room.short
        rest = [path for path in (disk / "evidence").rglob("*") if path.is_file()]
        assert len(rest) == len(kept), "nothing half-written is left"
        folders = [path for path in (disk / "evidence/plates").rglob("*") if path.is_dir()]
        assert all(any(folder.iterdir()) for folder in folders)
    assert sound(disk)


def test_reads_when_others_fill_the_disk_then_crops_go_first_detections_next_and_no_read_at_all(
    small_disk: Mount,
) -> None:
    disk = small_disk(24 * MIB)
    with opened(disk) as stores:
        keys = put_crops(stores, 60)
        stores.outbox.add([read(0), detection()])
        assert stores.limits() == []

        others = fill(disk)
        stores.keeper.look()
        assert 0 < len(left(disk, keys)) < 60
        stores.outbox.add([read(1)])

        while left(disk, keys):
            fill(disk)
            stores.keeper.look()
        fill(disk)
        stores.keeper.look()
        assert stores.keeper.room.short
        assert any("full" in told for told in stores.limits())
        with pytest.raises(UnavailableError):
            put_crops(stores, 1)
        before = stores.on_disk.depth()
        stores.outbox.add([detection()])
        assert stores.on_disk.depth() == before

        number = 2
        while not stores.outbox.held:
            stores.outbox.add([read(number)])
            number += 1
        stores.outbox.add([read(number), read(number + 1)])
        with pytest.raises(UnavailableError):
            stores.open_reads.save(OpenRead(uuid4(), bytes(8 * MIB)))
        stores.open_reads.all()
        assert any("memory" in told for told in stores.limits())
        assert not stores.outbox.flush()

        others.unlink()
        assert stores.outbox.flush()
        assert stores.outbox.held == stores.outbox.lost == 0
        stores.outbox.add([read(number + 2), detection()])
        assert numbers(stores) == list(range(number + 3))
        stores.keeper.look()
        assert len(put_crops(stores, 3)) == 3
        assert [told for told in stores.limits() if "deleted" not in told] == []
        stores.open_reads.save(OpenRead(UUID(int=7), b"{}"))
        assert UUID(int=7) in {entry.read_id for entry in stores.open_reads.all()}
    assert sound(disk)


def test_outbox_when_drained_on_a_full_disk_then_takes_what_was_held_without_more_room(
    small_disk: Mount,
) -> None:
    """RabbitMQ is back, and the disk as full as before."""
    disk = small_disk(24 * MIB)
    with opened(disk) as stores:
        stores.outbox.add([read(0)])
        fill(disk, but=1 * MIB)
        stores.keeper.look()
        number = 1
        while stores.outbox.held < 50:
            stores.outbox.add([read(number)])
            number += 1
        fill(disk)
        taken: list[int] = []
        while stores.on_disk.depth():
            batch = stores.on_disk.pending(200)
            taken += [int(str(event.data["text"])[1:]) for _, event in batch]
            stores.on_disk.remove([position for position, _ in batch])
            stores.outbox.flush()
        assert taken == list(range(number))
        assert stores.outbox.held == 0


def test_service_when_started_on_a_full_disk_then_crops_make_room_for_it(
    small_disk: Mount,
) -> None:
    disk = small_disk(24 * MIB)
    with opened(disk) as stores:
        keys = put_crops(stores, 60)
        stores.outbox.add([read(0)])
    fill(disk)
    with opened(disk) as stores:
        stores.outbox.add([read(1)])
        assert numbers(stores) == [0, 1]
        assert stores.outbox.held == 0
        assert len(left(disk, keys)) < 60


def test_held_reads_when_revised_then_the_newest_alone_and_beyond_the_most_the_oldest_are_lost(
    small_disk: Mount, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held_events, "MOST_HELD", 10)
    disk = small_disk(24 * MIB)
    with opened(disk) as stores:
        fill(disk, but=64 * 1024)
        stores.keeper.look()
        number = 0
        while not stores.outbox.held:
            stores.outbox.add([read(number)])
            number += 1
        again = UUID(int=9)
        for revision in range(1, 30):
            stores.outbox.add([read(number, read_id=again, revision=revision)])
        assert stores.outbox.held == 2
        for more in range(1, 12):
            stores.outbox.add([read(number + more)])
        assert stores.outbox.held == 10
        assert stores.outbox.lost == 3
        assert any("lost" in told for told in stores.limits())
        (disk / "others").unlink()
        assert stores.outbox.flush()
        in_outbox = numbers(stores)
        assert in_outbox == sorted(set(in_outbox))
        assert in_outbox[-1] == number + 11


def test_stop_when_reads_are_held_and_there_is_room_again_then_they_are_kept(
    small_disk: Mount,
) -> None:
    disk = small_disk(24 * MIB)
    with opened(disk) as stores:
        others = fill(disk, but=64 * 1024)
        number = 0
        while not stores.outbox.held:
            stores.outbox.add([read(number)])
            number += 1
        others.unlink()
    with opened(disk) as stores:
        assert numbers(stores) == list(range(number))


def test_resumed_read_when_closed_then_its_event_is_like_any_other(small_disk: Mount) -> None:
    disk = small_disk(24 * MIB)
    with opened(disk) as stores:
        payload = read(5).payload()
        assert isinstance(payload, PlateRead)
        stores.outbox.add([closing_event(payload)])
        assert numbers(stores) == [5]

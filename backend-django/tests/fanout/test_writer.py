"""The writer and a Redis of its own, which may stand still."""

import asyncio
import signal
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from event_factories import plate_read
from redis.asyncio import Redis
from structlog.testing import capture_logs

from mosaic_backend.shared.fanout.entries import STREAM
from mosaic_backend.shared.fanout.writer import BATCH, FanoutWriter
from mosaic_contracts.events import CloudEvent, new_event


@pytest.fixture
def server(
    free_port: Callable[[], int], tmp_path: Path
) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    port = free_port()
    process = subprocess.Popen(
        ["redis-server", "--port", str(port), "--save", "", "--dir", str(tmp_path)],
        stdout=subprocess.DEVNULL,
    )
    yield f"redis://127.0.0.1:{port}/0", process
    process.kill()
    process.wait()


@asynccontextmanager
async def running(url: str) -> AsyncIterator[FanoutWriter]:
    writer = FanoutWriter(url)
    task = asyncio.create_task(writer.run())
    yield writer
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def reads(number: int) -> list[CloudEvent]:
    return [new_event(plate_read(f"AB{n:05}"), source="test") for n in range(number)]


async def written(url: str) -> list[str]:
    redis: Redis = Redis.from_url(url, decode_responses=True)
    async with redis:
        return [
            str(CloudEvent.from_json(fields["event"].encode()).id)
            for _, fields in await redis.xrange(STREAM)
        ]


async def all_taken(writer: FanoutWriter) -> None:
    async with asyncio.timeout(60):
        while writer._waiting:
            await asyncio.sleep(0.01)


async def test_writer_when_redis_stood_still_then_what_it_had_taken_is_not_told_twice(
    server: tuple[str, "subprocess.Popen[bytes]"],
) -> None:
    url, process = server
    events = reads(2 * BATCH + 30)
    async with running(url) as writer:
        writer.append(events[:30])
        await all_taken(writer)
        process.send_signal(signal.SIGSTOP)
        try:
            with capture_logs() as logs:
                writer.append(events[30:])
                async with asyncio.timeout(60):
                    while not any(line["event"] == "fanout_lost_redis" for line in logs):
                        await asyncio.sleep(0.01)
        finally:
            process.send_signal(signal.SIGCONT)
        await all_taken(writer)
    assert await written(url) == [str(event.id) for event in events]


async def test_writers_when_two_then_both_are_heard(
    server: tuple[str, "subprocess.Popen[bytes]"],
) -> None:
    url, _ = server
    mine, theirs = reads(3), reads(4)
    async with running(url) as one, running(url) as other:
        one.append(mine)
        other.append(theirs)
        await all_taken(one)
        await all_taken(other)
    found = await written(url)
    assert [each for each in found if each in {str(event.id) for event in mine}] == [
        str(event.id) for event in mine
    ]
    assert len(found) == 7

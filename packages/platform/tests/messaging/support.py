"""What the messaging tests share: numbered events, waiting for a condition, a look into queues, a broker."""

import asyncio
import secrets
import signal
import subprocess
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import aio_pika
from aio_pika.abc import AbstractIncomingMessage

from mosaic_cli.components.rabbitmq import RabbitMQ
from mosaic_cli.part import Part, base_environment
from mosaic_cli.ports import free_ports
from mosaic_contracts.events import CameraChanged, CloudEvent, new_event
from mosaic_contracts.ids import new_id
from mosaic_platform.messaging import QUEUES


def event(number: int) -> CloudEvent:
    change = CameraChanged(camera_id=new_id(), change="updated", revision=number + 1)
    return new_event(change, source="mosaic/test")


def number_of(told: CloudEvent) -> int:
    return int(told.data["revision"]) - 1


async def eventually(condition: Callable[[], bool], *, within_s: float = 45) -> None:
    async with asyncio.timeout(within_s):
        while not condition():
            await asyncio.sleep(0.02)


@asynccontextmanager
async def running(work: Awaitable[None]) -> AsyncIterator[None]:
    """Runs an endless coroutine beside the block; its failure fails the test."""
    task = asyncio.ensure_future(work)
    try:
        yield
        if task.done():
            task.result()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def take(amqp_url: str, queue: str, *, within_s: float = 30) -> AbstractIncomingMessage:
    """Waits for one message of a queue and acknowledges it."""
    connection = await aio_pika.connect(amqp_url)
    async with connection, asyncio.timeout(within_s):
        channel = await connection.channel()
        found = await channel.get_queue(queue)
        while (message := await found.get(fail=False)) is None:
            await asyncio.sleep(0.05)
        await message.ack()
        return message


class Broker:
    """A RabbitMQ of this test module's own, with its data folder kept over restarts."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        ports = free_ports(3)
        self._component = RabbitMQ(
            folder / "rabbitmq",
            *ports,
            secrets.token_hex(8),
            secrets.token_hex(8),
            node=f"test-{secrets.token_hex(4)}",
        )
        self._mapper, self._broker = self._component.parts()
        self._mapper_process = self._spawn(self._mapper)
        self._broker_process = self._spawn(self._broker)

    @property
    def url(self) -> str:
        return self._component.url

    def queues_on_disk(self) -> bool:
        """Whether the broker's register of quorum queues is written.

        RabbitMQ 3.10 writes it about a second after a queue was first declared; killed before that, it starts
        again with a queue that is empty and never confirms.
        """
        register = next(self._folder.glob("rabbitmq/mnesia/*/quorum/*/names.dets"), None)
        content = register.read_bytes() if register else b""
        return all(
            content.count(name.encode()) >= 2 for name in QUEUES
        )  # itself and its dead letters

    def kill(self) -> None:
        self._broker_process.send_signal(signal.SIGKILL)
        self._broker_process.wait()

    def start(self) -> None:
        self._broker_process = self._spawn(self._broker)

    def stop(self) -> None:
        for process in (self._broker_process, self._mapper_process):
            process.kill()
            process.wait()

    def _spawn(self, part: Part) -> subprocess.Popen[bytes]:
        part.prepare()
        with (self._folder / f"{part.name}.log").open("ab") as log:
            process = subprocess.Popen(
                part.argv(),
                env=base_environment() | dict(part.environment),
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + 60
        while not part.ready():
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((self._folder / f"{part.name}.log").read_text()[-2000:])
            time.sleep(0.05)
        return process

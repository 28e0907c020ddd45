"""Processes that fill blocks of pictures in shared memory. Imports no torch: they start quickly."""

import multiprocessing
import queue
import shutil
import sys
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.queues import Queue
from pathlib import Path
from typing import NamedTuple, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

BLOCK = 32
STOP = -1


class Rendered(NamedTuple):
    """One picture, uint8, and the truth about it."""

    picture: NDArray[np.uint8]
    truth: NDArray[np.float32]


class Pictures(Protocol):
    """What is rendered, all of one shape; goes to the renderers by pickle."""

    @property
    def picture_shape(self) -> tuple[int, ...]: ...
    @property
    def truth_shape(self) -> tuple[int, ...]: ...
    def source(self, seed: str) -> Callable[[int], Rendered]:
        """Renders picture number n of that seed; asked for in order, from 1 on."""


class Block(NamedTuple):
    """pictures: (BLOCK, *picture_shape); truths: (BLOCK, *truth_shape)."""

    pictures: NDArray[np.uint8]
    truths: NDArray[np.float32]


class SharedBlocks:
    """Blocks in one file that all processes map; in memory where there is room for it."""

    def __init__(self, path: Path, count: int, kind: Pictures) -> None:
        self.path = path
        pictures, truths = (count, BLOCK, *kind.picture_shape), (count, BLOCK, *kind.truth_shape)
        border = int(np.prod(pictures))
        if not path.exists():
            with path.open("wb") as file:
                file.truncate(size_of(count, kind))
        whole = np.memmap(path, np.uint8, "r+")
        self._pictures = whole[:border].reshape(pictures)
        self._truths = whole[border:].view(np.float32).reshape(truths)

    def __getitem__(self, number: int) -> Block:
        return Block(self._pictures[number], self._truths[number])


def size_of(count: int, kind: Pictures) -> int:
    """Bytes of so many blocks."""
    return count * BLOCK * int(np.prod(kind.picture_shape) + 4 * np.prod(kind.truth_shape))


@dataclass(frozen=True)
class Order:
    """What a renderer needs to know."""

    path: Path
    blocks: int
    kind: Pictures
    seed: str


class Renderers:
    """Processes that render until they are closed; each has its own run of numbers, so a seed repeats."""

    def __init__(
        self, kind: Pictures, *, workers: int, seed: int, blocks_a_worker: int = 3
    ) -> None:
        self.kind = kind
        count = workers * blocks_a_worker
        folder = _roomy_folder(size_of(count, kind))
        self._folder = Path(tempfile.mkdtemp(prefix="mosaic-pictures-", dir=folder))
        self.blocks = SharedBlocks(self._folder / "blocks", count, kind)
        context = multiprocessing.get_context("spawn")
        self._empty: Queue[int] = context.Queue()
        self._full: Queue[int] = context.Queue()
        for number in range(count):
            self._empty.put(number)
        self._processes = [
            context.Process(
                target=_render,
                args=(
                    Order(self.blocks.path, count, kind, f"{seed}:{worker}"),
                    self._empty,
                    self._full,
                ),
                daemon=True,
            )
            for worker in range(workers)
        ]
        for process in self._processes:
            process.start()

    def next_full(self, timeout_s: float = 0.0) -> int | None:
        """The number of a block that is ready; None when none is."""
        try:
            return self._full.get(timeout=timeout_s) if timeout_s else self._full.get_nowait()
        except queue.Empty:
            return None

    def hand_back(self, number: int) -> None:
        self._empty.put(number)

    def alive(self) -> int:
        return sum(process.is_alive() for process in self._processes)

    def close(self) -> None:
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.join(5)
        shutil.rmtree(self._folder, ignore_errors=True)


def _render(order: Order, empty: "Queue[int]", full: "Queue[int]") -> None:
    cv2.setNumThreads(1)
    blocks = SharedBlocks(order.path, order.blocks, order.kind)
    render = order.kind.source(order.seed)
    number, failures = 0, 0
    while (place := empty.get()) != STOP:
        block, done = blocks[place], 0
        while done < BLOCK:
            number += 1
            try:
                rendered = render(number)
            except Exception:  # the edge of a process: one bad picture must not end it
                failures += 1
                if failures <= 3:
                    sys.stderr.write(f"picture {order.seed}:{number}\n{traceback.format_exc()}")
                if failures > 100 and failures > number / 4:
                    raise
                continue
            block.pictures[done], block.truths[done] = rendered
            done += 1
        full.put(place)


def _roomy_folder(size: int) -> str | None:
    """Memory when it has twice that room (containers often have 64 MB of it), else where temporary files go."""
    memory = Path("/dev/shm")  # noqa: S108
    if memory.is_dir() and shutil.disk_usage(memory).free > 2 * size:
        return str(memory)
    return None

"""Renderer processes that fill blocks of pictures in shared memory. Imports no torch: they start quickly."""

import multiprocessing
import queue
import shutil
import sys
import tempfile
import traceback
from dataclasses import dataclass
from multiprocessing.queues import Queue
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from mosaic_training.locator.faces import draw_face_with
from mosaic_training.locator.sampling import SIDE, Sample, Sampler

BLOCK = 32
PLATES = 12
"""Plates a picture of which the truth is kept."""
NUMBERS = 9
"""Of a plate: x and y of four corners, then its state (0 none, 1 plate, 2 ignored)."""
PICTURE_BYTES = SIDE * SIDE * 3
TRUTH_BYTES = PLATES * NUMBERS * 4
STOP = -1


class Block(NamedTuple):
    """pictures: (BLOCK, SIDE, SIDE, 3) BGR; truths: (BLOCK, PLATES, NUMBERS)."""

    pictures: NDArray[np.uint8]
    truths: NDArray[np.float32]


class SharedBlocks:
    """Blocks in one file that all processes map; in memory where there is room for it."""

    def __init__(self, path: Path, count: int) -> None:
        self.path, self.count = path, count
        if not path.exists():
            with path.open("wb") as file:
                file.truncate(count * BLOCK * (PICTURE_BYTES + TRUTH_BYTES))
        whole = np.memmap(path, np.uint8, "r+")
        border = count * BLOCK * PICTURE_BYTES
        self._pictures = whole[:border].reshape(count, BLOCK, SIDE, SIDE, 3)
        self._truths = whole[border:].view(np.float32).reshape(count, BLOCK, PLATES, NUMBERS)

    def __getitem__(self, number: int) -> Block:
        return Block(self._pictures[number], self._truths[number])


@dataclass(frozen=True)
class Order:
    """What a renderer needs to know."""

    path: Path
    blocks: int
    seed: int
    worker: int
    fonts: Path


class Renderers:
    """Processes that render until they are closed; each has its own run of numbers, so a seed repeats."""

    def __init__(self, *, workers: int, seed: int, fonts: Path, blocks_a_worker: int = 3) -> None:
        count = workers * blocks_a_worker
        folder = _roomy_folder(count * BLOCK * (PICTURE_BYTES + TRUTH_BYTES))
        self._folder = Path(tempfile.mkdtemp(prefix="mosaic-pictures-", dir=folder))
        self.blocks = SharedBlocks(self._folder / "blocks", count)
        context = multiprocessing.get_context("spawn")
        self._empty: Queue[int] = context.Queue()
        self._full: Queue[int] = context.Queue()
        for number in range(count):
            self._empty.put(number)
        self._processes = [
            context.Process(
                target=_render,
                args=(Order(self.blocks.path, count, seed, worker, fonts), self._empty, self._full),
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


def write_truth(row: NDArray[np.float32], sample: Sample) -> None:
    row[:] = 0
    for index, plate in enumerate(sample.plates[:PLATES]):
        row[index, :8] = plate.corners.reshape(8)
        row[index, 8] = 2 if plate.ignored else 1


def _render(order: Order, empty: "Queue[int]", full: "Queue[int]") -> None:
    cv2.setNumThreads(1)
    blocks = SharedBlocks(order.path, order.blocks)
    seed = f"{order.seed}:{order.worker}"
    sampler = Sampler(seed, order.fonts, draw_face_with(order.fonts))
    number, failures = 0, 0
    while (place := empty.get()) != STOP:
        block, done = blocks[place], 0
        while done < BLOCK:
            number += 1
            try:
                sample = sampler.sample(number)
            except Exception:  # the edge of a process: one bad picture must not end it
                failures += 1
                if failures <= 3:
                    sys.stderr.write(f"picture {seed}:{number}\n{traceback.format_exc()}")
                if failures > 100 and failures > number / 4:
                    raise
                continue
            block.pictures[done] = sample.picture
            write_truth(block.truths[done], sample)
            done += 1
        full.put(place)


def _roomy_folder(size: int) -> str | None:
    """Memory when it has twice that room (containers often have 64 MB of it), else where temporary files go."""
    memory = Path("/dev/shm")  # noqa: S108
    if memory.is_dir() and shutil.disk_usage(memory).free > 2 * size:
        return str(memory)
    return None

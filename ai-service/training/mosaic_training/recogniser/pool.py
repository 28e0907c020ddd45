"""Processes that render flat pictures, and the pool on the trainer's device that they fill."""

import multiprocessing
from multiprocessing.queues import Queue
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from mosaic_training.recogniser.alphabet import SLOTS
from mosaic_training.recogniser.flats import FLAT_HEIGHT, FLAT_WIDTH, FlatSource

BLOCK = 128
BLOCKS_A_WORKER = 4
_PICTURE = FLAT_HEIGHT * FLAT_WIDTH * 3
_TRUTH = SLOTS + 1
_BYTES = BLOCK * (_PICTURE + 4 * _TRUTH)


def _views(memory: SharedMemory, block: int) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """Pictures and truths (labels, then the proportion) of one block."""
    start = block * _BYTES
    pictures = np.ndarray((BLOCK, FLAT_HEIGHT, FLAT_WIDTH, 3), np.uint8, memory.buf, start)
    truths = np.ndarray((BLOCK, _TRUTH), np.float32, memory.buf, start + BLOCK * _PICTURE)
    return pictures, truths


def _render(name: str, empty: "Queue[int]", full: "Queue[int]", seed: int, fonts: Path) -> None:
    cv2.setNumThreads(1)
    memory = SharedMemory(name)
    source = FlatSource(seed, fonts)
    while (block := empty.get()) >= 0:
        pictures, truths = _views(memory, block)
        for index in range(BLOCK):
            flat = source.next()
            pictures[index] = flat.picture
            truths[index, :SLOTS] = flat.labels
            truths[index, SLOTS] = flat.proportion
        full.put(block)


class Pool:
    """The newest `capacity` flat pictures on the device; renderers go on until it is closed."""

    def __init__(
        self, device: torch.device, *, capacity: int, workers: int, seed: int, fonts: Path
    ) -> None:
        blocks = workers * BLOCKS_A_WORKER
        spawn = multiprocessing.get_context("spawn")
        self._memory = SharedMemory(create=True, size=blocks * _BYTES)
        self._empty: Queue[int] = spawn.Queue()
        self._full: Queue[int] = spawn.Queue()
        for block in range(blocks):
            self._empty.put(block)
        self._workers = [
            spawn.Process(
                target=_render,
                args=(self._memory.name, self._empty, self._full, seed * 1000 + index, fonts),
                daemon=True,
            )
            for index in range(workers)
        ]
        for worker in self._workers:
            worker.start()
        self._capacity = capacity // BLOCK * BLOCK
        self._pictures = torch.empty(
            (self._capacity, FLAT_HEIGHT, FLAT_WIDTH, 3), dtype=torch.uint8, device=device
        )
        self._truths = torch.empty((self._capacity, _TRUTH), device=device)
        self.rendered = 0

    def __len__(self) -> int:
        return min(self.rendered, self._capacity)

    def take_in(self, *, wait: bool = False) -> None:
        """All blocks that are ready; at least one when waiting."""
        while wait or not self._full.empty():
            wait = False
            block = self._full.get(timeout=120)
            pictures, truths = _views(self._memory, block)
            start = self.rendered % self._capacity
            self._pictures[start : start + BLOCK] = torch.from_numpy(pictures)
            self._truths[start : start + BLOCK] = torch.from_numpy(truths)
            self.rendered += BLOCK
            self._empty.put(block)

    def draw(self, count: int, generator: torch.Generator) -> tuple[Tensor, Tensor, Tensor]:
        """Pictures uint8, labels (count, SLOTS) int64, proportions."""
        device = self._pictures.device
        indices = torch.randint(len(self), (count,), generator=generator, device=device)
        truths = self._truths[indices]
        return self._pictures[indices], truths[:, :SLOTS].long(), truths[:, SLOTS]

    def close(self) -> None:
        for _ in self._workers:
            self._empty.put(-1)
        for worker in self._workers:
            worker.join(5)
            if worker.is_alive():
                worker.terminate()
        self._memory.close()
        self._memory.unlink()

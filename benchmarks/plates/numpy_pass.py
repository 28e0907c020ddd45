"""The yardstick: one NumPy pass over 2 million folded plates of eight bytes, in ms, the median of nine."""

import statistics
import time

import numpy as np


def main() -> None:
    random = np.random.default_rng(1)
    plates = random.integers(48, 91, size=(2_000_000, 8), dtype=np.uint8)
    wanted = plates[77]
    taken = []
    for _ in range(9):
        started = time.perf_counter()
        np.flatnonzero((plates != wanted).sum(axis=1, dtype=np.uint8) <= 1)
        taken.append((time.perf_counter() - started) * 1000)
    print(statistics.median(taken))


if __name__ == "__main__":
    main()

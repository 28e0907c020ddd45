"""What dataset.py knows of its reads, by read and by id."""

from pathlib import Path
from uuid import UUID

import numpy as np


class Truth:
    """plates: their texts. Of each read: truth (its plate's number), folded (S10), wrong (255: a gap), ids."""

    def __init__(self, folder: Path) -> None:
        with np.load(folder / "truth.npz") as kept:
            self.plates = kept["plates"]
            self.truth, self.folded, self.wrong = kept["truth"], kept["folded"], kept["wrong"]
            # The first half of an id, its instant and 12 bits of chance, then its last half.
            self.ids = kept["id"].view(">u8").reshape(-1, 2)
        self._order = np.argsort(self.ids[:, 0], kind="stable")
        self._heads = self.ids[self._order, 0].astype(np.uint64)

    def text(self, plate: int) -> str:
        return str(self.plates[plate].decode())

    def id_of(self, read: int) -> UUID:
        head, tail = (int(half) for half in self.ids[read])
        return UUID(int=head << 64 | tail)

    def plate_of(self, read_id: UUID) -> int | None:
        """None for a read that dataset.py did not make."""
        head, tail = read_id.int >> 64, read_id.int & (1 << 64) - 1
        at = int(np.searchsorted(self._heads, np.uint64(head)))
        while at < len(self._heads) and int(self._heads[at]) == head:
            read = self._order[at]
            if int(self.ids[read, 1]) == tail:
                return int(self.truth[read])
            at += 1
        return None

    def sample(self, wrong: int, number: int) -> list[int]:
        """Reads with so many wrong glyphs, and no missing or doubled one."""
        random = np.random.default_rng(wrong)
        return [
            int(read) for read in random.permutation(np.flatnonzero(self.wrong == wrong))[:number]
        ]

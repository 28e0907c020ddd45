"""Whether misread plates are found: `python found.py FOLDER NUMBER YARDSTICKS`, as JSON.

Of reads with one and with two wrong glyphs the true plate is searched. Hits of that very plate are right too and
do not count against the read: it is found when fewer than ten hits of other plates stand before it. Beside it the
first YARDSTICKS of them by pg_trgm's similarity and by edit distance over the same texts, newer reads first.
"""

import json
import sys
from pathlib import Path
from uuid import UUID

import django
import numpy as np
from truth import Truth

django.setup()

from django.db import connection  # noqa: E402

from mosaic_backend.detections.facade import Match, PlateFilters, find_plates  # noqa: E402

FIRST, LOOKED_AT = 10, 100


def main(folder: Path, number: int, yardsticks: int) -> None:
    truth = Truth(folder)
    texts = Texts(truth)
    report = {}
    for wrong in (1, 2):
        reads = truth.sample(wrong, number)
        ours = [_found(truth, read, _ours(truth, read)) for read in reads]
        few = reads[:yardsticks]
        report[str(wrong)] = {
            "reads": len(reads),
            "ours": float(np.mean(ours)),
            "pg_trgm": float(
                np.mean([_found(truth, read, _trigrams(truth, read)) for read in few])
            ),
            "edit distance": float(np.mean([texts.found(read) for read in few])),
        }
    print(json.dumps(report))


def _ours(truth: Truth, read: int) -> list[UUID]:
    text = truth.text(truth.truth[read])
    hits, _ = find_plates(text, Match.FUZZY, PlateFilters(None), limit=LOOKED_AT, cursor=None)
    return [hit.read.id for hit in hits]


def _trigrams(truth: Truth, read: int) -> list[UUID]:
    text = truth.text(truth.truth[read])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM detections_plateread WHERE folded %% %s"
            " ORDER BY similarity(folded, %s) DESC, id DESC LIMIT %s",
            [text, text, LOOKED_AT],
        )
        return [row[0] for row in cursor.fetchall()]


def _found(truth: Truth, read: int, hits: list[UUID]) -> bool:
    wanted, others = truth.id_of(read), 0
    for hit in hits:
        if hit == wanted:
            return others < FIRST
        others += truth.plate_of(hit) != truth.truth[read]
    return False


class Texts:
    """Edit distances of one text to those of all reads at once."""

    def __init__(self, truth: Truth) -> None:
        self._truth = truth
        self._codes = np.ascontiguousarray(
            truth.folded.view(np.uint8).reshape(len(truth.folded), -1).T
        )
        self._lengths = (self._codes > 0).sum(0)

    def found(self, read: int) -> bool:
        truth = self._truth
        distances = self._to(truth.plates[truth.truth[read]])
        mine = distances[read]
        heads = truth.ids[:, 0]
        before = (distances < mine) | ((distances == mine) & (heads > heads[read]))
        return int((before & (truth.truth != truth.truth[read])).sum()) < FIRST

    def _to(self, text: bytes) -> np.ndarray:
        width, reads = self._codes.shape
        row = np.repeat(np.arange(width + 1, dtype=np.uint8)[:, None], reads, axis=1)
        for i, code in enumerate(text, start=1):
            diagonal, row[0] = row[0].copy(), i
            for j in range(1, width + 1):
                above = row[j].copy()
                np.minimum(above + 1, row[j - 1] + 1, out=row[j])
                np.minimum(row[j], diagonal + (self._codes[j - 1] != code), out=row[j])
                diagonal = above
        return row[self._lengths, np.arange(reads)]


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))

"""What the plates of the site's countries look like, and what that makes of a read.

The score of `scoring` is the chance L(t) that each glyph is as a text t has it, all strings being alike before.
Here texts that fit a plate format weigh 1 and all others OTHERWISE, w(t), so the query's chance becomes
L(query) w(query) / sum over t of L(t) w(t). The rivals are all strings of the read's length, first of all what
was read: a read that is itself a plate is likelier that plate, one that fits nothing likelier a misread.

The sum takes no list of texts: formats are parted by which of their places hold digits, a text has one such
shape, and of one shape L is summed place by place. Formats of one shape are taken together with all that any of
them permits at each place, so a check character counts as any, and what fits two of them by halves fits.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

from mosaic_backend.detections.domain.confusion import ALPHABET, SIZE
from mosaic_backend.detections.domain.glyph_table import GlyphTable
from mosaic_contracts.plate_formats import PlateFormat

OTHERWISE = 0.1
"""Weight of a text that fits no format: personal plates, foreign ones."""
_DIGITS, _LETTERS = frozenset("0123456789"), frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_KINDS = {"0": _DIGITS, "L": _LETTERS}


class PlateGrammar:
    """Formats made ready for many reads. Immutable, so for any thread."""

    def __init__(self, formats: Sequence[PlateFormat]) -> None:
        """Formats that permit any string of their length say nothing and are left out."""
        self._formats: dict[str, list[PlateFormat]] = {}
        for plate in formats:
            for shape in _shapes_of(plate):
                self._formats.setdefault(shape, []).append(plate)
        self._permitted = {shape: _permitted(shape, them) for shape, them in self._formats.items()}
        classes = sorted({allowed for places in self._permitted.values() for allowed in places})
        self.classes = np.zeros((SIZE, len(classes)), dtype=np.float32)
        """[glyph, class]: 1 where the glyph is one of the class; a class is what may stand at some place."""
        for number, allowed in enumerate(classes):
            self.classes[[ALPHABET.index(char) for char in allowed], number] = 1.0
        by_length: dict[int, list[list[int]]] = {}
        for shape, places in self._permitted.items():
            by_length.setdefault(len(shape), []).append([classes.index(each) for each in places])
        self._members = {length: np.array(rows) for length, rows in by_length.items()}
        self.countries = lru_cache(maxsize=4096)(self._countries)
        """Whose plates a folded text may be, each once, in the order of the formats."""

    def fits(self, folded: str) -> bool:
        """As the sum has it, see above."""
        places = self._permitted.get(_shape(folded))
        return places is not None and all(c in p for c, p in zip(folded, places, strict=True))

    def weight(self, folded: str) -> float:
        return 1.0 if self.fits(folded) else OTHERWISE

    def _countries(self, folded: str) -> tuple[str, ...]:
        found = self._formats.get(_shape(folded), [])
        return tuple(dict.fromkeys(each.country for each in found if each.fits(folded)))

    def weights(self, reads: GlyphTable, likely: NDArray[np.float32]) -> NDArray[np.float32]:
        """The sum over all texts of L(t) w(t) for each read, OTHERWISE..1.

        likely: shape (classes, glyphs), how likely each glyph of the reads is of each class.
        """
        fitting = np.zeros(len(reads.lengths), dtype=np.float32)
        starts = np.cumsum(reads.lengths) - reads.lengths
        for length, members in self._members.items():
            rows = np.flatnonzero(reads.lengths == length)
            shapes = np.ones((len(members), len(rows)), dtype=np.float32)
            for place in range(length if len(rows) else 0):
                there = np.take(likely, starts[rows] + place, axis=1)
                shapes *= np.take(there, members[:, place], axis=0)
            fitting[rows] = shapes.sum(axis=0)
        found: NDArray[np.float32] = np.minimum(fitting, np.float32(1.0))
        return found * np.float32(1 - OTHERWISE) + np.float32(OTHERWISE)


def _shape(folded: str) -> str:
    return "".join("0" if char in _DIGITS else "L" for char in folded)


def _shapes_of(plate: PlateFormat) -> Iterator[str]:
    kinds = [[k for k, of in _KINDS.items() if not of.isdisjoint(at)] for at in plate.positions]
    if any(len(each) == 1 for each in kinds):
        yield from map("".join, product(*kinds))


def _permitted(shape: str, formats: Sequence[PlateFormat]) -> list[str]:
    """All that any of the formats has at each place of the shape."""
    return [
        "".join(sorted(_KINDS[kind] & {char for each in formats for char in each.positions[place]}))
        for place, kind in enumerate(shape)
    ]

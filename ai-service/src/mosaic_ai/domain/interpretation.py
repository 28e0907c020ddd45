"""What a reading may have been, by the plate formats of the countries that are to be expected.

Bayes' rule over all texts of the reading's length. Before, a text is as likely as the formats that it fits make it
(the share of a format, spread over all its texts), or, to a small part, as any other string. What was seen weighs
that by the reading's probabilities, and where a character got none, by how often it is taken for the one that was
read, less where the reader is sure. So O becomes 0 where only a digit may stand, and a reading that fits no format
stays what it is: what it could be is then left to "any other string", and no interpretation is told. The reading
itself is never changed.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mosaic_ai.domain.confusions import CONFUSION
from mosaic_ai.domain.readings import ALPHABET, Reading
from mosaic_contracts.plate_formats import FORMATS, PlateFormat, covers
from mosaic_contracts.plate_formats.countries import VEHICLES_M

KEPT = 3
WEIGHED = 12
"""Of how many formats the best text is weighed; further ones are too unlikely to matter."""
MIN_PROBABILITY = 0.01
NO_FORMAT = 0.1
"""Share of plates that follow none of the formats: personal ones, foreign ones."""
SURE_CONFUSED, UNSURE_CONFUSED = 0.1, 5.0
"""How much look-alikes count: where the reader is sure, and more for what it lacks to that, up to 1."""
FLOOR = 1e-6
"""How often any character is taken for any other, surely."""
UNKNOWN = 0.1
"""Part of a slot's missing probability that may be any character."""

_INDEX = {character: index for index, character in enumerate(ALPHABET)}


class Interpretation(NamedTuple):
    """A text that fits a format, the likeliest one that it fits.

    probability: that this is what stands on the plate, under any of the formats.
    """

    text: str
    country: str
    format_name: str
    probability: float


class Interpreter:
    """The formats of some countries, made ready. Immutable, so for any thread."""

    def __init__(self, countries: Sequence[str] = ()) -> None:
        """countries: codes, the likeliest first; none: all, the likelier the more vehicles they have."""
        shares = _shares(countries)
        by_length: dict[int, list[tuple[PlateFormat, float]]] = {}
        for plate, share in shares:
            by_length.setdefault(len(plate.positions), []).append((plate, share))
        self._tables = {length: _Table(formats) for length, formats in by_length.items()}

    def interpret(self, reading: Reading) -> list[Interpretation]:
        """At most KEPT, the likeliest first; none where no format makes sense of the reading."""
        table = self._tables.get(len(reading.slots))
        seen = _likelihoods(reading)
        return [] if table is None or seen is None else table.interpret(seen, reading.text)


class _Row(NamedTuple):
    """Formats that permit the same texts, as those of several states do.

    share: theirs of all plates. owner: the commonest of them.
    """

    owner: PlateFormat
    owner_share: float
    share: float


class _Table:
    """All formats of one length as arrays.

    classes: (K, 36), the distinct sets of characters. members: (rows, length), the class of each position.
    """

    def __init__(self, formats: Sequence[tuple[PlateFormat, float]]) -> None:
        rows: dict[tuple[str, ...], _Row] = {}
        for plate, share in formats:
            key = (*plate.positions, plate.name if plate.check else "")
            known = rows.get(key, _Row(plate, 0.0, 0.0))
            owner = _Row(plate, share, 0.0) if share > known.owner_share else known
            rows[key] = owner._replace(share=known.share + share)
        self._formats = [row.owner for row in rows.values()]
        sets = sorted({allowed for plate in self._formats for allowed in plate.positions})
        self._classes = np.array([[c in allowed for c in ALPHABET] for allowed in sets])
        self._members = np.array(
            [[sets.index(allowed) for allowed in plate.positions] for plate in self._formats]
        )
        self._positions = np.arange(self._members.shape[1])
        self._prior = np.array([row.share / row.owner.size for row in rows.values()])
        self._owners_prior = np.array([row.owner_share / row.owner.size for row in rows.values()])
        self._checked = [i for i, plate in enumerate(self._formats) if plate.check]

    def interpret(self, seen: NDArray[np.float64], raw: str) -> list[Interpretation]:
        texts = self._best_texts(seen)
        fitting = self._classes[self._members, texts[:, None, :]].all(axis=2)
        for row in self._checked:
            for text, fits in zip(texts, fitting, strict=True):
                fits[row] = fits[row] and self._formats[row].fits(_text(text))
        likelihoods = seen[self._positions, texts].prod(axis=1)
        probabilities = fitting @ self._prior * likelihoods / self._evidence(seen)
        owners = (fitting * self._owners_prior).argmax(axis=1)
        told = [
            Interpretation(
                _text(text),
                self._formats[owner].country,
                self._formats[owner].name,
                min(1.0, float(probability)),
            )
            for text, owner, probability in zip(texts, owners, probabilities, strict=True)
            if probability >= MIN_PROBABILITY
        ]
        told.sort(key=lambda item: (-item.probability, item.text != raw, item.text))
        return told[:KEPT]

    def _best_texts(self, seen: NDArray[np.float64]) -> NDArray[np.intp]:
        """Of the likeliest formats the two best texts, as indexes into the alphabet, without doubles.

        The second differs from the best in the one position that costs least.
        """
        allowed = np.where(self._classes, seen[:, None, :], 0.0)
        best = allowed.argmax(axis=2)
        texts = best[self._positions, self._members]
        for row in self._checked:
            check = self._formats[row].check
            if check:
                texts[row, -1] = _INDEX[check(_text(texts[row, :-1]))]
        scores = seen[self._positions, texts].prod(axis=1) * self._prior
        likeliest = np.argsort(-scores, kind="stable")[:WEIGHED]
        firsts = texts[likeliest]
        chances = allowed[self._positions, self._members[likeliest]]
        kept = np.take_along_axis(chances, firsts[..., None], axis=2)[..., 0]
        np.put_along_axis(chances, firsts[..., None], 0.0, axis=2)
        changed = (chances.max(axis=2) / np.maximum(kept, FLOOR)).argmax(axis=1)
        seconds, rows = firsts.copy(), np.arange(len(firsts))
        seconds[rows, changed] = chances[rows, changed].argmax(axis=1)
        distinct = {text.tobytes(): text for text in (*firsts, *seconds)}
        return np.array(list(distinct.values()))

    def _evidence(self, seen: NDArray[np.float64]) -> float:
        """How likely what was seen is, all texts of all formats and any other string considered."""
        totals = seen @ self._classes.T
        by_format = totals[self._positions, self._members]
        for row in self._checked:
            # Only one character follows from those before; which one differs, so the likeliest bounds it.
            by_format[row, -1] = seen[-1].max()
        any_string = NO_FORMAT * (seen.sum(axis=1) / len(ALPHABET)).prod()
        return float((by_format.prod(axis=1) * self._prior).sum() + any_string)


def _shares(countries: Sequence[str]) -> list[tuple[PlateFormat, float]]:
    """Each format with its share of all plates; together 1 - NO_FORMAT."""
    codes = list(countries) or list(VEHICLES_M)
    groups: list[list[PlateFormat]] = [[] for _ in codes]
    for plate in FORMATS:
        for code, group in zip(codes, groups, strict=True):
            if covers(code, plate.country):
                group.append(plate)
                break
    shares = [1 / (1 + i) if countries else VEHICLES_M[code] ** 0.5 for i, code in enumerate(codes)]
    whole = sum(shares)
    return [
        (plate, (1 - NO_FORMAT) * share / whole * plate.weight / sum(p.weight for p in group))
        for share, group in zip(shares, groups, strict=True)
        for plate in group
    ]


def _likelihoods(reading: Reading) -> NDArray[np.float64] | None:
    """(length, 36): how likely each slot looks as it does if that character stands there; None: no telling."""
    read = np.zeros((len(reading.slots), len(ALPHABET)))
    for position, slot in enumerate(reading.slots):
        for character, probability in slot.items():
            index = _INDEX.get(character.upper())
            if index is None and probability >= 0.5:
                return None
            if index is not None:
                read[position, index] += max(0.0, probability)
    known = read.sum(axis=1)
    if not (known > 0).all():
        return None
    missing = np.clip(1 - known, 0.0, 1.0)
    confused = np.minimum(1.0, SURE_CONFUSED + UNSURE_CONFUSED * (1 - read.max(axis=1)))
    likelihoods: NDArray[np.float64] = (
        read
        + confused[:, None] * (read @ CONFUSION)
        + (UNKNOWN / len(ALPHABET)) * missing[:, None]
        + FLOOR
    )
    return likelihoods


def _text(indexes: NDArray[np.intp]) -> str:
    return "".join(ALPHABET[index] for index in indexes)

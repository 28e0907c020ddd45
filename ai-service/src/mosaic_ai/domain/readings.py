"""What a recogniser made of a plate: per position the likely characters; and the vote over several readings."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""The characters that plates are read in."""

Slot = Mapping[str, float]
"""Character → probability; what is missing to 1 belongs to no character."""

GAP_COST = 0.6
STRAY_MASS = 0.6
MIN_PART, MAX_HIDDEN, PART_AGREEMENT = 4, 3, 0.9
REPEATED = 0.5
KEPT_CANDIDATES = 5


class Reading(NamedTuple):
    """One reading; `slots` hold letters and digits only, separators are left out."""

    slots: tuple[Slot, ...]

    @property
    def text(self) -> str:
        return "".join(max(slot, key=slot.__getitem__) for slot in self.slots)

    @property
    def confidence(self) -> float:
        """Mean probability of the chosen characters; 0 for an empty reading."""
        if not self.slots:
            return 0.0
        return sum(max(slot.values()) for slot in self.slots) / len(self.slots)

    def candidates(self) -> list[list[tuple[str, float]]]:
        """Per position the likeliest characters with their probabilities, best first."""
        return [
            [
                (character, round(probability, 4))
                for character, probability in sorted(slot.items(), key=lambda item: -item[1])
                if probability >= 0.005
            ][:KEPT_CANDIDATES]
            for slot in self.slots
        ]


EMPTY = Reading(())


def reading_of(text: str, confidence: float = 1.0) -> Reading:
    """A reading of that text, each character equally sure."""
    return Reading(tuple({character: confidence} for character in text))


def agreement(a: Slot, b: Slot) -> float:
    """How likely both slots show the same character, 1 for the same certain one."""
    return sum(probability * b.get(character, 0.0) for character, probability in a.items())


def without_stray_edges(reading: Reading) -> Reading:
    """Without first and last characters that are more likely none: a country's band, a bolt, a frame."""
    slots = list(reading.slots)
    for end in (0, -1):
        while len(slots) > 1 and sum(slots[end].values()) < STRAY_MASS:
            del slots[end]
    return Reading(tuple(slots))


def aligned(a: Reading, b: Reading) -> list[tuple[int | None, int | None]]:
    """Pairs of positions by the cheapest edit path (Needleman–Wunsch); None is a gap."""
    rows, columns = len(a.slots), len(b.slots)
    cost = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows + 1):
        for j in range(columns + 1):
            if i and j:
                cost[i][j] = min(
                    cost[i - 1][j - 1] + 1 - agreement(a.slots[i - 1], b.slots[j - 1]),
                    cost[i - 1][j] + GAP_COST,
                    cost[i][j - 1] + GAP_COST,
                )
            else:
                cost[i][j] = GAP_COST * (i + j)
    pairs: list[tuple[int | None, int | None]] = []
    i, j = rows, columns
    while i or j:
        if i and j:
            straight = cost[i - 1][j - 1] + 1 - agreement(a.slots[i - 1], b.slots[j - 1])
            if abs(cost[i][j] - straight) < 1e-9:
                i, j = i - 1, j - 1
                pairs.append((i, j))
                continue
        if i and abs(cost[i][j] - cost[i - 1][j] - GAP_COST) < 1e-9:
            i -= 1
            pairs.append((i, None))
        else:
            j -= 1
            pairs.append((None, j))
    return pairs[::-1]


def similarity(a: Reading, b: Reading) -> float:
    """0..1: expected share of positions that show the same character."""
    longest = max(len(a.slots), len(b.slots))
    return _common(a, b) / longest if longest else 0.0


def is_part(a: Reading, b: Reading) -> bool:
    """Whether one is the other with some characters hidden: the shorter one's all agree, in order."""
    shorter, longer = sorted((len(a.slots), len(b.slots)))
    if shorter < MIN_PART or longer - shorter > MAX_HIDDEN:
        return False
    return _common(a, b) / shorter >= PART_AGREEMENT


def repeats(a: Reading, b: Reading) -> bool:
    """Whether both may be the same line of text, boxed in other extents or with running digits in it."""
    shorter = min(len(a.slots), len(b.slots))
    return shorter >= MIN_PART and _common(a, b) / shorter >= REPEATED


def _common(a: Reading, b: Reading) -> float:
    """Expected number of positions that show the same character."""
    return sum(
        agreement(a.slots[i], b.slots[j])
        for i, j in aligned(a, b)
        if i is not None and j is not None
    )


def vote(readings: Sequence[tuple[Reading, float]]) -> Reading:
    """The weighted vote over readings of the same plate, each with its weight (> 0).

    All are aligned to the weightiest; a position stays when readings of more than half of the weight have it.
    """
    if not readings:
        return EMPTY
    order = sorted(readings, key=lambda item: -item[1])
    columns: list[tuple[dict[str, float], float]] = [
        ({c: p * order[0][1] for c, p in slot.items()}, order[0][1]) for slot in order[0][0].slots
    ]
    total = order[0][1]
    for reading, weight in order[1:]:
        reference = Reading(
            tuple({c: p / present for c, p in summed.items()} for summed, present in columns)
        )
        widened: list[tuple[dict[str, float], float]] = []
        for i, j in aligned(reference, reading):
            summed, present = ({}, 0.0) if i is None else columns[i]
            if j is not None:
                for character, probability in reading.slots[j].items():
                    summed[character] = summed.get(character, 0.0) + probability * weight
                present += weight
            widened.append((summed, present))
        columns = widened
        total += weight
    return Reading(
        tuple(
            {character: value / present for character, value in summed.items()}
            for summed, present in columns
            if present > total / 2
        )
    )

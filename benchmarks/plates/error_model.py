"""The plates and the reader's mistakes of `./mosaic bench plates`, as arrays.

Plates: six national formats of six to eight glyphs, each in a space of about a million texts of which a third
are plates, so that each has some fifteen others at one substitution.

Mistakes: what this reader confuses comes from LOOKS, drawn by the shapes of glyphs, one-sided and weighted; the
search's prior (detections/domain/confusion.py) knows nothing of it and differs. Reads are easy, middling or hard
(GRADES); a wrong glyph is mostly one of LOOKS, and the true one mostly stands among its candidates (BLIND: it
does not), now and then the reader is sure of it (SURE). A few reads miss or double a glyph (GAPS).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

GLYPHS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS, CONSONANTS, RUSSIAN = "0123456789", "BCDFGHJKLMNPRSTVWXYZ", "ABCEHKMOPTXY"
FORMATS: dict[str, tuple[str, ...]] = {
    "GB": ("KLMNP", "ABDEG", "012", "0123456789", *("ABDEFHJKLMNOPRSTUVX",) * 3),
    "DE": ("BDHKLMNSW", "AEIJKMNRSTVX", *(DIGITS,) * 4),
    "ES": (*(DIGITS,) * 4, "LMN", CONSONANTS[:6], CONSONANTS[6:12]),
    "FR": ("EFG", "ABCDEFGH", *(DIGITS,) * 3, "QRSTVW", "ABCDEFGH"),
    "RU": (RUSSIAN[:6], *(DIGITS,) * 3, RUSSIAN[::2], *(DIGITS,) * 2, "79"),
    "BR": ("OPQR", "ABCDEFGH", "IJKLMNOP", "0123456789", "ABCD", *(DIGITS,) * 2),
}
SHARE_TAKEN = 1 / 3
LOOKS = {
    "0": "O9 D6 Q8 CU", "1": "I7 LT J4", "2": "Z7 SR", "3": "8B 9E 5S", "4": "A1 H9 6Y",
    "5": "S6 39 8B", "6": "G8 5C bO", "7": "1T ZY 2F", "8": "B3 60 9S R", "9": "30 g8 P7",
    "A": "4R HK X", "B": "83 RE DP", "C": "GO 0E 6Q", "D": "0O BP QU", "E": "FB CL 3",
    "F": "EP TR 7", "G": "C6 OQ 0", "H": "NM WK A4", "I": "1L TJ", "J": "IU 1Y", "K": "XR HY N",
    "L": "I1 EC", "M": "NW HV", "N": "MH KW", "O": "0D QC U9", "P": "RF DB 9", "Q": "O0 GD",
    "R": "PK BA", "S": "58 3Z", "T": "7Y I1 F", "U": "VJ O0 W", "V": "UY WN", "W": "MV NU",
    "X": "KY AV", "Y": "VT XK 4", "Z": "27 SE",
}  # fmt: skip
GRADES = ((0.80, 0.010), (0.15, 0.08), (0.05, 0.22))
"""Share of reads, and of them how likely a glyph is wrong."""
OTHERWISE, BLIND, SURE = 0.12, 0.03, 0.02
"""Of wrong glyphs: alike in no way; without the true one among the candidates; read with certainty."""
GAPS = 0.006
_KINDS, _VARIANTS = 4, 48
RIGHT_SURE, RIGHT_UNSURE, WRONG, WRONG_BLIND = range(_KINDS)


class Position(NamedTuple):
    """What is said of one glyph: packed as in detections/domain/glyphs.py, the first character, its share."""

    packed: str
    top: int
    share: float


def plates(number: int, seed: int = 7) -> list[NDArray[np.int8]]:
    """For each format an array of glyph indices, shape (plates, glyphs): `number` plates in all, none twice."""
    random = np.random.default_rng(seed)
    made = []
    for choices in FORMATS.values():
        wanted = number // len(FORMATS)
        space = int(np.prod([len(choice) for choice in choices]))
        # Few plates must stand as close as many: they are taken from the first part of the space only.
        space = max(wanted, min(space, int(wanted / SHARE_TAKEN)))
        numbers = np.sort(random.permutation(space)[:wanted])
        columns = []
        for choice in reversed(choices):
            numbers, place = np.divmod(numbers, len(choice))
            columns.append(np.array([GLYPHS.index(char) for char in choice], np.int8)[place])
        made.append(np.stack(columns[::-1], axis=1))
    return made


class Reader:
    """Reads plates wrongly. positions[true, kind, variant]: one of its answers."""

    def __init__(self, seed: int = 11) -> None:
        random = np.random.default_rng(seed)
        self.positions = [
            _position(random, true, kind)
            for true in range(len(GLYPHS))
            for kind in range(_KINDS)
            for _ in range(_VARIANTS)
        ]
        self.packed = [position.packed for position in self.positions]
        self.shares = np.array([position.share for position in self.positions])
        self.tops = np.array([position.top for position in self.positions], np.int8)

    def read(self, random: np.random.Generator, true: NDArray[np.int8]) -> NDArray[np.int32]:
        """Which of `positions` is said of each glyph, shape as `true`."""
        reads, glyphs = true.shape
        grade = random.choice(len(GRADES), reads, p=[share for share, _ in GRADES])
        likely = np.array([wrong for _, wrong in GRADES])[grade][:, None]
        wrong = random.random((reads, glyphs)) < likely
        unsure = random.random((reads, glyphs)) < 2 * likely
        blind = random.random((reads, glyphs)) < BLIND
        kind = np.where(
            wrong, np.where(blind, WRONG_BLIND, WRONG), np.where(unsure, RIGHT_UNSURE, 0)
        )
        variant = random.integers(_VARIANTS, size=(reads, glyphs))
        chosen: NDArray[np.int32] = ((true.astype(np.int32) * _KINDS + kind) * _VARIANTS) + variant
        return chosen


def _position(random: np.random.Generator, true: int, kind: int) -> Position:
    if kind == RIGHT_SURE:
        shares = [(true, random.uniform(0.94, 0.998))]
        if random.random() < 0.5:
            shares.append((_alike(random, true), random.uniform(0.1, 0.9) * (1 - shares[0][1])))
    elif kind == RIGHT_UNSURE:
        shares = [(true, random.uniform(0.5, 0.9))]
        shares += _others(random, {true}, 0.95 * (1 - shares[0][1]), int(random.integers(1, 4)))
    else:
        wrong = _alike(random, true)
        top = random.uniform(0.91, 0.97) if random.random() < SURE else random.uniform(0.42, 0.85)
        shares = [(wrong, top)]
        left = 0.97 * (1 - top)
        if kind == WRONG:
            shares.append((true, left * random.uniform(0.4, 0.95)))
            left -= shares[-1][1]
        shares += _others(random, {true, wrong}, left, int(random.integers(0, 3)))
    shares = sorted(shares, key=lambda each: -each[1])
    packed = "".join(f"{GLYPHS[char]}{min(999, round(share * 1000)):03d}" for char, share in shares)
    return Position(packed, shares[0][0], shares[0][1])


def _alike(random: np.random.Generator, true: int) -> int:
    likes = [char for char in LOOKS[GLYPHS[true]].replace(" ", "").upper() if char != GLYPHS[true]]
    if random.random() < OTHERWISE:
        return int((true + random.integers(1, len(GLYPHS))) % len(GLYPHS))
    weights = 1 / np.arange(1, len(likes) + 1)
    return GLYPHS.index(str(random.choice(likes, p=weights / weights.sum())))


def _others(
    random: np.random.Generator, not_these: set[int], mass: float, number: int
) -> list[tuple[int, float]]:
    taken: dict[int, float] = {}
    for _ in range(number):
        char = _alike(random, min(not_these))
        if char not in not_these and char not in taken:
            share = mass * random.uniform(0.3, 0.8)
            taken[char] = share
            mass -= share
    return list(taken.items())

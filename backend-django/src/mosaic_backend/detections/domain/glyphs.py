"""A read's glyphs: for each position the likeliest characters with their probabilities, and their compact form.

Compact form: positions joined by `|`, each a run of one character and three digits (thousandths), best first:
`8610B340|1998` says "8 (0.610), B (0.340)", then "1 (0.998)".
"""

from collections.abc import Sequence
from functools import lru_cache

from mosaic_backend.detections.domain.folding import MAX_LENGTH, fold

Glyph = tuple[tuple[str, float], ...]
TOP = 5
"""Candidates kept for a position."""
_RESERVED = "|"
_DIGITS = [f"{thousandths:03d}" for thousandths in range(1000)]
_fold_one = lru_cache(maxsize=4096)(fold)  # of single characters, of which plates have few


def glyphs_of(
    text: str, candidates: Sequence[Sequence[tuple[str, float]]], confidence: float
) -> tuple[Glyph, ...]:
    """The glyphs of the folded text, one for each of its characters.

    Candidates are folded like the text, so that a Cyrillic and a Latin А add up. Positions that fold to nothing
    (separators) are dropped; a position without usable candidates has the text's character with `confidence`.
    """
    glyphs: list[Glyph] = []
    aligned = len(candidates) == len(text)
    for position, char in enumerate(text):
        for folded in _fold_one(char):
            offered = candidates[position] if aligned else ()
            glyphs.append(_glyph(folded, offered, confidence))
    return tuple(glyphs[:MAX_LENGTH])


def _glyph(char: str, offered: Sequence[tuple[str, float]], confidence: float) -> Glyph:
    shares: dict[str, float] = {}
    for candidate, probability in offered:
        folded = _fold_one(candidate)
        if len(folded) == 1 and folded != _RESERVED:
            shares[folded] = shares.get(folded, 0.0) + probability
    if char not in shares:
        shares[char] = confidence if not shares else max(0.0, 1.0 - sum(shares.values()))
    total = max(1.0, sum(shares.values()))
    order = sorted([(-share, found != char, found) for found, share in shares.items()])[:TOP]
    glyph = [(found, -share / total) for share, _, found in order]
    if all(found != char for _, _, found in order):
        glyph[-1] = (char, shares[char] / total)
    return tuple(glyph)


def certain(folded: str) -> tuple[Glyph, ...]:
    """The glyphs of a text that is not in doubt."""
    return tuple(((char, 0.999),) for char in folded[:MAX_LENGTH])


def packed(glyphs: Sequence[Glyph]) -> str:
    return "|".join(
        "".join([char + _DIGITS[min(999, round(share * 1000))] for char, share in glyph])
        for glyph in glyphs
    )


def unpacked(text: str) -> tuple[Glyph, ...]:
    """The reverse of `packed`, to a thousandth."""
    if not text:
        return ()
    return tuple(
        tuple(
            (part[start], int(part[start + 1 : start + 4]) / 1000)
            for start in range(0, len(part), 4)
        )
        for part in text.split("|")
    )

"""Keys by which a store finds every plate near another without looking at all of them.

Two texts are within one insertion, deletion, substitution or neighbour swap exactly when their sets of
"text, and text less one glyph" meet (the symmetric deletion idea of SymSpell). The keys are made of the
skeleton, so any number of confusable glyphs (0/O, 8/B …) costs nothing.

Two substitutions would need every pair of glyphs left out, of every read. But a reader that is wrong is seldom
sure: a read is stored with the pairs of its unsure glyphs left out only, and a query asks for all its pairs. So
the sure reads, which are most, cost nothing, and where a wrong glyph was unsure the two mostly meet.
"""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from mosaic_backend.detections.domain.confusion import skeleton

UNSURE = 0.9
"""A glyph whose likeliest character has less than this may be another."""
MOST_UNSURE = 5
"""Of a read's unsure glyphs so many are left out in pairs, the least sure ones: at most ten keys."""
DOUBTFUL = 0.8
"""Where the least sure glyph has less, it is left out with each other one too: a reader may be sure and wrong."""
LONGEST_IN_PAIRS = 10
"""Glyphs of the longest text that is looked for with two left out: 45 keys. Plates are rarely longer."""
_PAIR = "~"
"""Marks texts with two glyphs left out, which meet nothing but each other."""


def key_of(text: str) -> int:
    """A signed 32-bit hash; collisions only cost a candidate that scores low."""
    unsigned = zlib.crc32(text.encode())
    return unsigned - (1 << 32) if unsigned >= 1 << 31 else unsigned


def keys_of(folded: str) -> list[int]:
    """The keys of a folded text: that of its skeleton first, then those of its deletions, without repeats."""
    whole = skeleton(folded)
    shorter = (whole[:at] + whole[at + 1 :] for at in range(len(whole))) if len(whole) > 2 else ()
    return list(dict.fromkeys([key_of(whole), *(key_of(text) for text in shorter)]))


def keys_of_read(folded: str, shares: Sequence[float]) -> list[int]:
    """Those under which a read is stored: `keys_of`, and those of pairs of unsure glyphs.

    shares: what the likeliest character of each glyph of `folded` has.
    """
    order = sorted(range(len(shares)), key=lambda at: shares[at])
    unsure = [at for at in order[:MOST_UNSURE] if shares[at] < UNSURE]
    pairs = set(combinations(sorted(unsure), 2))
    if shares and shares[order[0]] < DOUBTFUL:
        pairs |= {(min(order[0], at), max(order[0], at)) for at in order[1:]}
    return list(dict.fromkeys([*keys_of(folded), *_pairs(folded, sorted(pairs))]))


def keys_of_query(folded: str) -> list[int]:
    """Those under which reads of that plate may be stored; that of the skeleton first."""
    length = len(folded) if len(folded) <= LONGEST_IN_PAIRS else 0
    pairs = combinations(range(length), 2)
    return list(dict.fromkeys([*keys_of(folded), *_pairs(folded, pairs)]))


def _pairs(folded: str, pairs: Iterable[tuple[int, int]]) -> Iterator[int]:
    whole = skeleton(folded)
    if len(whole) > 3:
        for one, other in pairs:
            yield key_of(f"{_PAIR}{whole[:one]}{whole[one + 1 : other]}{whole[other + 1 :]}")

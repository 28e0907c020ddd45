"""Keys by which a store finds every plate within one edit of another without looking at all of them.

Two texts are within one insertion, deletion, substitution or neighbour swap exactly when their sets of
"text, and text less one glyph" meet (the symmetric deletion idea of SymSpell). The keys are made of the
skeleton, so any number of confusable glyphs (0/O, 8/B …) costs nothing.
"""

import zlib

from mosaic_backend.detections.domain.confusion import skeleton


def key_of(text: str) -> int:
    """A signed 32-bit hash; collisions only cost a candidate that scores low."""
    unsigned = zlib.crc32(text.encode())
    return unsigned - (1 << 32) if unsigned >= 1 << 31 else unsigned


def keys_of(folded: str) -> list[int]:
    """The keys of a folded text: that of its skeleton first, then those of its deletions, without repeats."""
    whole = skeleton(folded)
    shorter = (whole[:at] + whole[at + 1 :] for at in range(len(whole))) if len(whole) > 2 else ()
    return list(dict.fromkeys([key_of(whole), *(key_of(text) for text in shorter)]))

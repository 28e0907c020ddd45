"""The plate of somebody who asks what is known of it, or wants that gone."""

import re

from mosaic_backend.detections.facade import Match, checked_query, fold, keys_of

LEAST_LIKELIHOOD = 0.1
"""Near reads that are less likely of the plate than this, beside what was read, are another's."""

MOST_PARTS = 6
"""In which people write a plate."""


def checked_plate(text: str) -> str:
    """Folded. Raises InvalidInputError for what no plate says."""
    return checked_query(text, Match.EXACT)


def is_named_in(plate: str, text: str) -> bool:
    """Whether some of the words, one after the other, say the plate."""
    words = [fold(word) for word in re.findall(r"\w+", text)]
    return any(
        "".join(words[start:end]) == plate
        for start in range(len(words))
        for end in range(start + 1, min(start + MOST_PARTS, len(words)) + 1)
    )


def finds(plate: str, text: str, match: str | None) -> bool:
    """Whether a search for the text, in a way of matching or the usual one, was one for the plate."""
    known = fold(text)
    if match == Match.PREFIX:
        return bool(known) and plate.startswith(known)
    if match == Match.EXACT:
        return known == plate
    if match == Match.WILDCARD or (match is None and any(char in text for char in "?*")):
        return _pattern(text).fullmatch(plate) is not None
    return not set(keys_of(known)).isdisjoint(keys_of(plate))


def _pattern(text: str) -> re.Pattern[str]:
    wild = {"?": ".", "*": ".*"}
    folded = re.sub(r"\*+", "*", fold(text, keep="?*"))
    return re.compile("".join(wild.get(char) or re.escape(char) for char in folded))

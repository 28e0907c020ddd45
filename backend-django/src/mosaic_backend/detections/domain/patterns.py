"""What a reviewer may type as a plate, checked and turned into what a store can look for."""

import re
from collections.abc import Callable
from enum import StrEnum

from mosaic_backend.detections.domain.folding import MAX_LENGTH, fold
from mosaic_contracts.errors import InvalidInputError

MAX_QUERY_LENGTH = 64
MIN_FUZZY_LENGTH = 3
WILDCARDS = "?*"


class Match(StrEnum):
    EXACT = "exact"
    PREFIX = "prefix"
    WILDCARD = "wildcard"
    FUZZY = "fuzzy"


def default_match(text: str) -> Match:
    """What is meant when nothing is said: wildcards if there are any, else forgiving."""
    return Match.WILDCARD if any(char in text for char in WILDCARDS) else Match.FUZZY


def checked_query(text: str, match: Match) -> str:
    """The folded query. Raises InvalidInputError (pointer `text`) for what cannot be looked for."""
    if len(text) > MAX_QUERY_LENGTH:
        raise InvalidInputError(
            f"the text is longer than {MAX_QUERY_LENGTH} characters", pointer="text"
        )
    if "\x00" in text:
        raise InvalidInputError("the text holds a NUL character", pointer="text")
    keep = WILDCARDS if match is Match.WILDCARD else ""
    folded = fold(text, keep=keep)
    known = folded.translate({ord(char): None for char in WILDCARDS})
    if not known:
        raise InvalidInputError("the text needs at least one letter or digit", pointer="text")
    if len(known) > MAX_LENGTH:
        raise InvalidInputError(f"no plate has more than {MAX_LENGTH} glyphs", pointer="text")
    if match is Match.FUZZY and len(folded) < MIN_FUZZY_LENGTH:
        raise InvalidInputError(
            f"a fuzzy search needs at least {MIN_FUZZY_LENGTH} letters or digits", pointer="text"
        )
    return folded


def like_pattern(folded: str) -> str:
    r"""A wildcard query as a LIKE pattern with escape character \ (`?` → `_`, runs of `*` → one `%`)."""
    parts: list[str] = []
    for char in folded:
        if char == "*":
            if not parts or parts[-1] != "%":
                parts.append("%")
        elif char == "?":
            parts.append("_")
        elif char in "%_\\":
            parts.append("\\" + char)
        else:
            parts.append(char)
    return "".join(parts)


def fitting_plates(pattern: str) -> Callable[[str], bool]:
    r"""Tells which folded texts are LIKE a pattern with escape character \."""
    wild = {"%": ".*", "_": "."}
    parts = re.findall(r"\\.|.", pattern, re.DOTALL)
    made = "".join(wild.get(part) or re.escape(part.removeprefix("\\") or part) for part in parts)
    matches = re.compile(made, re.DOTALL).fullmatch
    return lambda text: matches(text) is not None


def anchored(pattern: str) -> bool:
    """Whether an index of texts narrows a LIKE pattern well: two glyphs known at either end, or three in a row."""
    runs = _runs(pattern)
    return runs[0] >= 2 or runs[-1] >= 2 or max(runs) >= 3


def known_by_beginning(pattern: str) -> bool:
    """Whether a LIKE pattern is narrowed by its first glyphs, and by nothing of what comes after them."""
    first, *others = _runs(pattern)
    return first >= 2 and max(others, default=0) < 3 and (not others or others[-1] < 2)


def _runs(pattern: str) -> list[int]:
    """Lengths of what is known between the wildcards of a LIKE pattern."""
    return [len(run) for run in re.split(r"[%_]", re.sub(r"\\(.)", "x", pattern))]

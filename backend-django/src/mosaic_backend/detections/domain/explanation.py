"""Why a read is a hit: the differences between query and read, in words."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mosaic_backend.detections.domain.glyphs import Glyph
from mosaic_backend.detections.domain.plate_grammar import PlateGrammar
from mosaic_backend.detections.domain.scoring import MISSING_COST, Alignments

SHOWN = 3


class Step(NamedTuple):
    """One column of the alignment; None where the query or the read has nothing there."""

    wanted: int | None
    seen: int | None


def explain(query: str, glyphs: Sequence[Glyph], found: Alignments, row: int) -> str:
    """A sentence such as `5th glyph read 8 (0.61), B (0.34)`; differences are joined by `; `.

    found: `aligned` of the query with several reads, of which this one is number `row`.
    """
    differences = list(_differences(query, glyphs, found, row))
    if not differences:
        return "every glyph was read so"
    return "; ".join(differences)


def what_formats_say(query: str, glyphs: Sequence[Glyph], grammar: PlateGrammar) -> str:
    """Such as `AB12CDE fits GB, AB12CD8 no plate format`; empty where query and read fit alike."""
    read = "".join(glyph[0][0] for glyph in glyphs)
    wanted, seen = grammar.countries(query), grammar.countries(read)
    if bool(wanted) == bool(seen):
        return ""
    if wanted:
        return f"{query} fits {_listed(wanted)}, {read} no plate format"
    return f"{read} fits {_listed(seen)}, {query} no plate format"


def _listed(countries: Sequence[str]) -> str:
    more = len(countries) - SHOWN
    return ", ".join(countries[:SHOWN]) + (f" and {more} more" if more > 0 else "")


def _differences(query: str, glyphs: Sequence[Glyph], found: Alignments, row: int) -> Iterator[str]:
    for wanted, seen in alignment(len(query), len(glyphs), found, row):
        if wanted is not None and seen is not None:
            if glyphs[seen][0][0] != query[wanted]:
                yield f"{ordinal(seen + 1)} glyph read {_offers(glyphs[seen])}"
        elif wanted is not None:
            yield f"{ordinal(wanted + 1)} glyph {query[wanted]} was not read"
        elif seen is not None:
            char = glyphs[seen][0][0]
            doubled = seen > 0 and glyphs[seen - 1][0][0] == char
            kind = "doubled" if doubled else "extra"
            yield f"{ordinal(seen + 1)} glyph {char} is {kind}"


def alignment(wanted: int, seen: int, found: Alignments, row: int) -> list[Step]:
    """The cheapest alignment of so many glyphs, from the first to the last; pairs win over gaps of equal cost."""
    table, pair, extra = (part[..., row] for part in (found.table, found.pair, found.extra))
    steps: list[Step] = []
    i, j = wanted, seen
    while i or j:
        ways: list[tuple[float, Step]] = []
        if i and j:
            ways.append((table[i - 1, j - 1] + pair[i - 1, j - 1], Step(i - 1, j - 1)))
        if i:
            ways.append((table[i - 1, j] + MISSING_COST, Step(i - 1, None)))
        if j:
            ways.append((table[i, j - 1] + extra[j - 1], Step(None, j - 1)))
        step = min(ways, key=lambda way: way[0])[1]
        steps.append(step)
        i -= step.wanted is not None
        j -= step.seen is not None
    return steps[::-1]


def _offers(glyph: Glyph) -> str:
    return ", ".join(f"{char} ({probability:.2f})" for char, probability in glyph[:SHOWN])


def ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if 10 <= number % 100 <= 13 else ending}"

"""What formats make of a read, beside the same sum over every text that there is."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mosaic_backend.detections.domain.beliefs import PRIOR_ALONE, beliefs_of
from mosaic_backend.detections.domain.confusion import ALPHABET
from mosaic_backend.detections.domain.glyph_table import table_of
from mosaic_backend.detections.domain.glyphs import Glyph, packed
from mosaic_backend.detections.domain.plate_grammar import OTHERWISE, PlateGrammar
from mosaic_backend.detections.domain.scoring import aligned, posteriors
from mosaic_contracts.ids import new_id
from mosaic_contracts.plate_formats import FORMATS, PlateFormat, expected_formats, formats_of

TEXTS = st.text(alphabet="ABDIOQSZ0123458X", min_size=1, max_size=9)
LETTER_DIGIT = PlateGrammar(
    [PlateFormat("AA", "one", "L0", "AB"), PlateFormat("BB", "two", "L-L", "CD")]
)
READ: tuple[Glyph, ...] = ((("A", 0.6), ("8", 0.3)), (("B", 0.5), ("1", 0.45)))


def scored(query: str, reads: list[tuple[Glyph, ...]], grammar: PlateGrammar) -> np.ndarray:
    table = table_of([packed(glyphs) for glyphs in reads])
    return posteriors(query, aligned(query, table).scores(), table, PRIOR_ALONE, grammar)


def sure(text: str) -> tuple[Glyph, ...]:
    return tuple(((char, 0.9),) for char in text)


@pytest.mark.parametrize("query", ["A1", "B7", "CD", "8B", "AB"])
def test_posterior_then_bayes_rule_over_all_texts(query: str) -> None:
    table = table_of([packed(READ)])
    whole = 0.0
    for pair in product(ALPHABET, repeat=2):
        text = "".join(pair)
        pairs = aligned(text, table).pair
        likelihood = float(np.exp(-(pairs[0, 0, 0] + pairs[1, 1, 0])))
        whole += likelihood * LETTER_DIGIT.weight(text)
    by_glyphs = float(aligned(query, table).scores()[0])
    wanted = by_glyphs * LETTER_DIGIT.weight(query) / whole
    assert scored(query, [READ], LETTER_DIGIT)[0] == pytest.approx(wanted, rel=0.02)


@given(TEXTS, st.lists(TEXTS, min_size=1, max_size=6), st.sampled_from([(), ("GB",), ("DE", "SG")]))
@settings(max_examples=60)
def test_posteriors_then_probabilities_whatever_else_is_scored(
    query: str, texts: list[str], countries: tuple[str, ...]
) -> None:
    grammar = PlateGrammar(expected_formats(countries))
    reads = [sure(text) for text in texts]
    together = scored(query, reads, grammar)
    assert ((together >= 0) & (together <= 1)).all()
    alone = [float(scored(query, [each], grammar)[0]) for each in reads]
    assert together.tolist() == pytest.approx(alone, rel=1e-4, abs=1e-9)


def test_posteriors_when_cameras_have_taught_then_each_by_its_own_matrix() -> None:
    grammar = PlateGrammar(formats_of(["GB"]))
    cameras = [new_id(), new_id(), new_id()]
    learned = {cameras[0]: {("8", "B"): 40}, cameras[2]: {("8", "8"): 40}}

    def of(cameras: list) -> list[float]:
        beliefs = beliefs_of(cameras, learned)
        part = table_of([packed(sure("AB12CD8"))] * len(cameras))
        scores = aligned("AB12CDB", part, beliefs).scores()
        return posteriors("AB12CDB", scores, part, beliefs, grammar).tolist()

    together = of(cameras)
    assert together[0] > together[1] > together[2]
    assert together == pytest.approx([of([camera])[0] for camera in cameras], rel=1e-4)


def test_posteriors_when_the_table_is_empty_then_none() -> None:
    assert scored("AB12CDE", [], PlateGrammar(FORMATS)).tolist() == []
    assert scored("AB12CDE", [()], PlateGrammar(FORMATS)).tolist() == pytest.approx([0.0], abs=1e-6)


@pytest.mark.parametrize("plate", FORMATS, ids=lambda plate: f"{plate.country} {plate.pattern}")
def test_weight_then_one_for_what_a_format_permits(plate: PlateFormat) -> None:
    grammar = PlateGrammar([plate])
    text = "".join(allowed[0] for allowed in plate.positions)
    says_something = plate.name != "vanity"
    assert grammar.weight(text) == (1.0 if says_something else OTHERWISE)


def test_countries_then_of_those_that_fit_in_the_order_given() -> None:
    grammar = PlateGrammar(expected_formats(["GB", "DE", "AT"]))
    assert grammar.countries("AB12CDE") == ("GB", "AT")
    assert grammar.countries("AB1234") == ("GB", "DE")
    assert grammar.countries("AB12CD8") == grammar.countries("ÄÖ") == grammar.countries("") == ()

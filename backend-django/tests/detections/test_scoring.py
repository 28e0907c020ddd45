from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mosaic_backend.detections.domain.confusion import PRIOR, SKELETON_GROUPS, confusable, skeleton
from mosaic_backend.detections.domain.explanation import alignment, explain
from mosaic_backend.detections.domain.glyph_table import GlyphTable, table_of
from mosaic_backend.detections.domain.glyphs import Glyph, glyphs_of, packed
from mosaic_backend.detections.domain.neighbourhood import keys_of
from mosaic_backend.detections.domain.scoring import aligned

PLATES = st.text(alphabet="ABDIOQSZ0123458X", min_size=3, max_size=9)


def read(text: str, share: float = 0.9) -> tuple[Glyph, ...]:
    return glyphs_of(text, [[(char, share)] for char in text], share)


def table(reads: list[tuple[Glyph, ...]]) -> GlyphTable:
    return table_of([packed(glyphs) for glyphs in reads])


def explained(query: str, glyphs: tuple[Glyph, ...]) -> str:
    return explain(query, glyphs, aligned(query, table([glyphs])), 0)


def score(query: str, glyphs: tuple[Glyph, ...]) -> float:
    return float(aligned(query, table([glyphs])).scores()[0])


def test_prior_then_rows_are_distributions() -> None:
    assert np.allclose(PRIOR.sum(axis=1), 1, atol=1e-5)
    assert (PRIOR > 0).all()


@given(PLATES, st.lists(PLATES, max_size=5))
@settings(max_examples=50)
def test_scores_then_probabilities_whatever_else_is_scored(query: str, others: list[str]) -> None:
    reads = [read(text) for text in [query, *others]]
    together = aligned(query, table(reads)).scores()
    assert ((together >= 0) & (together <= 1)).all()
    assert together[0] == pytest.approx(score(query, read(query)), rel=1e-4)


@given(PLATES, PLATES)
def test_scores_when_read_exactly_so_then_no_other_query_is_likelier(
    plate: str, other: str
) -> None:
    assert score(plate, read(plate)) >= score(other, read(plate)) - 1e-6


@given(PLATES, st.data())
def test_scores_when_the_wrong_glyph_is_confusable_then_above_one_that_is_not(
    plate: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(plate) - 1))
    group = next((group for group in SKELETON_GROUPS if plate[at] in group), None)
    if group is None:
        return
    near = next(char for char in group if char != plate[at])
    far = next(char for char in "WHY" if not confusable(char, plate[at]))
    assert score(plate, read(plate[:at] + near + plate[at + 1 :])) > score(
        plate, read(plate[:at] + far + plate[at + 1 :])
    )


def test_scores_when_the_second_candidate_is_right_then_it_counts() -> None:
    unsure = glyphs_of(
        "AB128", [*([(char, 0.9)] for char in "AB12"), [("8", 0.61), ("B", 0.34)]], 0.9
    )
    assert score("AB12B", unsure) > 5 * score("AB12B", read("AB128"))
    assert explained("AB12B", unsure) == "5th glyph read 8 (0.61), B (0.34)"


@pytest.mark.parametrize(
    ("query", "seen", "why"),
    [
        ("AB123", "AB123", "every glyph was read so"),
        ("AB123", "AB13", "4th glyph 2 was not read"),
        ("AB123", "AB1223", "5th glyph 2 is doubled"),
        ("AB123", "AB1X23", "4th glyph X is extra"),
        ("AB123", "ABI23", "3rd glyph read I (0.90)"),
    ],
)
def test_explain_then_names_the_difference(query: str, seen: str, why: str) -> None:
    assert explained(query, read(seen)) == why


@given(PLATES, PLATES)
def test_alignment_then_goes_over_every_glyph_of_both_once(query: str, seen: str) -> None:
    steps = alignment(len(query), len(seen), aligned(query, table([read(seen)])), 0)
    assert [step.wanted for step in steps if step.wanted is not None] == list(range(len(query)))
    assert [step.seen for step in steps if step.seen is not None] == list(range(len(seen)))


@given(PLATES, st.data())
def test_keys_when_one_edit_away_then_they_meet(plate: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(plate) - 1))
    char = data.draw(st.sampled_from("AB019X"))
    edited = data.draw(
        st.sampled_from(
            [
                plate[:at] + char + plate[at + 1 :],
                plate[:at] + plate[at + 1 :],
                plate[:at] + char + plate[at:],
                plate[:at] + plate[at : at + 2][::-1] + plate[at + 2 :],
            ]
        )
    )
    assert set(keys_of(plate)) & set(keys_of(edited))


@given(PLATES, st.randoms())
def test_keys_when_any_number_of_glyphs_is_confused_then_the_first_is_the_same(
    plate: str, random: Random
) -> None:
    confused = "".join(
        random.choice(next((group for group in SKELETON_GROUPS if char in group), char))
        for char in plate
    )
    assert skeleton(confused) == skeleton(plate)
    assert keys_of(confused)[0] == keys_of(plate)[0]

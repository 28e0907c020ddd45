from hypothesis import given
from hypothesis import strategies as st

from mosaic_ai.domain.readings import (
    EMPTY,
    Reading,
    aligned,
    reading_of,
    repeats,
    similarity,
    vote,
    without_stray_edges,
)

PLATES = st.text("ABCDEFGHJKLMNPRSTUVWXYZ0123456789", min_size=4, max_size=9)


def unsure(text: str, position: int, **probabilities: float) -> Reading:
    slots = list(reading_of(text, 0.98).slots)
    slots[position] = probabilities
    return Reading(tuple(slots))


def test_vote_when_one_of_three_misreads_a_glyph_then_the_majority_wins() -> None:
    readings = [
        (reading_of("AB123CD", 0.95), 1.0),
        (unsure("AB123CD", 2, I=0.6, **{"1": 0.4}), 1.0),
        (reading_of("AB123CD", 0.9), 1.0),
    ]
    assert vote(readings).text == "AB123CD"


def test_vote_when_two_are_unsure_in_different_places_then_each_helps_the_other() -> None:
    first = unsure("AB123CD", 0, H=0.5, A=0.45)
    second = unsure("AB123CD", 6, O=0.5, D=0.45)
    assert vote([(first, 1.0), (second, 1.0)]).text == "AB123CD"


def test_vote_when_a_character_is_in_the_minority_then_dropped() -> None:
    readings = [
        (reading_of("LAB123CD", 0.9), 0.6),
        (reading_of("AB123CD", 0.99), 1.0),
        (reading_of("AB123CD", 0.99), 1.0),
    ]
    assert vote(readings).text == "AB123CD"


def test_vote_when_weightiest_lacks_a_character_then_the_majority_puts_it_back() -> None:
    readings = [
        (reading_of("AB13CD"), 1.0),
        (reading_of("AB123CD"), 0.9),
        (reading_of("AB123CD"), 0.9),
    ]
    assert vote(readings).text == "AB123CD"


def test_candidates_when_unsure_then_both_characters_with_their_probabilities() -> None:
    assert unsure("8", 0, **{"8": 0.61, "B": 0.34}).candidates() == [[("8", 0.61), ("B", 0.34)]]


def test_stray_edges_when_first_slot_is_more_likely_nothing_then_dropped() -> None:
    assert without_stray_edges(unsure("LMF323EJ", 0, L=0.3, I=0.1)).text == "MF323EJ"
    assert without_stray_edges(unsure("QMF323E", 0, Q=0.5, O=0.45)).text == "QMF323E"


def test_similarity_when_empty_then_zero() -> None:
    assert similarity(EMPTY, reading_of("AB12")) == 0.0
    assert vote([]) == EMPTY


@given(PLATES)
def test_similarity_when_same_then_one(text: str) -> None:
    assert abs(similarity(reading_of(text), reading_of(text)) - 1.0) < 1e-9


@given(PLATES, PLATES)
def test_aligned_when_any_two_then_every_position_once_and_in_order(a: str, b: str) -> None:
    pairs = aligned(reading_of(a), reading_of(b))
    assert [i for i, _ in pairs if i is not None] == list(range(len(a)))
    assert [j for _, j in pairs if j is not None] == list(range(len(b)))


@given(PLATES, st.integers(1, 5))
def test_vote_when_all_say_the_same_then_that(text: str, count: int) -> None:
    assert vote([(reading_of(text, 0.9), 1.0)] * count).text == text


def test_caption_when_its_seconds_run_or_its_extents_differ_then_it_repeats() -> None:
    assert repeats(reading_of("YARD202605"), reading_of("YARD20260512"))
    assert repeats(reading_of("12153014"), reading_of("12153013"))
    assert repeats(reading_of("153100"), reading_of("153059"))


def test_another_plate_when_at_the_same_place_then_it_does_not_repeat() -> None:
    assert not repeats(reading_of("AB123CD"), reading_of("XY987ZK"))
    assert not repeats(reading_of("AB123CD"), reading_of("A"))
    assert not repeats(reading_of("AB123CD"), EMPTY)

import numpy as np
from numpy.typing import NDArray

from mosaic_ai.infrastructure.ctc_decoding import PlateAlphabet

CHARACTERS = ["", "A", "B", "8", "b", "-", "é", " "]


def steps(*rows: dict[str, float]) -> NDArray[np.float32]:
    """Each row names the probabilities of some characters; the blank has the rest."""
    result = np.zeros((len(rows), len(CHARACTERS)), np.float32)
    for index, row in enumerate(rows):
        for character, probability in row.items():
            result[index, CHARACTERS.index(character)] = probability
        result[index, 0] += 1 - sum(row.values())
    return result


def test_decode_when_repeated_then_collapsed_and_the_blank_parts() -> None:
    reading = PlateAlphabet(CHARACTERS).decode(
        steps({"A": 0.9}, {"A": 0.8}, {}, {"A": 0.7}, {"B": 0.9})
    )
    assert reading.text == "AAB"


def test_decode_when_two_glyphs_compete_then_both_are_kept_with_their_probabilities() -> None:
    reading = PlateAlphabet(CHARACTERS).decode(steps({"8": 0.6, "B": 0.3}))
    assert reading.candidates() == [[("8", 0.6), ("B", 0.3)]]


def test_decode_when_lower_case_then_counted_as_upper_case() -> None:
    reading = PlateAlphabet(CHARACTERS).decode(steps({"B": 0.3, "b": 0.4, "8": 0.2}))
    assert reading.candidates()[0][0] == ("B", 0.7)


def test_decode_when_a_separator_stands_between_then_left_out_yet_it_parts() -> None:
    reading = PlateAlphabet(CHARACTERS).decode(steps({"A": 0.9}, {"-": 0.9}, {"A": 0.9}))
    assert reading.text == "AA"


def test_decode_when_another_script_then_nothing() -> None:
    assert PlateAlphabet(CHARACTERS).decode(steps({"é": 0.95})).text == ""


def test_decode_when_all_blank_then_empty() -> None:
    assert PlateAlphabet(CHARACTERS).decode(steps({}, {})).slots == ()

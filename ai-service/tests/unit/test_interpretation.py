"""What a reading may have been, by the formats of plates."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mosaic_ai.domain.interpretation import Interpretation, Interpreter
from mosaic_ai.domain.readings import EMPTY, Reading, reading_of
from mosaic_contracts.plate_formats import formats_of

EVERYWHERE = Interpreter()
CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

slots = st.dictionaries(st.sampled_from(CHARACTERS), st.floats(0.001, 1), min_size=1, max_size=5)
whole_slots = slots.map(lambda slot: {c: p / max(1.0, sum(slot.values())) for c, p in slot.items()})
readings = st.lists(whole_slots, min_size=1, max_size=13).map(lambda found: Reading(tuple(found)))


def first(text: str, *countries: str, confidence: float = 0.97) -> Interpretation:
    return Interpreter(countries).interpret(reading_of(text, confidence))[0]


def unsure(text: str, position: int, **probabilities: float) -> Reading:
    found = list(reading_of(text, 0.98).slots)
    found[position] = probabilities
    return Reading(tuple(found))


@pytest.mark.parametrize(
    ("country", "read", "meant"),
    [
        ("GB", "ABO1CDE", "AB01CDE"),
        ("GB", "KL57B0B", "KL57BOB"),
        ("GB", "AB1ZCDE", "AB12CDE"),
        ("GB", "AB12CD8", "AB12CDB"),
        ("DE", "0LAB1234", "OLAB1234"),
        ("DE", "HHAB1O24", "HHAB1024"),
        ("FR", "A8123CD", "AB123CD"),
        ("FR", "ABI23CD", "AB123CD"),
        ("ES", "I234BCD", "1234BCD"),
        ("US-CA", "7ABCI23", "7ABC123"),
        ("US-CA", "8XDB1O3", "8XDB103"),
        ("US-TX", "8CD1234", "BCD1234"),
        ("NL", "I2BDF3", "12BDF3"),
        ("IN", "KAO1AB1234", "KA01AB1234"),
        ("BR", "ABC1DZ3", "ABC1D23"),
        ("RU", "A123BC7O", "A123BC70"),
    ],
)
def test_look_alikes_are_told_apart_by_what_may_stand_at_their_position(
    country: str, read: str, meant: str
) -> None:
    found = first(read, country)
    assert found.text == meant
    assert found.country == country
    assert found.probability > 0.5


def test_a_reading_that_fits_keeps_its_text_and_is_given_its_country() -> None:
    for text, country in [("AB12CDE", "GB"), ("7ABC123", "US-CA"), ("1234BCD", "ES")]:
        found = first(text)
        assert (found.text, found.country) == (text, country)
        assert found.probability > 0.8


@pytest.mark.parametrize("text", ["XXXXXXX", "WWWWKKKK", "KXWKXWKX", "999999999", "KXKXKXKXKXK"])
@pytest.mark.parametrize("countries", [(), ("GB",), ("DE", "FR")])
def test_a_certain_reading_that_fits_no_format_is_left_alone(
    text: str, countries: tuple[str, ...]
) -> None:
    found = Interpreter(countries).interpret(reading_of(text, 1.0))
    assert all(item.probability < 0.2 for item in found)


def test_a_certain_character_that_looks_like_none_that_may_stand_there_is_not_explained_away() -> (
    None
):
    assert Interpreter(["GB"]).interpret(reading_of("ABX1CDE", 1.0)) == []


def test_what_the_reader_saw_as_second_best_is_taken_where_the_format_wants_it() -> None:
    reading = unsure("ABX1CDE", 2, X=0.6, **{"6": 0.3})
    assert Interpreter(["GB"]).interpret(reading)[0].text == "AB61CDE"


def test_the_reading_itself_is_never_changed() -> None:
    reading = unsure("ABO1CDE", 2, O=0.9, **{"0": 0.1})
    before = [dict(slot) for slot in reading.slots]
    Interpreter(["GB"]).interpret(reading)
    assert [dict(slot) for slot in reading.slots] == before
    assert reading.text == "ABO1CDE"


def test_the_country_that_is_named_first_is_the_likelier_one() -> None:
    text = "ABC123"
    assert first(text, "SE", "LT").country == "SE"
    assert first(text, "LT", "SE").country == "LT"


def test_a_country_that_is_not_named_does_not_count() -> None:
    found = Interpreter(["FR", "ES"]).interpret(reading_of("7ABC123", 0.97))
    assert {item.country for item in found} <= {"FR", "ES"}
    assert all(item.probability < 0.2 for item in found)


def test_a_country_means_its_states_and_formats_that_permit_the_same_add_up() -> None:
    alone = Interpreter(["US-PA"]).interpret(reading_of("ABC1234", 0.97))[0]
    all_states = Interpreter(["US"]).interpret(reading_of("ABC1234", 0.97))[0]
    assert alone.text == all_states.text == "ABC1234"
    assert all_states.country.startswith("US-")
    assert all_states.probability > 0.9


def test_the_check_letter_of_singapore_decides() -> None:
    interpreter = Interpreter(["SG"])
    assert interpreter.interpret(reading_of("SBA1234G", 0.97))[0].text == "SBA1234G"
    wrong = interpreter.interpret(reading_of("SBA1234K", 1.0))
    assert all(item.probability < 0.2 for item in wrong)
    assert all(any(f.fits(i.text) for f in formats_of(["SG"])) for i in wrong)


def test_of_equally_likely_texts_that_which_was_read_comes_first() -> None:
    reading = unsure("AB12CDE", 5, H=0.49, D=0.49)
    found = Interpreter(["GB"]).interpret(reading)
    assert [item.text for item in found[:2]] == [reading.text, "AB12CDE"]
    assert found[0].probability == pytest.approx(found[1].probability, rel=1e-9)
    assert found == Interpreter(["GB"]).interpret(reading)


@pytest.mark.parametrize(
    "reading",
    [
        EMPTY,
        reading_of("A"),
        reading_of("ЖÄß日本Ω7"),
        reading_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        reading_of("AB12CDE", 0.0),
        Reading(({}, {"A": 1.0}, {"B": 1.0})),
    ],
)
def test_what_is_no_reading_of_a_plate_has_no_interpretation(reading: Reading) -> None:
    assert EVERYWHERE.interpret(reading) == []


def test_a_foreign_glyph_that_is_but_a_second_guess_does_no_harm() -> None:
    found = Interpreter(["GB"]).interpret(unsure("AB12CDE", 0, A=0.9, Ж=0.1))
    assert found[0].text == "AB12CDE"


@given(readings)
def test_interpretations_are_few_ranked_and_as_long_as_the_reading(reading: Reading) -> None:
    found = EVERYWHERE.interpret(reading)
    chances = [item.probability for item in found]
    assert len(found) <= 3
    assert chances == sorted(chances, reverse=True)
    assert all(0 < chance <= 1 for chance in chances)
    assert sum(chances) <= 1 + 1e-9
    assert len({item.text for item in found}) == len(found)
    assert all(len(item.text) == len(reading.slots) for item in found)


@given(readings)
def test_an_interpretation_fits_the_format_that_it_names(reading: Reading) -> None:
    for item in EVERYWHERE.interpret(reading):
        assert any(
            plate.fits(item.text)
            for plate in formats_of([item.country])
            if (plate.country, plate.name) == (item.country, item.format_name)
        )

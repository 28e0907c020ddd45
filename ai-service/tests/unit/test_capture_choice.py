"""Which pictures are worth keeping."""

from datetime import timedelta
from uuid import uuid4

import pytest
from captured import AT, BOX, CAMERA, plate, torn
from hypothesis import given
from hypothesis import strategies as st

from mosaic_ai.domain.capture_choice import CaptureChoice, doubt_of, plate_worth, sampled
from mosaic_ai.domain.captures import Worth
from mosaic_ai.domain.readings import Reading, reading_of
from mosaic_ai.domain.sightings import Detection, PlateSighting

SIZE = (640, 480)
SURE = reading_of("AB12CDE", 0.99)


def choice(per_hour: int = 3600, share: float = 0.0) -> CaptureChoice:
    return CaptureChoice(CAMERA, per_hour=per_hour, share=share)


def test_plate_when_located_and_not_read_then_worth_as_much_as_it_was_located() -> None:
    assert plate_worth(plate(located=0.8)) == Worth("unread", 0.8)


def test_plate_when_two_characters_come_near_each_other_then_unsure() -> None:
    worth = plate_worth(plate(torn()))
    assert worth is not None
    assert (worth.reason, round(worth.uncertainty, 3)) == ("unsure", 0.9)


def test_plate_when_located_just_so_then_borderline_and_less_the_farther_from_the_limit() -> None:
    near, far = (plate_worth(plate(SURE, located=located)) for located in (0.36, 0.42))
    assert near is not None
    assert far is not None
    assert near.reason == far.reason == "borderline"
    assert near.uncertainty > far.uncertainty > 0


@pytest.mark.parametrize(
    "seen",
    [
        plate(SURE),
        plate(torn(), at_edge=True),
        plate(torn(), still=True),
        plate(box=BOX._replace(height=5)),
    ],
)
def test_plate_when_well_read_or_not_to_be_read_by_anybody_then_not_worth_it(
    seen: PlateSighting,
) -> None:
    assert plate_worth(seen) is None


@given(st.lists(st.dictionaries(st.sampled_from("AB80"), st.floats(0, 1), min_size=1)))
def test_doubt_is_a_share(slots: list[dict[str, float]]) -> None:
    assert 0.0 <= doubt_of(Reading(tuple(slots))) <= 1.0


def test_passage_when_it_was_kept_then_not_again_however_often_it_is_seen() -> None:
    chooser, read = choice(), uuid4()
    worths = [
        chooser.choose(AT + timedelta(seconds=10 * step), SIZE, [(plate(torn()), read)], [])
        for step in range(5)
    ]
    assert [worth is not None for worth in worths] == [True, False, False, False, False]
    assert chooser.choose(AT + timedelta(minutes=1), SIZE, [(plate(torn()), uuid4())], [])


def test_object_when_it_stays_then_news_again_after_an_hour_or_elsewhere() -> None:
    chooser, car = choice(), Detection("car", 0.36, BOX)
    later = AT + timedelta(minutes=1)
    assert chooser.choose(AT, SIZE, [], [car]) is not None
    assert chooser.choose(later, SIZE, [], [car]) is None
    assert chooser.choose(later, SIZE, [], [car._replace(box=BOX.moved(200, 100))]) is not None
    assert chooser.choose(AT + timedelta(hours=2), SIZE, [], [car]) is not None


def test_camera_when_everything_is_uncertain_then_no_more_an_hour_than_allowed() -> None:
    chooser = choice(per_hour=12)
    taken = [
        chooser.choose(AT + timedelta(seconds=second), SIZE, [(plate(torn()), uuid4())], [])
        for second in range(2 * 3600)
    ]
    assert 20 <= sum(worth is not None for worth in taken) <= 25


def test_picture_when_nothing_is_uncertain_then_none_but_those_that_chance_takes() -> None:
    instants = [AT + timedelta(seconds=second) for second in range(5000)]
    chooser = choice(share=0.01)
    taken = [chooser.choose(at, SIZE, [(plate(SURE), uuid4())], []) for at in instants]
    found = [worth for worth in taken if worth]
    assert {worth.reason for worth in found} == {"sample"}
    assert 20 < len(found) < 100
    assert len(found) == sum(sampled(CAMERA, at, 0.01) for at in instants)


def test_most_uncertain_thing_of_a_picture_tells_what_it_is_worth() -> None:
    seen = [(plate(torn()), uuid4())]
    worth = choice().choose(AT, SIZE, seen, [Detection("car", 0.36, BOX)])
    assert worth is not None
    assert worth.reason == "unsure"

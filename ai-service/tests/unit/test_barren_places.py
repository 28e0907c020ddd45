"""Leaves are looked at ever more rarely; what may be something is not."""

from datetime import UTC, datetime, timedelta

from mosaic_ai.domain.barren_places import LONGEST_S, BarrenPlaces
from mosaic_ai.domain.geometry import Box

SIZE = (1920, 1080)
BEGAN = datetime(2026, 11, 26, 12, tzinfo=UTC)
TREE = Box(0, 0, 240, 180)
ROAD = Box(600, 600, 300, 240)


def watched(places: BarrenPlaces, moving: list[Box], seconds: range) -> list[list[Box]]:
    """Nothing is found in what is looked at."""
    looked = []
    for second in seconds:
        at = BEGAN + timedelta(seconds=second)
        looked.append(places.worth_a_look(moving, SIZE, at))
        places.note(looked[-1], [], SIZE, at)
    return looked


def test_place_when_nothing_is_ever_found_then_looked_at_ever_more_rarely_but_for_ever() -> None:
    looked = watched(BarrenPlaces(), [TREE], range(1200))
    assert all(looked[:4])
    assert sum(map(bool, looked[4:])) < 80
    assert all(any(looked[at : at + int(LONGEST_S) + 1]) for at in range(1100))


def test_place_when_something_larger_comes_or_it_comes_beside_then_looked_at() -> None:
    places = BarrenPlaces()
    watched(places, [TREE], range(60))
    at = BEGAN + timedelta(seconds=60.5)
    assert not places.worth_a_look([TREE], SIZE, at)
    for other in (Box(0, 0, 240, 420), Box(120, 60, 240, 180), ROAD):
        assert places.worth_a_look([TREE, other], SIZE, at) == [other]


def test_place_when_something_was_found_there_then_always_looked_at() -> None:
    places = BarrenPlaces()
    places.note([ROAD], [ROAD], SIZE, BEGAN)
    assert all(watched(places, [ROAD], range(1, 800)))


def test_place_when_it_moves_everywhere_as_in_rain_then_all_is_looked_at_every_few_seconds() -> (
    None
):
    rain = [Box(x, y, 460, 340) for x in range(0, 1920, 480) for y in range(0, 1080, 360)]
    looked = watched(BarrenPlaces(), rain, range(300))
    for place in rain:
        seen = [place in each for each in looked]
        assert all(any(seen[at : at + 6]) for at in range(290))

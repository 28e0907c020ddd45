"""Pictures and views of the demo's places: what is a fault is found, what is weather or traffic is not."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache

import pytest
from ai_places import (
    Place,
    as_sent,
    blurred,
    covered,
    darkened,
    dazzled,
    fogged,
    lit,
    rained_on,
    window,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mosaic_ai.domain.camera_health.facts import SceneFacts
from mosaic_ai.domain.camera_health.picture_rules import picture_findings
from mosaic_ai.domain.camera_health.ports import Reference
from mosaic_ai.domain.camera_health.scene_rules import scene_findings
from mosaic_ai.domain.frames import Pixels
from mosaic_ai.infrastructure.camera_health.cv_picture_measures import CvPictureMeasures
from mosaic_demo.scenes.places import SCENES

MEASURES = CvPictureMeasures()
NAMES = [scene.name for scene in SCENES]
COUNT = 4


@cache
def place(name: str) -> Place:
    scene = next(each for each in SCENES if each.name == name)
    return Place(scene, 7, smaller=0.5)


@cache
def pictures(name: str) -> tuple[Pixels, ...]:
    """By the traffic of the reference."""
    place(name).drive(7)
    return tuple(place(name).seconds(2, COUNT))


def compared(reference: list[Pixels], now: list[Pixels]) -> SceneFacts:
    taken = Reference(datetime.now(UTC), False, MEASURES.view(reference))
    return MEASURES.compared(taken, MEASURES.view([as_sent(picture) for picture in now]))


def scene_codes(facts: SceneFacts) -> list[str]:
    return [finding.code for finding in scene_findings(facts)]


def picture_codes(now: list[Pixels]) -> list[str]:
    facts = MEASURES.picture([as_sent(picture) for picture in now])
    return [finding.code for finding in picture_findings(facts)]


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=3, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(
    traffic=st.integers(0, 10_000),
    first=st.integers(0, 120),
    seed=st.integers(0, 10_000),
    rain=st.booleans(),
    light=st.booleans(),
)
def test_view_when_only_traffic_weather_and_light_differ_then_nothing_is_found(
    name: str, traffic: int, first: int, seed: int, rain: bool, light: bool
) -> None:
    reference = list(pictures(name))
    place(name).drive(traffic)
    now = place(name).seconds(first, COUNT)
    if light:
        now = [lit(picture, seed) for picture in now]
    if rain:
        now = [rained_on(picture, seed + number, 130) for number, picture in enumerate(now)]
    facts = compared(reference, now)
    assert scene_codes(facts) == []
    assert facts.shift is not None
    assert max(map(abs, facts.shift)) < 0.01
    assert facts.obstructed < 0.1


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("across", [0.05, 0.1])
def test_view_when_the_camera_was_turned_then_told_how_far(name: str, across: float) -> None:
    reference = [window(picture, 0.03, 0.05, 0.8) for picture in pictures(name)]
    now = [window(picture, 0.03 + across * 0.8, 0.05, 0.8) for picture in pictures(name)]
    facts = compared(reference, now)
    assert scene_codes(facts) == ["view-turned"]
    assert facts.shift is not None
    assert facts.shift[0] == pytest.approx(-across, abs=0.01)
    assert facts.shift[1] == pytest.approx(0, abs=0.01)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("side", ["left", "right"])
def test_view_when_a_third_is_covered_then_obstructed(name: str, side: str) -> None:
    now = [covered(picture, 1 / 3, side) for picture in pictures(name)]
    facts = compared(list(pictures(name)), now)
    assert scene_codes(facts) == ["obstructed"]
    assert facts.obstructed == pytest.approx(1 / 3, abs=0.2)


@pytest.mark.parametrize("name", NAMES)
def test_view_when_all_is_covered_then_blank_and_obstructed(name: str) -> None:
    now = [covered(picture, 1, "all") for picture in pictures(name)]
    assert picture_codes(now) == ["picture-blank"]
    assert scene_codes(compared(list(pictures(name)), now)) == ["obstructed"]


@pytest.mark.parametrize(("name", "other"), [("street", "yard"), ("gate", "street")])
def test_view_when_it_is_another_place_then_changed(name: str, other: str) -> None:
    facts = compared(list(pictures(name)), list(pictures(other)))
    assert scene_codes(facts) == ["view-changed"]
    assert facts.shift is None


@pytest.mark.parametrize("name", NAMES)
def test_picture_when_nothing_is_wrong_then_nothing_is_found(name: str) -> None:
    assert picture_codes(list(pictures(name))) == []


@pytest.mark.parametrize("name", NAMES)
def test_blur_when_it_grows_then_measured_about_as_it_is(name: str) -> None:
    measured = [
        MEASURES.picture([as_sent(blurred(each, sigma)) for each in pictures(name)]).blur_px
        for sigma in (0.01, 2.0, 3.0, 5.0)
    ]
    assert all(each is not None for each in measured[:3])
    known = [each for each in measured if each is not None]
    assert known == sorted(known)
    assert known[0] < 0.9
    assert known[1] == pytest.approx(2.0, abs=0.8)
    assert known[2] == pytest.approx(3.0, abs=1.0)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (lambda picture: blurred(picture, 2.5), "blurred"),
        (lambda picture: darkened(picture, 0.18), "too-dark"),
        (lambda picture: dazzled(picture, 0.3), "burnt-out"),
        (lambda picture: fogged(picture, 0.8), "contrast-low"),
    ],
    ids=["blur", "darkness", "glare", "fog"],
)
def test_picture_when_it_has_a_fault_then_that_is_found(
    name: str, fault: Callable[[Pixels], Pixels], code: str
) -> None:
    assert code in picture_codes([fault(picture) for picture in pictures(name)])


@pytest.mark.parametrize("name", NAMES)
def test_light_when_told_from_the_picture_then_infrared_is_night(name: str) -> None:
    assert MEASURES.view(pictures(name)).light == ("night" if name == "night" else "day")


def test_view_when_the_stream_has_another_size_then_it_is_the_same_view() -> None:
    large = Place(SCENES[0], 7, smaller=0.75).seconds(2, COUNT)
    assert scene_codes(compared(list(pictures("street")), large)) == []

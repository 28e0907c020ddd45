from hypothesis import given
from hypothesis import strategies as st

from mosaic_ai.domain.geometry import Box, contained, iou, merged
from mosaic_ai.domain.zones import plates_wanted, watched, zones_at
from mosaic_contracts.internal_api import Zone

LEFT = Zone(name="left", kind="include", polygon=[(0, 0), (0.5, 0), (0.5, 1), (0, 1)])
CORNER = Zone(name="corner", kind="exclude", polygon=[(0, 0), (0.2, 0), (0, 0.2)])
LANE = Zone(name="lane", kind="plate", polygon=[(0.3, 0), (0.5, 0), (0.5, 1), (0.3, 1)])

SIDES = st.floats(1, 500)
BOXES = st.builds(Box, st.floats(-100, 1000), st.floats(-100, 1000), SIDES, SIDES)


def test_watched_when_zones_then_inside_included_and_outside_excluded() -> None:
    assert watched((0.4, 0.5), [LEFT, CORNER])
    assert not watched((0.05, 0.05), [LEFT, CORNER])
    assert not watched((0.8, 0.5), [LEFT, CORNER])
    assert watched((0.8, 0.5), [CORNER])


def test_plates_wanted_when_plate_zone_then_only_there() -> None:
    assert plates_wanted((0.4, 0.5), [LANE])
    assert not plates_wanted((0.6, 0.5), [LANE])
    assert plates_wanted((0.6, 0.5), [LEFT])


def test_zones_at_when_inside_two_then_both_named() -> None:
    assert zones_at((0.4, 0.5), [LEFT, LANE, CORNER]) == ["left", "lane"]


@given(BOXES, BOXES)
def test_iou_when_any_two_then_symmetric_and_within_bounds(a: Box, b: Box) -> None:
    assert abs(iou(a, b) - iou(b, a)) < 1e-9
    assert 0 <= iou(a, b) <= 1 + 1e-9


@given(st.lists(BOXES, max_size=6))
def test_merged_when_any_then_all_are_covered(boxes: list[Box]) -> None:
    joined = merged(boxes)
    assert len(joined) <= len(boxes)
    assert all(any(contained(box, other) > 0.999 for other in joined) for box in boxes)


@given(BOXES)
def test_shares_when_any_box_then_within_the_picture(box: Box) -> None:
    x, y, width, height = box.shares(640, 360)
    assert 0 <= x <= 1
    assert 0 <= y <= 1
    assert x + width <= 1 + 1e-4
    assert y + height <= 1 + 1e-4

import math

from hypothesis import given
from hypothesis import strategies as st

from mosaic_backend.cameras.domain.zones import area, polygon_fault

SQUARE = [(0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9)]
shares = st.floats(0, 1, allow_nan=False)


def test_polygon_when_plain_then_no_fault():
    assert polygon_fault(SQUARE) is None
    assert polygon_fault(SQUARE[::-1]) is None
    assert polygon_fault([(0, 0), (1, 0), (0.5, 0.4), (1, 1), (0, 1)]) is None  # a dent


def test_polygon_when_a_corner_lies_on_a_straight_side_then_no_fault():
    assert polygon_fault([(0, 0), (0.5, 0), (1, 0), (1, 1), (0, 1)]) is None


def test_polygon_when_sides_cross_or_touch_then_told():
    bow = [(0, 0), (1, 1), (1, 0), (0, 1)]
    lopsided_bow = [(0, 0), (1, 1), (1, 0), (0, 0.5)]
    touching = [(0, 0), (1, 0), (1, 1), (0.5, 0), (0, 1)]
    doubling_back = [(0, 0), (1, 0), (0.5, 0), (0.5, 1)]
    assert polygon_fault(bow) == "The polygon has no area."
    for corners in (lopsided_bow, touching, doubling_back):
        assert polygon_fault(corners) == "The sides of the polygon cross or touch."


def test_polygon_when_flat_repeated_or_not_a_share_then_told():
    assert polygon_fault([(0, 0), (0.5, 0.5), (1, 1)]) == "The polygon has no area."
    assert "twice" in (polygon_fault([*SQUARE, SQUARE[0]]) or "")
    for bad in (math.nan, math.inf, -0.1, 1.1):
        assert "from 0 to 1" in (polygon_fault([(bad, 0), (1, 0), (1, 1)]) or "")
    assert "3 to 64" in (polygon_fault(SQUARE[:2]) or "")
    circle = [(0.5 + math.cos(n / 65 * math.tau) / 2, 0.5) for n in range(65)]
    assert "3 to 64" in (polygon_fault(circle) or "")


@given(st.integers(3, 64), st.lists(st.floats(0.05, 0.5), min_size=64, max_size=64))
def test_polygon_when_corners_go_round_a_point_then_no_fault(count, radii):
    corners = [
        (
            0.5 + radius * math.cos(n / count * math.tau),
            0.5 + radius * math.sin(n / count * math.tau),
        )
        for n, radius in zip(range(count), radii, strict=False)
    ]
    assert polygon_fault(corners) is None


@given(st.lists(st.tuples(shares, shares), min_size=3, max_size=8))
def test_polygon_when_turned_or_reversed_then_the_same_verdict(corners):
    verdict = polygon_fault(corners) is None
    assert (polygon_fault(corners[1:] + corners[:1]) is None) == verdict
    assert (polygon_fault(corners[::-1]) is None) == verdict
    if verdict:
        assert abs(area(corners)) > 0

from hypothesis import assume, given
from hypothesis import strategies as st

from mosaic_backend.alerts.domain.geometry import (
    Box,
    Line,
    Point,
    Side,
    crossing,
    foot_of,
    inside,
    overlap,
    side_of,
)

shares = st.floats(0, 1, allow_nan=False)
points = st.tuples(shares, shares)
lines = st.tuples(points, points).filter(
    lambda line: max(abs(line[0][0] - line[1][0]), abs(line[0][1] - line[1][1])) > 0.01
)
sizes = st.floats(0.01, 1, allow_nan=False)
boxes = st.tuples(shares, shares, sizes, sizes)
OTHER = {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT}


def distance_to(line: Line, point: Point) -> float:
    (x1, y1), (x2, y2) = line
    return abs((x2 - x1) * (point[1] - y1) - (y2 - y1) * (point[0] - x1))


def test_side_then_as_for_somebody_who_walks_along_the_line() -> None:
    rightwards = ((0.1, 0.5), (0.9, 0.5))
    assert side_of((0.5, 0.9), rightwards) is Side.RIGHT
    assert side_of((0.5, 0.1), rightwards) is Side.LEFT
    assert crossing((0.5, 0.1), (0.5, 0.9), rightwards) is Side.RIGHT
    assert crossing((0.5, 0.9), (0.5, 0.1), rightwards) is Side.LEFT
    assert crossing((0.95, 0.1), (0.95, 0.9), rightwards) is None  # past its end


@given(points, points, lines)
def test_crossing_when_gone_back_then_to_the_other_side(a: Point, b: Point, line: Line) -> None:
    assume(min(distance_to(line, a), distance_to(line, b)) > 1e-6)
    there, back = crossing(a, b, line), crossing(b, a, line)
    assert (back is None) is (there is None)
    if there is not None:
        assert side_of(b, line) is there
        assert back is OTHER[there]


@given(points, points, st.floats(0, 1), st.floats(0.1, 0.9))
def test_crossing_when_a_way_is_cut_in_two_then_crossed_as_often(
    a: Point, b: Point, share: float, height: float
) -> None:
    line = ((-10.0, height), (10.0, height))  # so that its ends play no part
    middle = (a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1]))
    parts = [crossing(a, middle, line), crossing(middle, b, line)]
    assume(min(a[1], b[1]) <= middle[1] <= max(a[1], b[1]))
    whole = crossing(a, b, line)
    assert [part for part in parts if part] == ([whole] if whole else [])


@given(points, points, lines)
def test_crossing_when_the_line_is_turned_round_then_to_the_other_side(
    a: Point, b: Point, line: Line
) -> None:
    assume(min(distance_to(line, a), distance_to(line, b)) > 1e-6)
    one, other = crossing(a, b, line), crossing(a, b, (line[1], line[0]))
    if one is not None and other is not None:
        assert other is OTHER[one]


@given(points, st.tuples(shares, shares, sizes, sizes))
def test_inside_when_the_polygon_is_upright_then_as_its_sides_say(point: Point, box: Box) -> None:
    x, y, width, height = box
    corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
    expected = x < point[0] < x + width and y < point[1] < y + height
    on_edge = any(
        abs(one - other) < 1e-9
        for one, other in (
            (point[0], x),
            (point[0], x + width),
            (point[1], y),
            (point[1], y + height),
        )
    )
    assume(not on_edge)
    assert inside(point, corners) is expected
    assert inside(point, corners[::-1]) is expected
    assert inside(point, corners[2:] + corners[:2]) is expected


@given(boxes)
def test_foot_when_the_picture_cuts_the_box_off_then_inside_the_picture(box: Box) -> None:
    assume(box[0] + box[2] / 2 < 1)
    whole = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]
    assume(foot_of(box)[0] > 0)
    assert inside(foot_of(box), whole)


@given(boxes, boxes)
def test_overlap_then_the_same_both_ways_and_whole_with_itself(one: Box, other: Box) -> None:
    assert overlap(one, other) == overlap(other, one)
    assert 0 <= overlap(one, other) <= 1 + 1e-9
    assert abs(overlap(one, one) - 1) < 1e-9

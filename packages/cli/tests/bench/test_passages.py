"""Reads find their passages; what has none, or comes twice, is told."""

from mosaic_cli.bench.road.camera_clock import CameraClock
from mosaic_cli.bench.road.passages import Occurrence, Read, match, occurrences
from mosaic_demo.truth import ClipTruth, Passage


def passage(plate: str, first: int, last: int) -> Passage:
    return Passage(
        plate=plate,
        printed=plate,
        format="x",
        vehicle="car",
        view="front",
        first_visible_frame=first,
        last_visible_frame=last,
        first_readable_frame=first + 10,
        last_readable_frame=last - 10,
    )


TRUTH = ClipTruth(
    "clip", "gate", 1, 25, 500, 1280, 720, [passage("AAA111", 50, 150), passage("BBB222", 300, 400)]
)


def clock(*starts: float) -> CameraClock:
    made = CameraClock(25, 500)
    for start in starts:
        for frame in range(0, 500, 25):
            late = 0.3 if frame % 100 else 0.0  # stamps may come late, never early
            made.note(frame, start + frame / 25 + late)
    return made


def occurrence(plate: str, at: float, camera: str = "camera-01") -> Occurrence:
    return Occurrence(camera, plate, at, at + 1, at + 3, at + 4)


def read(text: str, at: float, *, id_: str = "", camera: str = "camera-01") -> Read:
    return Read(id_ or text, camera, text, at, at + 2)


def test_clock_when_stamps_are_late_then_the_earliest_counts() -> None:
    assert clock(1000.0, 1020.5).passes() == [1000.0, 1020.5]


def test_occurrences_when_the_clip_loops_then_one_for_each_pass() -> None:
    found = occurrences("camera-01", TRUTH, clock(1000.0, 1020.5))
    assert [(each.plate, each.visible_at) for each in found] == [
        ("AAA111", 1002.0),
        ("BBB222", 1012.0),
        ("AAA111", 1022.5),
        ("BBB222", 1032.5),
    ]
    assert found[0].readable_at == 1002.4
    assert found[0].gone_at == 1006.0


def test_reads_when_vehicles_pass_side_by_side_then_text_decides() -> None:
    both = [occurrence("AAA111", 100), occurrence("BBB222", 100.5)]
    matched = match(both, [read("BBB22Z", 101), read("AAA111", 101.5)], 90, 200)
    assert [each.text for each in matched.of(both[0])] == ["AAA111"]
    assert [each.text for each in matched.of(both[1])] == ["BBB22Z"]
    assert matched.found == both
    assert matched.exact == [both[0]]
    assert (matched.surplus, matched.spurious) == (0, [])


def test_same_plate_when_it_passes_again_then_time_decides() -> None:
    first, again = occurrence("AAA111", 100), occurrence("AAA111", 120)
    matched = match([first, again], [read("AAA111", 121)], 90, 200)
    assert matched.found == [again]


def test_passage_when_read_twice_then_one_is_surplus() -> None:
    one = occurrence("AAA111", 100)
    matched = match([one], [read("AAA111", 101), read("AAA11I", 103, id_="second")], 90, 200)
    assert matched.surplus == 1
    assert matched.exact == [one]


def test_read_when_nothing_passed_there_then_spurious() -> None:
    one = occurrence("AAA111", 100)
    other_camera = read("AAA111", 101, camera="camera-02")
    much_later = read("AAA111", 150)
    matched = match([one], [other_camera, much_later], 90, 200)
    assert matched.spurious == [other_camera, much_later]
    assert matched.found == []


def test_passage_at_the_edge_counts_for_nothing_and_neither_does_its_read() -> None:
    edge = occurrence("AAA111", 89)
    matched = match([edge], [read("AAA111", 91)], 90, 200)
    assert matched.whole == []
    assert matched.spurious == []
    assert matched.surplus == 0

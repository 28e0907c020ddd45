from datetime import UTC, datetime, timedelta

import pytest

from mosaic_ai.domain.geometry import Box
from mosaic_ai.domain.passages import Passage
from mosaic_ai.domain.plate_tracker import PlateTracker, TrackerStep
from mosaic_ai.domain.readings import Reading, reading_of
from mosaic_ai.domain.sightings import PlateSighting

START = datetime(2026, 5, 12, 11, 0, tzinfo=UTC)
PICTURE = Box(0, 0, 1280, 720)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def sighting(
    text: str | Reading,
    x: float,
    y: float = 400,
    width: float = 120,
    *,
    carried: bool = True,
    still: bool = False,
    located: float = 0.9,
) -> PlateSighting:
    reading = reading_of(text, 0.98) if isinstance(text, str) else text
    box = Box(x, y, width, width / 4.5)
    region = box.grown(1.5, 4) if carried else box.grown(0.1, 0.1)
    edge = x < 3 or x + width > 1277
    return PlateSighting(box, located, reading, region, edge, None, still)


def texts(passages: list[Passage]) -> list[str]:
    return [passage.voted.text for passage in passages]


def test_passage_when_it_crosses_then_one_track_and_one_end() -> None:
    tracker = PlateTracker()
    ended: list[Passage] = []
    for second in range(5):
        step = tracker.update([sighting("AB123CD", 100 + 250 * second)], at(second))
        assert len(tracker.open) == 1
    passage = step.current[0]
    passage.revision = 1
    for second in range(5, 20):
        ended += tracker.update([], at(second)).ended
    assert texts(ended) == ["AB123CD"]
    assert tracker.open == []


def test_plate_when_a_glyph_differs_then_still_the_same_passage() -> None:
    tracker = PlateTracker()
    tracker.update([sighting("AB123CD", 100)], at(0))
    tracker.update([sighting("AB1Z3CD", 350)], at(1))
    tracker.update([sighting("AB123CD", 600)], at(2))
    assert texts(tracker.open) == ["AB123CD"]


def test_plate_when_lost_for_two_pictures_then_still_the_same_passage() -> None:
    tracker = PlateTracker()
    first = tracker.update([sighting("AB123CD", 100)], at(0)).current[0]
    tracker.update([], at(1))
    tracker.update([], at(2))
    assert tracker.update([sighting("AB123CD", 800)], at(3)).current == [first]


def test_plate_when_first_half_hidden_and_whole_four_seconds_later_then_the_same_passage() -> None:
    tracker = PlateTracker()
    first = tracker.update([sighting("4049S", 400, width=70)], at(0)).current[0]
    first.revision = 1
    assert tracker.update([sighting("GD4049S", 600)], at(4)).current == [first]
    tracker.update([sighting("GD4049S", 800)], at(5))
    assert first.voted.text == "GD4049S"


def test_two_plates_when_side_by_side_then_two_tracks() -> None:
    tracker = PlateTracker()
    for second in range(3):
        tracker.update(
            [sighting("AB123CD", 100 + 200 * second), sighting("XY987ZK", 700 - 200 * second)],
            at(second),
        )
    assert sorted(texts(tracker.open)) == ["AB123CD", "XY987ZK"]


def test_another_vehicle_when_it_follows_at_the_same_place_then_another_passage() -> None:
    tracker = PlateTracker()
    tracker.update([sighting("AB123CD", 400)], at(0))
    tracker.update([sighting("XY987ZK", 400)], at(1))
    assert len(tracker.open) == 2


def test_standing_vehicle_when_unread_for_minutes_then_driving_off_is_no_new_passage() -> None:
    tracker = PlateTracker()
    first = tracker.update([sighting("AB123CD", 400)], at(0)).current[0]
    first.revision = 1
    for second in range(1, 120):
        tracker.update([], at(second), standing={first.track_id})
    assert tracker.update([sighting("AB123CD", 500)], at(120)).current == [first]


def test_standing_vehicle_when_there_for_an_hour_then_closed_and_ignored_when_it_leaves() -> None:
    tracker = PlateTracker()
    first = tracker.update([sighting("AB123CD", 400)], at(0)).current[0]
    first.revision = 1
    ended: list[Passage] = []
    for minute in range(1, 60):
        ended += tracker.update([], at(60 * minute), standing={first.track_id}).ended
    step = tracker.update([sighting("AB123CD", 500)], at(3600), standing={first.track_id})
    assert ended == [first]
    assert step == TrackerStep()


def test_same_plate_when_back_after_a_minute_then_a_new_passage() -> None:
    tracker = PlateTracker()
    first = tracker.update([sighting("AB123CD", 400)], at(0)).current[0]
    assert tracker.update([], at(60)).ended == [first]
    assert tracker.update([sighting("AB123CD", 400)], at(61)).current != [first]


def test_passage_when_seen_once_and_sure_then_trustworthy() -> None:
    step = PlateTracker().update([sighting("AB123CD", 400)], at(0))
    assert step.current[0].trustworthy()


def test_clock_on_screen_when_read_for_ever_then_never_trustworthy() -> None:
    tracker = PlateTracker()
    for second in range(30):
        text = f"2026{second:02d}"
        step = tracker.update([sighting(text, 900, 680, carried=False)], at(second))
        assert not any(passage.trustworthy() for passage in step.current)
    assert not any(passage.worth_a_last_word() for passage in tracker.end_all())


def test_caption_when_a_vehicle_passes_behind_it_then_never_told() -> None:
    tracker = PlateTracker()
    for second, (text, x, width) in enumerate(
        [("YARD202605", 1070, 120), ("2026051215", 1110, 100), ("YARD202605", 1066, 130)]
    ):
        step = tracker.update([sighting(text, x, 690, width, still=True)], at(second))
        assert not any(passage.trustworthy() for passage in step.current)
    assert not any(passage.worth_a_last_word() for passage in tracker.end_all())


def test_parked_vehicle_when_it_drives_off_then_told() -> None:
    tracker = PlateTracker()
    parked = tracker.update([sighting("AB123CD", 400, still=True)], at(0)).current[0]
    assert not parked.trustworthy()
    assert tracker.update([sighting("AB123CD", 450)], at(1)).current == [parked]
    assert parked.trustworthy()


def test_vehicle_when_it_creeps_then_told_once_far_from_where_it_was() -> None:
    tracker = PlateTracker()
    for second in range(20):
        step = tracker.update([sighting("AB123CD", 400 + 10 * second, still=True)], at(second))
    assert step.current[0].trustworthy()


def test_vehicle_when_it_comes_to_a_stand_then_told() -> None:
    tracker = PlateTracker()
    unsure = reading_of("AB123CD", 0.8)
    arrived = tracker.update([sighting(unsure, 400)], at(0)).current[0]
    assert not arrived.trustworthy()
    tracker.update([sighting("AB123CD", 400, still=True)], at(1))
    assert arrived.worth_a_last_word()


def test_word_without_digits_when_seen_twice_then_not_yet_told() -> None:
    tracker = PlateTracker()
    tracker.update([sighting("PARKING", 400)], at(0))
    step = tracker.update([sighting("PARKING", 420)], at(1))
    assert not step.current[0].trustworthy()


def test_plate_when_cut_by_the_edge_then_not_told() -> None:
    step = PlateTracker().update([sighting("123CD", 0)], at(0))
    assert not step.current[0].trustworthy()


def test_text_when_shorter_than_four_then_no_track() -> None:
    assert PlateTracker().update([sighting("A12", 400)], at(0)).current == []


def test_revision_when_the_vote_stays_then_not_bettered() -> None:
    tracker = PlateTracker()
    passage = tracker.update([sighting("AB123CD", 100)], at(0)).current[0]
    passage.published = passage.current()
    tracker.update([sighting("AB123CD", 350)], at(1))
    assert not passage.bettered()
    assert passage.votes == 2


def test_moves_when_a_followed_plate_was_elsewhere_before_then_it_is_known_to_move() -> None:
    tracker = PlateTracker()
    first = sighting("AB12CDE", 100)
    tracker.update([first], at(0))
    assert not tracker.moves(first.reading, at(1))
    tracker.update([sighting("AB12CDE", 220)], at(1))
    assert tracker.moves(first.reading, at(2))
    assert not tracker.moves(sighting("ZZ99XYK", 220).reading, at(2))


@pytest.mark.parametrize(
    ("text", "doubted", "enough"), [("233B874", 0.5, 0.6), ("8239516", 0.66, 0.75)]
)
def test_passage_when_the_locator_never_saw_a_plate_then_it_is_not_told_and_digits_alone_need_more(
    text: str, doubted: float, enough: float
) -> None:
    tracker = PlateTracker()
    for second in range(4):
        tracker.update([sighting(text, 100 + 250 * second, located=doubted)], at(second))
    [doubtful] = tracker.open
    assert not doubtful.trustworthy()
    assert not doubtful.worth_a_last_word()
    tracker.update([sighting(text, 1100, located=enough)], at(4))
    assert tracker.open == [doubtful]
    assert doubtful.trustworthy()


def test_passage_when_seen_often_and_read_once_then_that_reading_must_be_surer() -> None:
    for others, told in ((1, True), (3, False)):
        tracker = PlateTracker()
        tracker.update([sighting(reading_of("69ZKUE7", 0.88), 100)], at(0))
        for second in range(1, 1 + others):
            illegible = reading_of("69ZKUE7", 0.5)
            tracker.update([sighting(illegible, 100 + 200 * second)], at(second))
        [passage] = tracker.open
        assert passage.seen == 1 + others
        assert passage.worth_a_last_word() is told

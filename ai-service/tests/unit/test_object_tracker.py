from datetime import UTC, datetime, timedelta

from mosaic_ai.domain.geometry import Box
from mosaic_ai.domain.object_tracker import ObjectTracker
from mosaic_ai.domain.sightings import Detection

START = datetime(2026, 5, 12, 11, 0, tzinfo=UTC)


def car(x: float, label: str = "car", size: float = 200) -> Detection:
    return Detection(label, 0.8, Box(x, 300, size, size * 0.7))


def test_object_when_it_moves_then_keeps_its_id() -> None:
    tracker = ObjectTracker()
    ids = [tracker.update([car(100 + 220 * n)], START + timedelta(seconds=n))[0] for n in range(4)]
    assert len(set(ids)) == 1


def test_objects_when_two_then_two_ids_in_their_order() -> None:
    tracker = ObjectTracker()
    first = tracker.update([car(100), car(900)], START)
    second = tracker.update([car(880), car(130)], START + timedelta(seconds=1))
    assert second == first[::-1]


def test_person_when_where_a_car_was_then_another_id() -> None:
    tracker = ObjectTracker()
    first = tracker.update([car(100)], START)
    assert tracker.update([car(100, "person")], START + timedelta(seconds=1)) != first


def test_vehicle_when_called_truck_then_still_the_same() -> None:
    tracker = ObjectTracker()
    first = tracker.update([car(100)], START)
    assert tracker.update([car(150, "truck")], START + timedelta(seconds=1)) == first


def test_object_when_away_for_long_then_a_new_id() -> None:
    tracker = ObjectTracker()
    first = tracker.update([car(100)], START)
    assert tracker.update([car(100)], START + timedelta(seconds=10)) != first

"""What the worker learns from reads that have settled: each once, whatever comes twice."""

import math
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.core.management import call_command
from event_factories import plate_read

from mosaic_backend.config.event_routes import apply_events
from mosaic_backend.detections.infrastructure.models import PlateRead as StoredRead
from mosaic_backend.journeys import facade
from mosaic_backend.journeys.infrastructure import review_store
from mosaic_backend.journeys.infrastructure.models import ReviewItem, SettlingRead, TravelTimeRow
from mosaic_contracts.events import PlateCorrected, PlateRead
from mosaic_contracts.ids import new_id

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
ONE, TWO = new_id(), new_id()


def read(text: str, camera: UUID, ago_s: float, sure: float = 0.99, **more: object) -> PlateRead:
    at = NOW - timedelta(seconds=ago_s)
    candidates = [[(char, sure)] for char in text]
    fields = {"camera_id": camera, "final": True, "candidates": candidates, **more}
    return plate_read(text, at=at, **fields)


def corrected(read: PlateRead, text: str | None, at: datetime = NOW) -> PlateCorrected:
    return PlateCorrected(
        read_id=read.read_id,
        camera_id=read.camera_id,
        text=text,
        read_text=read.text,
        corrected_by="ruth",
        corrected_at=at,
    )


def test_hop_when_its_events_come_twice_and_better_then_learned_once() -> None:
    start, end = read("AB123", ONE, 100), read("AB123", TWO, 40)
    apply_events([start, end], NOW)
    assert facade.learn_journeys(NOW) == 2
    for late in ([end], [end.model_copy(update={"revision": 2})]):
        apply_events(late, NOW)
        facade.learn_journeys(NOW)
    (row,) = TravelTimeRow.objects.all()
    assert (row.from_camera, row.to_camera, row.hops) == (ONE, TWO, 1)
    assert math.exp(row.quantiles[2]) == pytest.approx(60)
    assert facade.learn_journeys(NOW) == 0


def test_hop_when_the_earlier_read_was_corrected_away_or_long_ago_then_not_learned() -> None:
    misread, end = read("AB123", ONE, 100), read("AB123", TWO, 40)
    long_ago = [read("CD456", ONE, 3 * 3600), read("CD456", TWO, 10)]
    apply_events([misread, end, *long_ago], NOW)
    from mosaic_backend.detections import facade as detections

    stored = detections.plate(misread.read_id)
    assert stored is not None
    detections.correct(stored, "AB128", "", "ruth")
    facade.learn_journeys(NOW)
    assert not TravelTimeRow.objects.exists()


def test_read_when_not_final_then_learned_from_when_it_has_settled() -> None:
    apply_events([read("AB123", ONE, 100), read("AB123", TWO, 40, final=False)], NOW)
    assert facade.learn_journeys(NOW) == 1
    assert not TravelTimeRow.objects.exists()
    assert facade.learn_journeys(NOW + timedelta(minutes=3)) == 1
    assert TravelTimeRow.objects.get().hops == 1


def test_travel_times_when_learned_anew_then_from_all_stored_reads_once() -> None:
    apply_events([read("AB123", ONE, 100), read("AB123", TWO, 40)], NOW)
    facade.learn_journeys(NOW)
    for _ in range(2):
        call_command("learn_journeys", "--days", "2")
        assert not TravelTimeRow.objects.exists()
        assert facade.learn_journeys(datetime.now(UTC)) == 2
        assert TravelTimeRow.objects.get().hops == 1


def test_settling_when_old_then_forgotten_and_what_waits_is_not() -> None:
    apply_events([read("AB123", ONE, 100), read("CD123", ONE, 90, final=False)], NOW)
    facade.learn_journeys(NOW)
    facade.forget_old(NOW + timedelta(hours=2))
    assert SettlingRead.objects.get().due_at is not None


def test_queue_when_learned_then_uncertain_reads_and_what_makes_them_worth_more() -> None:
    often = [read("AB123", ONE, 5000 + 60 * number) for number in range(10)]
    unsure = read("AB123", TWO, 40, sure=0.6)
    seldom = read("QX987", TWO, 30, sure=0.6)
    apply_events([*often, unsure, seldom, read("ZZ111", ONE, 20)], NOW)
    facade.learn_journeys(NOW)
    items = {item.read_id: item for item in ReviewItem.objects.all()}
    assert set(items) == {unsure.read_id, seldom.read_id}
    assert items[unsure.read_id].times_read == 10
    assert items[unsure.read_id].bits == pytest.approx(items[seldom.read_id].bits)
    assert items[unsure.read_id].worth > 2 * items[seldom.read_id].worth


def test_queue_when_a_neighbour_was_read_then_worth_more() -> None:
    apply_events([read("AB123", ONE, 100), read("AB128", TWO, 40, sure=0.6)], NOW)
    facade.learn_journeys(NOW)
    assert ReviewItem.objects.get().near_neighbour


def test_queue_when_corrected_then_gone_and_when_withdrawn_then_back() -> None:
    from mosaic_backend.detections import facade as detections
    from mosaic_backend.detections.infrastructure.models import PlateCorrection

    unsure = read("AB123", ONE, 40, sure=0.6)
    apply_events([unsure], NOW)
    facade.learn_journeys(NOW)
    stored = detections.plate(unsure.read_id)
    assert stored is not None
    detections.correct(stored, "AB128", "", "ruth")
    apply_events([corrected(unsure, "AB128")], NOW)
    facade.learn_journeys(NOW)
    assert not ReviewItem.objects.exists()
    PlateCorrection.objects.all().delete()
    apply_events([corrected(unsure, None, NOW + timedelta(seconds=1))], NOW)
    facade.learn_journeys(NOW)
    assert ReviewItem.objects.exists()


def test_queue_when_the_read_is_gone_or_old_then_so_is_its_item() -> None:
    first, second = read("AB123", ONE, 40, sure=0.6), read("CD123", ONE, 30, sure=0.6)
    apply_events([first, second], NOW)
    StoredRead.objects.filter(id=first.read_id).delete()
    facade.learn_journeys(NOW)
    assert ReviewItem.objects.get().read_id == second.read_id
    facade.forget_old(NOW + review_store.KEPT + timedelta(days=1))
    assert not ReviewItem.objects.exists()

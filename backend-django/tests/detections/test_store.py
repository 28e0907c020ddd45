from datetime import UTC, datetime, timedelta
from importlib import import_module
from itertools import pairwise, permutations
from uuid import uuid4

import pytest
from django.db import connection
from event_factories import detection, plate_read

from mosaic_backend.detections import facade
from mosaic_backend.detections.application.detections import DetectionFilters
from mosaic_backend.detections.infrastructure.detection_search import newest
from mosaic_backend.detections.infrastructure.id_skew import IdSkew
from mosaic_backend.detections.infrastructure.models import Detection, PlateRead
from mosaic_backend.detections.infrastructure.partitions import TABLES, keep_partitions
from mosaic_contracts.errors import InvalidInputError
from mosaic_contracts.ids import new_id

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
FAR_AHEAD = datetime(2046, 11, 20, 8, 30, tzinfo=UTC)
"""No other test, which may have committed its partitions, comes that far."""
PARTITIONS = "SELECT count(*) FROM pg_inherits WHERE inhparent = 'plate_read_keys'::regclass"


def test_store_when_revisions_come_in_any_order_then_the_highest_is_kept() -> None:
    for order in permutations([(1, False, "AB1"), (2, False, "AB12"), (3, True, "AB123")]):
        read_id = new_id()
        for revision, final, text in order:
            facade.store_plate_reads(
                [plate_read(text, read_id=read_id, revision=revision, final=final)]
            )
        row = PlateRead.objects.get(pk=read_id)
        assert (row.revision, row.final, row.text) == (3, True, "AB123")


def test_store_when_all_revisions_are_in_one_batch_then_the_highest_is_kept() -> None:
    read_id = new_id()
    reads = [plate_read(f"AB{n}", read_id=read_id, revision=n) for n in (2, 3, 1)]
    assert facade.store_plate_reads(reads) == {read_id}
    assert facade.store_plate_reads(reads) == set()
    assert PlateRead.objects.get(pk=read_id).text == "AB3"


def test_store_when_a_later_revision_forgets_that_it_was_final_then_final_sticks() -> None:
    read_id = new_id()
    facade.store_plate_reads([plate_read("AB1", read_id=read_id, revision=1, final=True)])
    facade.store_plate_reads([plate_read("AB12", read_id=read_id, revision=2, final=False)])
    row = PlateRead.objects.get(pk=read_id)
    assert (row.text, row.final) == ("AB12", True)


def test_store_when_a_read_has_interpretations_then_kept_as_it_was_read() -> None:
    likeliest = {"text": "AB01", "country": "GB", "format": "dateless", "probability": 0.9}
    read = plate_read("ABO1", interpretations=[likeliest])
    assert facade.store_plate_reads([read]) == {read.read_id}
    assert PlateRead.objects.get(pk=read.read_id).text == "ABO1"


@pytest.mark.parametrize("read_id", [uuid4(), new_id(AT - timedelta(days=3))])
def test_store_when_the_id_does_not_carry_the_instant_then_refused(read_id: object) -> None:
    with pytest.raises(InvalidInputError):
        facade.store_plate_reads([plate_read("AB1", at=AT, read_id=read_id)])


def test_store_when_a_detections_id_is_made_later_then_found_by_its_time() -> None:
    punctual, late = (
        detection(at=AT),
        detection(at=AT, detection_id=new_id(AT + timedelta(hours=5))),
    )
    for frame in (late, punctual):
        facade.store_detections([frame])
    around = DetectionFilters(None, since=AT, until=AT + timedelta(seconds=1))
    found, _ = newest(around, None, 10)
    assert {row.id for row in found} == {
        seen.detection_id for frame in (late, punctual) for seen in frame.detections
    }
    assert IdSkew.objects.get().milliseconds == 5 * 3600 * 1000
    IdSkew.objects.all().delete()
    folder = "mosaic_backend.detections.infrastructure.migrations"
    with connection.cursor() as cursor:
        cursor.execute(import_module(f"{folder}.0007_id_skew").NOTE_OF_STORED)
    assert IdSkew.objects.get().milliseconds == 5 * 3600 * 1000


def test_store_when_there_is_no_glyph_then_refused() -> None:
    with pytest.raises(InvalidInputError):
        facade.store_plate_reads([plate_read("--")])


def test_store_when_a_detection_comes_twice_then_it_is_there_once() -> None:
    frame = detection(zones=["gate\x00"])
    facade.store_detections([frame, frame])
    facade.store_detections([frame])
    assert Detection.objects.get().zones == ["gate"]


def test_partitions_when_rows_came_before_them_then_they_move() -> None:
    reads = [plate_read(text, at=FAR_AHEAD) for text in ("AB123", "ZZ9")]
    facade.store_plate_reads(reads)
    facade.store_detections([detection(at=FAR_AHEAD)])
    with connection.cursor() as cursor:
        cursor.execute(PARTITIONS)
        (before,) = cursor.fetchone()
        made = keep_partitions(FAR_AHEAD)
        assert "detections_plateread_20461101" in made
        assert "detections_detection_20461119" in made
        assert keep_partitions(FAR_AHEAD) == []
        facade.store_plate_reads([plate_read("CD456", at=FAR_AHEAD)])
        cursor.execute("SELECT count(*) FROM detections_plateread_20461101")
        assert cursor.fetchone() == (3,)
        cursor.execute("SELECT count(*) FROM detections_plateread_default")
        assert cursor.fetchone() == (0,)
        cursor.execute(PARTITIONS)
        assert cursor.fetchone()[0] - before == sum("plateread" in name for name in made)
    assert PlateRead.objects.count() == 3


def test_spans_then_they_follow_each_other_without_a_gap() -> None:
    for table in TABLES:
        spans = list(table.spans(AT, AT + timedelta(days=900)))
        assert all(one.end == other.start for one, other in pairwise(spans))
        assert spans[0].start <= AT < spans[0].end

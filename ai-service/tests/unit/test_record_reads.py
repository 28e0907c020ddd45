"""What is told of a passage."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID, uuid4

from mosaic_ai.application.evidence import Crops, stored
from mosaic_ai.application.record_reads import SightingRecorder
from mosaic_ai.domain.geometry import Box
from mosaic_ai.domain.interpretation import Interpreter
from mosaic_ai.domain.passages import Passage
from mosaic_ai.domain.ports import OpenRead
from mosaic_ai.domain.readings import reading_of
from mosaic_ai.infrastructure.images import to_jpeg
from mosaic_ai.infrastructure.obstore_evidence import ObstoreEvidence
from mosaic_contracts.errors import UnavailableError
from mosaic_contracts.events import CloudEvent, PlateRead

AT = datetime(2026, 11, 20, tzinfo=UTC)


class Kept:
    """Outbox and open reads, kept in memory."""

    def __init__(self) -> None:
        self.events: list[CloudEvent] = []

    def add(self, events: Sequence[CloudEvent]) -> None:
        self.events += events

    def save(self, read: OpenRead) -> None: ...

    def forget(self, read_ids: Sequence[UUID]) -> None: ...

    def all(self) -> list[OpenRead]:
        return []


class Names:
    plate_engine = "test"
    detection_engine = "test"


def told(text: str, *countries: str) -> PlateRead:
    """The last word on a passage that was read so."""
    kept, box = Kept(), Box(10, 10, 100, 25)
    recorder = SightingRecorder(
        uuid4(),
        (),
        evidence=ObstoreEvidence("memory:///"),
        open_reads=kept,
        outbox=kept,
        to_jpeg=to_jpeg,
        interpreter=Interpreter(countries),
        engines=Names(),
    )
    passage = Passage(uuid4(), uuid4(), AT, AT, box, revision=1)
    passage.seed(reading_of(text, 0.97), box)
    recorder.finish([passage])
    (event,) = kept.events
    payload = event.payload()
    assert isinstance(payload, PlateRead)
    return payload


class AwayEvidence:
    """Takes plates, and then nothing more."""

    def __init__(self) -> None:
        self.keys: list[str] = []

    def put(self, key: str, jpeg: bytes) -> None:
        if self.keys:
            raise UnavailableError("away")
        self.keys.append(key)


def test_crops_when_the_store_goes_away_then_those_that_it_took_are_named() -> None:
    store, passage = AwayEvidence(), Passage(uuid4(), uuid4(), AT, AT, Box(10, 10, 100, 25))
    images = stored(Crops(b"plate", b"car", b"scene"), store, camera_id=uuid4(), passage=passage)
    assert (images.plate, images.vehicle, images.scene) == (store.keys[0], None, None)


def test_read_when_a_format_wants_another_character_then_told_beside_what_was_read() -> None:
    read = told("ABO1CDE", "GB")
    assert read.text == "ABO1CDE"
    assert read.candidates[2][0][0] == "O"
    likeliest = read.interpretations[0]
    assert (likeliest.text, likeliest.country, likeliest.format) == ("AB01CDE", "GB", "current")
    assert likeliest.probability > 0.5


def test_read_when_no_format_makes_sense_of_it_then_told_without_interpretations() -> None:
    read = told("WWWWKKKK", "GB")
    assert read.text == "WWWWKKKK"
    assert read.interpretations == []

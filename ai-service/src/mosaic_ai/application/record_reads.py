"""Tells what was seen: evidence first, then what must survive a crash, then the event into the outbox."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from mosaic_ai.application.evidence import Crops, ToJpeg, cut, stored
from mosaic_ai.application.look_at_frame import Look
from mosaic_ai.domain.coverage import Coverage
from mosaic_ai.domain.geometry import Box
from mosaic_ai.domain.interpretation import Interpreter
from mosaic_ai.domain.passages import Passage, Vote
from mosaic_ai.domain.ports import EvidenceStore, OpenRead, OpenReads
from mosaic_ai.domain.readings import Reading
from mosaic_ai.domain.vehicle_colours import ColourVotes, VehicleColour
from mosaic_ai.domain.zones import ZoneLike, zones_at
from mosaic_contracts.errors import UnavailableError
from mosaic_contracts.events import CloudEvent, DetectionRecorded, PlateRead, new_event
from mosaic_contracts.events.types import (
    DetectedObject,
    FrameSize,
    PlateInterpretation,
    ReadImages,
    ReadVehicle,
)
from mosaic_contracts.ids import new_id
from mosaic_platform.logs import get_logger

_log = get_logger(__name__)

SOURCE = "mosaic/ai"


class Outbox(Protocol):
    def add(self, events: Sequence[CloudEvent]) -> None:
        """Durable when it returns."""


class EngineNames(Protocol):
    """By what the look that is being recorded was done; of passages that ended without one: the last look."""

    @property
    def plate_engine(self) -> str: ...
    @property
    def detection_engine(self) -> str: ...


class SightingRecorder:
    """Turns the looks at one camera into events. Not thread-safe; every call may wait for the disk."""

    def __init__(
        self,
        camera_id: UUID,
        zones: Sequence[ZoneLike],
        *,
        evidence: EvidenceStore,
        open_reads: OpenReads,
        outbox: Outbox,
        to_jpeg: ToJpeg,
        interpreter: Interpreter,
        engines: EngineNames,
        coverage: Coverage | None = None,
    ) -> None:
        self._camera_id = camera_id
        self._zones = list(zones)
        self._evidence = evidence
        self._open_reads = open_reads
        self._outbox = outbox
        self._to_jpeg = to_jpeg
        self._interpreter = interpreter
        self._engines = engines
        self._coverage = coverage or Coverage()
        self._crops: dict[UUID, Crops] = {}
        self._images: dict[UUID, ReadImages] = {}
        self._size = FrameSize(width=1, height=1)

    def record(self, look: Look) -> list[PlateRead]:
        """Puts all that is new into the outbox; gives the plate reads among it."""
        self._size = FrameSize(width=look.frame.width, height=look.frame.height)
        for passage in look.step.best:
            if not passage.settled():
                self._crops[passage.track_id] = cut(look.frame, passage, self._to_jpeg)
        reads = [
            self._told(passage, final=False)
            for passage in look.step.current
            if (passage.bettered() if passage.revision else passage.trustworthy())
        ]
        reads += self.finish(look.step.ended)
        if look.detections:
            self._outbox.add([new_event(self._detections(look), source=SOURCE)])
        return reads

    def resume(self, passage: Passage, told: PlateRead) -> None:
        """Keeps what was told of a passage that was open when the process ended: its pictures, their size."""
        self._images[passage.track_id] = told.images
        self._size = told.frame

    def finish(self, ended: Sequence[Passage]) -> list[PlateRead]:
        """The last word on passages that ended; nothing on those that were never trustworthy."""
        reads = []
        for passage in ended:
            if passage.revision or passage.worth_a_last_word():
                reads.append(self._told(passage, final=True))
                self._forget(passage.read_id)
            self._crops.pop(passage.track_id, None)
            self._images.pop(passage.track_id, None)
        return reads

    def _told(self, passage: Passage, *, final: bool) -> PlateRead:
        crops = self._crops.pop(passage.track_id, None)
        if crops is not None:
            self._images[passage.track_id] = stored(
                crops, self._evidence, camera_id=self._camera_id, passage=passage
            )
        passage.revision += 1
        passage.published = passage.current()
        read = self._read(passage, passage.published, final=final)
        event = new_event(read, source=SOURCE)
        if not final:
            # Before the outbox: a crash between the two must find the passage open, or it would be told anew.
            self._keep_open(passage.read_id, event)
        self._outbox.add([event])
        return read

    def _keep_open(self, read_id: UUID, event: CloudEvent) -> None:
        """Where the disk takes nothing, the read is told all the same: at worst anew after a crash."""
        try:
            self._open_reads.save(OpenRead(read_id, event.to_json()))
        except UnavailableError as error:
            _log.warning("open_read_not_kept", read_id=str(read_id), error=error.detail)

    def _forget(self, read_id: UUID) -> None:
        """Where the disk takes nothing, a crash would close the read once more, which changes nothing."""
        try:
            self._open_reads.forget([read_id])
        except UnavailableError as error:
            _log.warning("open_read_not_forgotten", read_id=str(read_id), error=error.detail)

    def _read(self, passage: Passage, vote: Vote, *, final: bool) -> PlateRead:
        best = passage.best
        box = best.box if best else passage.box
        vehicle = (best.vehicle if best else None) or passage.vehicle
        return PlateRead(
            read_id=passage.read_id,
            revision=passage.revision,
            final=final,
            camera_id=self._camera_id,
            track_id=passage.track_id,
            text=vote.text,
            confidence=round(min(1.0, vote.reading.confidence), 4),
            candidates=vote.reading.candidates(),
            first_seen_at=passage.first_seen_at,
            seen_at=passage.best_at or passage.last_seen_at,
            last_seen_at=passage.last_seen_at,
            votes=vote.votes,
            frame=self._size,
            box=self._shares(box),
            vehicle=ReadVehicle(
                label=vehicle.label,
                confidence=round(vehicle.confidence, 4),
                box=self._shares(vehicle.box),
                colour=passage.colours.colour,
            )
            if vehicle
            else None,
            zones=zones_at(self._at(box), self._zones),
            images=self._images.get(passage.track_id, ReadImages()),
            interpretations=[
                PlateInterpretation(
                    text=item.text,
                    country=item.country,
                    format=item.format_name,
                    probability=round(item.probability, 4),
                )
                for item in self._interpreter.interpret(vote.reading)
            ],
            engine=self._engines.plate_engine,
            coverage=self._share(),
            direction=passage.direction(self._size.width),
        )

    def _detections(self, look: Look) -> DetectionRecorded:
        return DetectionRecorded(
            camera_id=self._camera_id,
            captured_at=look.frame.captured_at,
            frame=self._size,
            detections=[
                DetectedObject(
                    detection_id=new_id(look.frame.captured_at),
                    label=found.label,
                    confidence=round(found.confidence, 4),
                    box=self._shares(found.box),
                    track_id=track_id,
                    zones=zones_at(self._at(found.box), self._zones),
                )
                for found, track_id in look.detections
            ],
            engine=self._engines.detection_engine,
            coverage=self._share(),
        )

    def _share(self) -> float | None:
        share = self._coverage.share
        return None if share is None else round(share, 4)

    def _shares(self, box: Box) -> tuple[float, float, float, float]:
        return box.shares(self._size.width, self._size.height)

    def _at(self, box: Box) -> tuple[float, float]:
        x, y = box.centre
        return x / self._size.width, y / self._size.height


def passage_of(read: PlateRead) -> Passage:
    """The passage as the last event told it, to go on with after a restart."""
    reading = Reading(tuple(dict(slot) for slot in read.candidates))
    x, y, width, height = read.box
    box = Box(
        x * read.frame.width,
        y * read.frame.height,
        max(1.0, width * read.frame.width),
        max(1.0, height * read.frame.height),
    )
    passage = Passage(
        read.track_id,
        read.read_id,
        read.first_seen_at,
        read.last_seen_at,
        box,
        revision=read.revision,
        published=Vote(reading, read.votes),
        told_direction=read.direction,
        colours=ColourVotes(_known_colour(read)),
    )
    passage.seed(reading, box)
    return passage


def _known_colour(read: PlateRead) -> VehicleColour | None:
    told = read.vehicle.colour if read.vehicle else None
    return VehicleColour(told) if told in set(VehicleColour) else None


def closing_event(read: PlateRead) -> CloudEvent:
    """The last word on a read whose passage cannot be taken up again."""
    final = read.model_copy(update={"final": True, "revision": read.revision + 1})
    return new_event(final, source=SOURCE)

"""What examining a camera needs of the outside, by role."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from mosaic_ai.domain.camera_health.diagnosis import Examination
from mosaic_ai.domain.camera_health.facts import (
    ClockFacts,
    LightMode,
    PictureFacts,
    PlateFacts,
    SceneFacts,
    StreamFacts,
)
from mosaic_ai.domain.frames import Pixels


class Probe(NamedTuple):
    """A stretch of a camera's stream, examined. pictures: key frames about a second apart, of equal size."""

    stream: StreamFacts
    clock: ClockFacts | None
    pictures: list[Pixels]


@dataclass(frozen=True)
class View:
    """Several pictures of one view, grey and small: uint8 (height, width). still: what does not move in them."""

    light: LightMode
    still: Pixels
    single: tuple[Pixels, ...] = ()


class Reference(NamedTuple):
    """The view that is right. chosen: whether a person said so."""

    taken_at: datetime
    chosen: bool
    view: View


class StreamProbe(Protocol):
    async def probe(self, camera_id: UUID) -> Probe:
        """Raises MosaicError where the stream cannot be had or examined."""


class PictureMeasures(Protocol):
    """Costs processor time: for a worker thread."""

    def picture(self, pictures: Sequence[Pixels]) -> PictureFacts: ...
    def view(self, pictures: Sequence[Pixels]) -> View: ...
    def compared(self, reference: Reference, view: View) -> SceneFacts:
        """The light of both is the same."""


class HealthRecords(Protocol):
    """Durable when a call returns; thread-safe; blocks for its disk access."""

    def add(self, camera_id: UUID, examination: Examination) -> None: ...
    def latest(self, camera_id: UUID) -> Examination | None: ...
    def before(self, camera_id: UUID, light: LightMode) -> Examination | None:
        """The latest one by that light."""

    def history(self, camera_id: UUID, since: datetime) -> list[Examination]:
        """Oldest first."""

    def forget(self, before: datetime) -> None: ...
    def reference(self, camera_id: UUID, light: LightMode) -> Reference | None: ...
    def keep_reference(self, camera_id: UUID, reference: Reference) -> None: ...
    def candidate(self, camera_id: UUID, light: LightMode) -> Reference | None:
        """What may become the reference once a later examination agrees."""

    def keep_candidate(self, camera_id: UUID, reference: Reference) -> None: ...


class PlateRecord(Protocol):
    def facts(self, camera_id: UUID) -> PlateFacts | None:
        """None where no plate passed."""

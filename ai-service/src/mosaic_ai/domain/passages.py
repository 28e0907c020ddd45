"""One passage of one plate: what was read of it so far, and when that is good enough to tell."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from mosaic_ai.domain.geometry import Box, distance
from mosaic_ai.domain.readings import EMPTY, Reading, similarity, vote
from mosaic_ai.domain.sightings import Detection, PlateSighting
from mosaic_ai.domain.travel import direction_of
from mosaic_ai.domain.vehicle_colours import ColourVotes
from mosaic_contracts.events.types import TravelDirection

MIN_CHARACTERS, MAX_CHARACTERS = 4, 10
MIN_HEIGHT_PX = 8
ASPECTS = (0.9, 7.5)
USABLE_CONFIDENCE = 0.6
SURE_CONFIDENCE = 0.93
LONE_CONFIDENCE = 0.85
LONE_SEEN = 2
"""Seen more often and never twice read alike, it is likely no plate."""
EDGE_WEIGHT = 0.15
KEPT_READINGS = 16
AGREEING = 0.8
FAR_WIDTHS = 1.5
LOCATED = 0.55
"""What the locator must say at least once: it says so of plates that come near, and seldom of lettering."""
LOCATED_DIGITS = 0.7
"""Of a text of digits alone: telephone numbers, clocks and numbers of routes are such, and few plates."""


class Vote(NamedTuple):
    """The state of a passage as it may be published."""

    reading: Reading
    votes: int

    @property
    def text(self) -> str:
        return self.reading.text


def usable(sighting: PlateSighting) -> bool:
    """Whether box and text are those of a plate, as far as one picture can tell."""
    aspect = sighting.box.width / max(sighting.box.height, 1.0)
    return (
        MIN_CHARACTERS <= len(sighting.reading.slots) <= MAX_CHARACTERS
        and sighting.reading.confidence >= USABLE_CONFIDENCE
        and sighting.box.height >= MIN_HEIGHT_PX
        and ASPECTS[0] <= aspect <= ASPECTS[1]
    )


def carried(sighting: PlateSighting) -> bool:
    """Whether something much bigger moves with the plate, as a vehicle does and a clock on screen does not."""
    plate, region = sighting.box, sighting.region
    return sighting.vehicle is not None or (
        region.width >= 2.0 * plate.width and region.height >= 2.5 * plate.height
    )


def weight_of(sighting: PlateSighting) -> float:
    """How much a reading counts: by its confidence, up to a size where characters are well resolved."""
    size = min(1.0, sighting.box.width / 120)
    return (
        (EDGE_WEIGHT if sighting.at_edge else 1.0)
        * (0.3 + 0.7 * size)
        * sighting.reading.confidence**4
    )


@dataclass
class Passage:
    """A plate followed over pictures. `revision` is 0 as long as nothing was published."""

    track_id: UUID
    read_id: UUID
    first_seen_at: datetime
    last_seen_at: datetime
    box: Box
    revision: int = 0
    published: Vote | None = None
    best: PlateSighting | None = None
    best_at: datetime | None = None
    vehicle: Detection | None = None
    moved: bool = False
    still: bool = False
    carried: bool = False
    located: float = 0.0
    seen: int = 0
    _readings: list[tuple[Reading, float]] = field(default_factory=list)
    _whole: int = 0
    _first_box: Box | None = None
    _whole_boxes: tuple[Box, Box] | None = None
    told_direction: TravelDirection | None = None
    colours: ColourVotes = field(default_factory=ColourVotes)
    voted: Reading = EMPTY

    def seed(self, reading: Reading, box: Box) -> None:
        """What is known of a passage that was open before a restart."""
        self._readings = [(reading, 1.0)]
        self._whole, self._first_box = 1, box
        self.voted, self.seen, self.moved, self.located = reading, 1, True, 1.0

    def add(self, sighting: PlateSighting, at: datetime) -> bool:
        """Takes in one more picture; says whether it is the best one so far (for the evidence)."""
        if self._first_box is None:
            self._first_box, self.still = sighting.box, sighting.still
        self.box, self.last_seen_at = sighting.box, at
        self.seen += 1
        self.vehicle = sighting.vehicle or self.vehicle
        self.colours.add(sighting.colour)
        step = distance(self._first_box, sighting.box)
        growth = abs(sighting.box.width / self._first_box.width - 1)
        elsewhere = step > 0.5 * sighting.box.height or growth > 0.15
        # A text that stands still is boxed in varying extents; one that creeps is elsewhere in the end.
        far = step > FAR_WIDTHS * max(self._first_box.width, sighting.box.width)
        self.moved = self.moved or far or (elsewhere and not sighting.still)
        self.carried = self.carried or carried(sighting)
        if not usable(sighting):
            return False
        self.located = max(self.located, sighting.located)
        self._readings.append((sighting.reading, weight_of(sighting)))
        self._readings = sorted(self._readings, key=lambda item: -item[1])[:KEPT_READINGS]
        if not sighting.at_edge:
            self._whole += 1
            first = self._whole_boxes[0] if self._whole_boxes else sighting.box
            self._whole_boxes = first, sighting.box
        self.voted = vote(self._readings)
        if self.best is None or weight_of(sighting) > weight_of(self.best):
            self.best, self.best_at = sighting, at
            return True
        return False

    def direction(self, picture_width: float) -> TravelDirection | None:
        """From the first to the last picture in which it was read as a whole; before, what was told of it once."""
        seen = direction_of(*self._whole_boxes, picture_width) if self._whole_boxes else None
        return seen or self.told_direction

    @property
    def votes(self) -> int:
        """Readings that say about the same as the vote."""
        return sum(similarity(reading, self.voted) >= AGREEING for reading, _ in self._readings)

    def trustworthy(self) -> bool:
        """Whether it may be told: two agreeing pictures of something that moves, or a very sure one.

        What already stood there when something else came by, as captions and signs do, must move first.
        """
        if not self._may_be_a_plate() or not (self.carried or self.moved):
            return False
        if not any(character.isdigit() for character in self.voted.text):
            return self.votes >= 3 and self.moved
        if self.votes >= 2 and self.moved:
            return True
        return self.carried and not self.still and self.voted.confidence >= SURE_CONFIDENCE

    def worth_a_last_word(self) -> bool:
        """Whether a passage that ended unpublished is still told: seen once or twice only, but well."""
        enough = LONE_CONFIDENCE if self.votes > 1 or self.seen <= LONE_SEEN else SURE_CONFIDENCE
        return (
            self._may_be_a_plate()
            and self.carried
            and (self.moved or not self.still)
            and self.voted.confidence >= enough
            and any(character.isdigit() for character in self.voted.text)
        )

    def _may_be_a_plate(self) -> bool:
        located = LOCATED_DIGITS if self.voted.text.isdigit() else LOCATED
        return self.best is not None and self._whole > 0 and self.located >= located

    def current(self) -> Vote:
        return Vote(self.voted, max(1, self.votes))

    def bettered(self) -> bool:
        """Whether the vote says something else, or says it much more surely, than what was published."""
        if self.published is None:
            return True
        return (
            self.voted.text != self.published.text
            or self.voted.confidence > self.published.reading.confidence + 0.05
        )

    def settled(self) -> bool:
        """Whether reading it again would not change anything: told, sure, and seen often enough."""
        return (
            self.published is not None
            and self.votes >= 3
            and self.voted.confidence >= SURE_CONFIDENCE
        )

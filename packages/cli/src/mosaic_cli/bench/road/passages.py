"""Which passages there were, and which read belongs to which."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from mosaic_cli.bench.road.camera_clock import CameraClock
from mosaic_demo.truth import ClipTruth

SLACK_S = 2.0


@dataclass(frozen=True)
class Occurrence:
    """One vehicle passing one camera once, in instants of this machine's clock.

    In the picture from visible_at to gone_at; its plate can be read from readable_at to unreadable_at.
    """

    camera: str
    plate: str
    visible_at: float
    readable_at: float
    unreadable_at: float
    gone_at: float


@dataclass(frozen=True)
class Read:
    """A stored plate read."""

    id: str
    camera: str
    text: str
    first_seen_at: float
    last_seen_at: float


@dataclass
class Matched:
    """Reads by their passage, and those of none. whole: the passages wholly inside the time measured."""

    whole: list[Occurrence]
    reads: dict[Occurrence, list[Read]] = field(default_factory=dict)
    spurious: list[Read] = field(default_factory=list)

    def of(self, occurrence: Occurrence) -> list[Read]:
        return self.reads.get(occurrence, [])

    @property
    def found(self) -> list[Occurrence]:
        return [each for each in self.whole if self.of(each)]

    @property
    def surplus(self) -> int:
        """Reads beyond the first of a passage."""
        return sum(max(0, len(self.of(each)) - 1) for each in self.whole)

    @property
    def exact(self) -> list[Occurrence]:
        return [
            each for each in self.found if any(read.text == each.plate for read in self.of(each))
        ]


def occurrences(camera: str, truth: ClipTruth, clock: CameraClock) -> list[Occurrence]:
    """Every passage of every pass of the clip that the clock saw."""
    return [
        Occurrence(
            camera,
            passage.plate,
            clock.instant(start, passage.first_visible_frame),
            clock.instant(start, passage.first_readable_frame),
            clock.instant(start, passage.last_readable_frame),
            clock.instant(start, passage.last_visible_frame),
        )
        for start in clock.passes()
        for passage in truth.passages
    ]


def match(
    all_passages: Sequence[Occurrence], reads: Iterable[Read], begin: float, end: float
) -> Matched:
    """Each read goes to the passage of its camera and time that its text resembles most.

    Only passages wholly between begin and end count. A read that belongs to one at the edge counts for nothing.
    """
    matched = Matched(
        [each for each in all_passages if begin <= each.visible_at and each.gone_at <= end]
    )
    for read in reads:
        candidates = [
            each
            for each in all_passages
            if each.camera == read.camera
            and each.visible_at - SLACK_S <= read.last_seen_at
            and read.first_seen_at <= each.gone_at + SLACK_S
        ]
        if candidates:
            best = max(
                candidates, key=lambda each: (_alike(each.plate, read.text), _nearness(each, read))
            )
            matched.reads.setdefault(best, []).append(read)
        elif begin <= read.first_seen_at <= end:
            matched.spurious.append(read)
    return matched


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _nearness(occurrence: Occurrence, read: Read) -> float:
    middle = (occurrence.readable_at + occurrence.unreadable_at) / 2
    return -abs(middle - (read.first_seen_at + read.last_seen_at) / 2)

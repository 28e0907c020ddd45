"""What the files of a camera show, and which of them follow each other without a gap."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from mosaic_backend.clips.domain.ledger import Stretch

TOUCHING = timedelta(seconds=1)
"""Files this near follow each other: a file's length and the clock disagree by less than a fragment."""


@dataclass(frozen=True)
class Footage:
    """The times of one file. stream, number: the run of the recorder and which of its files it is."""

    start: datetime
    end: datetime
    stream: UUID | None
    number: int

    def goes_on_in(self, later: "Footage") -> bool:
        if self.stream is not None and (self.stream, self.number + 1) == (
            later.stream,
            later.number,
        ):
            return True
        return later.start - self.end <= TOUCHING


def recorded(footage: Iterable[Footage]) -> list[Stretch]:
    """The footage (ordered by its start) as stretches of the ledger."""
    out: list[Stretch] = []
    last: Footage | None = None
    for next_one in footage:
        if last is not None and last.goes_on_in(next_one):
            end = max(out[-1].end, next_one.end)
            out[-1] = Stretch(out[-1].start, end, "recorded")
        else:
            out.append(Stretch(next_one.start, next_one.end, "recorded"))
        if last is None or next_one.end >= last.end:
            last = next_one
    return out

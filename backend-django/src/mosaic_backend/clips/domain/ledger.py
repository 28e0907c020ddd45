"""The ledger of a camera: what every second of it is, in as few stretches as there are changes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, get_args

Kind = Literal["recorded", "skipped", "missing"]
Cause = Literal[
    "",
    "off",
    "schedule",
    "disabled",
    "no-event",
    "camera-offline",
    "disk",
    "restart",
    "overload",
    "clock",
    "starting",
    "retention",
    "unreadable",
    "unknown",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
CAUSES: tuple[Cause, ...] = get_args(Cause)
GAP_KINDS = tuple(kind for kind in KINDS if kind != "recorded")


@dataclass(frozen=True)
class Stretch:
    """Half open, UTC. cause: empty of what is recorded; why something was skipped or is missing."""

    start: datetime
    end: datetime
    kind: Kind
    cause: Cause = ""

    def is_like(self, other: "Stretch") -> bool:
        return (self.kind, self.cause) == (other.kind, other.cause)


def painted(stretches: Sequence[Stretch], new: Stretch) -> list[Stretch]:
    """The stretches (ordered, apart) with the new one over whatever lies in its place."""
    out: list[Stretch] = []
    for old in stretches:
        if old.start < new.start:
            out.append(replace(old, end=min(old.end, new.start)))
        if old.end > new.end:
            out.append(replace(old, start=max(old.start, new.end)))
    if new.start < new.end:
        out.append(new)
    return merged(sorted(out, key=lambda stretch: stretch.start))


def merged(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Neighbours that touch and are alike as one; ordered."""
    out: list[Stretch] = []
    for stretch in stretches:
        if out and out[-1].end == stretch.start and out[-1].is_like(stretch):
            out[-1] = replace(out[-1], end=stretch.end)
        else:
            out.append(stretch)
    return out


def holes(
    stretches: Sequence[Stretch], start: datetime, end: datetime
) -> list[tuple[datetime, datetime]]:
    """Where within start and end the stretches (ordered, apart) say nothing."""
    found, at = [], start
    for stretch in stretches:
        if stretch.end <= at:
            continue
        if stretch.start >= end:
            break
        if stretch.start > at:
            found.append((at, stretch.start))
        at = stretch.end
    if at < end:
        found.append((at, end))
    return found

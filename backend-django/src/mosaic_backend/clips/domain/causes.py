"""Why there is no video in a gap, from what was known at the time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from mosaic_backend.clips.domain.ledger import Cause, Stretch, merged

NEAR = timedelta(seconds=10)
"""What is known comes this late: so short a piece beside an explained one belongs to it."""
STARTING = timedelta(seconds=60)
"""Streaming hears of a change within half a minute, and a camera takes its time to answer."""

_SKIPPED: Mapping[str, Cause] = {"off": "off", "schedule": "schedule", "disabled": "disabled"}

A_SECOND = timedelta(seconds=1)
Timeline = Sequence[tuple[datetime, str]]
"""Instants in order, each with what was so from then on."""


@dataclass(frozen=True)
class Evidence:
    """What is known of a camera and what it stands on, and of the files on either side of a gap.

    wishes: on, off, schedule, disabled; statuses: online, offline, disabled; disk: ok, low, full; server, machine:
    up, down (MediaMTX; the machine with our worker).
    died: the file before was never closed. went_on: the camera's stream went on from file to file, so only the
    recorder stopped. jumped: as went_on, and the clock says otherwise than the stream. ended: the file before was
    closed in order, and the one after belongs to a new connection with the camera.
    """

    wishes: Timeline = ()
    statuses: Timeline = ()
    disk: Timeline = ()
    server: Timeline = ()
    machine: Timeline = ()
    died: bool = False
    went_on: bool = False
    jumped: bool = False
    ended: bool = False


def explained(start: datetime, end: datetime, evidence: Evidence) -> list[Stretch]:
    """The gap in stretches, each with its cause."""
    pieces = [
        _by_timelines(one, two, evidence) for one, two in pairwise(_cuts(start, end, evidence))
    ]
    pieces = _with_neighbours(merged(pieces), evidence)
    return merged(pieces)


def _cuts(start: datetime, end: datetime, evidence: Evidence) -> list[datetime]:
    told = (evidence.wishes, evidence.statuses, evidence.disk, evidence.server, evidence.machine)
    inside = {at for timeline in told for at, _ in timeline if start < at < end}
    return [start, *sorted(inside), end]


def _by_timelines(start: datetime, end: datetime, evidence: Evidence) -> Stretch:
    wish = _SKIPPED.get(_at(evidence.wishes, start) or "")
    if wish is not None:
        return Stretch(start, end, "skipped", wish)
    if _at(evidence.statuses, start) == "offline":
        return Stretch(start, end, "missing", "camera-offline")
    if _at(evidence.disk, start) == "full":
        return Stretch(start, end, "missing", "disk")
    if "down" in (_at(evidence.server, start), _at(evidence.machine, start)):
        return Stretch(start, end, "missing", "restart")
    return Stretch(start, end, "missing", "unknown")


def _with_neighbours(pieces: list[Stretch], evidence: Evidence) -> list[Stretch]:
    """Pieces without a cause get that of the files around the gap, or of what lies beside them."""
    out: list[Stretch] = []
    for index, piece in enumerate(pieces):
        if piece.cause != "unknown":
            out.append(piece)
            continue
        before = out[-1] if out else None
        after = pieces[index + 1] if index + 1 < len(pieces) else None
        out.append(_told(piece, before, after, evidence))
    return out


def _told(
    piece: Stretch, before: Stretch | None, after: Stretch | None, evidence: Evidence
) -> Stretch:
    length = piece.end - piece.start
    begins = _changed_to_on(evidence.wishes, piece.start)
    if length <= NEAR:
        beside = after if before is None or (begins and after) else before
        if beside is not None and not (begins and beside.kind == "skipped"):
            return Stretch(piece.start, piece.end, beside.kind, beside.cause)
    cause: Cause = "unknown"
    if evidence.jumped:
        cause = "clock"
    elif evidence.went_on:
        cause = "overload"
    elif evidence.died and before is None:
        cause = "restart"
    elif begins and length <= STARTING:
        cause = "starting"
    elif evidence.ended and length <= STARTING:
        cause = "camera-offline"
    return Stretch(piece.start, piece.end, "missing", cause)


def _changed_to_on(wishes: Timeline, at: datetime) -> bool:
    return any(wish == "on" and at - since <= A_SECOND for since, wish in wishes if since <= at)


def _at(timeline: Timeline, instant: datetime) -> str | None:
    told = None
    for since, state in timeline:
        if since > instant:
            break
        told = state
    return told

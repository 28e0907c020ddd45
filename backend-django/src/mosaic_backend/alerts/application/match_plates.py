"""Matches read plates against watched ones: those that were read, and those that are likely enough beside that."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from mosaic_backend.alerts.application.alerts import (
    WATCHLIST_MATCH,
    NewAlert,
    PlateMatch,
    SeenPlate,
    WatchedPlate,
)
from mosaic_backend.detections.facade import Beside

Likelihoods = Callable[[Sequence[Beside]], Iterable[float]]
"""Of each pair of a plate and a read, how likely the plate is beside what was read, 0..1."""


def match_plates(
    seen: Sequence[SeenPlate], watched: Iterable[WatchedPlate], likelihoods: Likelihoods
) -> list[PlateMatch]:
    """The best match of each read and list, in the order of the reads: an exact one, else the likeliest.

    Asks for cameras and likelihood, not for times. watched: those that share a key with a read, and maybe others.
    """
    pairs = _pairs(seen, watched)
    near = [(read, plate) for read, plate in pairs if read.folded != plate.folded]
    scores = likelihoods([beside(plate.folded, read) for read, plate in near]) if near else ()
    found = [
        *(PlateMatch(read, plate, 1.0) for read, plate in pairs if read.folded == plate.folded),
        *(
            PlateMatch(read, plate, float(score))
            for (read, plate), score in zip(near, scores, strict=True)
            if score >= plate.rules.min_likelihood
        ),
    ]
    best: dict[tuple[UUID, UUID], PlateMatch] = {}
    for match in found:
        key = (match.seen.read_id, match.watched.rules.id)
        if key not in best or _rank(match) > _rank(best[key]):
            best[key] = match
    order = {read.read_id: place for place, read in enumerate(seen)}
    return sorted(best.values(), key=lambda match: order[match.seen.read_id])


def beside(plate: str, read: SeenPlate) -> Beside:
    return Beside(plate, read.camera_id, read.glyphs)


def _pairs(
    seen: Sequence[SeenPlate], watched: Iterable[WatchedPlate]
) -> list[tuple[SeenPlate, WatchedPlate]]:
    by_key: dict[int, list[int]] = defaultdict(list)
    for place, read in enumerate(seen):
        for key in read.keys:
            by_key[key].append(place)
    pairs = []
    for plate in watched:
        places = dict.fromkeys(place for key in plate.keys for place in by_key.get(key, ()))
        pairs += [
            (seen[place], plate)
            for place in places
            if plate.rules.watch_camera(seen[place].camera_id)
        ]
    return pairs


def _rank(match: PlateMatch) -> tuple[bool, float]:
    return match.exact, match.likelihood


def alerts_of(
    matches: Iterable[PlateMatch], now: datetime, zones: Mapping[UUID, ZoneInfo]
) -> Iterator[NewAlert]:
    """One alert for each passage and list; what somebody does not want to be told now is muted."""
    for match in matches:
        rules, seen = match.watched.rules, match.seen
        zone = zones[seen.camera_id]
        if not rules.watch_at(seen.seen_at, zone):
            continue
        yield NewAlert(
            key=f"plate:{seen.read_id}:{rules.id}",
            kind=WATCHLIST_MATCH,
            severity=rules.severity,
            title=_title(match),
            camera_id=seen.camera_id,
            plate_read_id=seen.read_id,
            watchlist_id=rules.id,
            muted=rules.mute(now, zone),
            plate=match.watched.folded,
            likelihood=round(match.likelihood, 4),
            cooldown_s=rules.cooldown_s,
        )


def _title(match: PlateMatch) -> str:
    plate, name = match.watched.text, match.watched.rules.name
    if match.exact:
        return f"{plate} seen ({name})"
    return f"{plate} probably seen, read as {match.seen.text} ({name})"

"""Matches read plates against watched ones."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from mosaic_backend.alerts.application.alerts import (
    WATCHLIST_MATCH,
    NewAlert,
    SeenPlate,
    WatchedPlate,
)
from mosaic_backend.alerts.domain.matching import Nearness, nearness


def match_plates(seen: Sequence[SeenPlate], watched: Iterable[WatchedPlate]) -> Iterator[NewAlert]:
    """One alert for each passage and list, exact matches before near ones."""
    by_skeleton: dict[str, list[WatchedPlate]] = defaultdict(list)
    for plate in watched:
        by_skeleton[plate.skeleton].append(plate)
    for read in seen:
        found = [
            (kind, plate)
            for plate in by_skeleton[read.skeleton]
            if (kind := nearness(read.folded, plate.folded))
        ]
        found.sort(key=lambda match: match[0] is not Nearness.EXACT)
        for kind, plate in found:
            yield NewAlert(
                key=f"plate:{read.read_id}:{plate.watchlist_id}",
                kind=WATCHLIST_MATCH,
                severity=plate.severity,
                title=_title(read, plate, kind),
                camera_id=read.camera_id,
                plate_read_id=read.read_id,
                watchlist_id=plate.watchlist_id,
            )


def _title(read: SeenPlate, plate: WatchedPlate, kind: Nearness) -> str:
    if kind is Nearness.EXACT:
        return f"{plate.text} seen ({plate.watchlist_name})"
    return f"{plate.text} probably seen, read as {read.text} ({plate.watchlist_name})"

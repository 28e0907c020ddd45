"""Which pictures teach models most: those of which they were least sure, and a few by chance to judge them by."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from mosaic_ai.domain.captures import Worth
from mosaic_ai.domain.passages import MIN_CHARACTERS, MIN_HEIGHT_PX
from mosaic_ai.domain.readings import Reading, Slot
from mosaic_ai.domain.sightings import Detection, PlateSighting

UNSURE = 0.35
"""Least doubt about a character that makes a plate worth a picture."""
SCORE_LIMIT, NEAR_LIMIT = 0.35, 0.1
"""Where detector and locator draw the line (infrastructure), and what is just above it."""
BORDERLINE_WORTH = 0.5
"""Of a score at the limit: what a reader does not know is asked for before what a detector does not."""
NOVEL_AGAIN_S = 3600.0
"""The same at the same place is news again only then: a sign, a parked car."""
PLACES = 12
"""Rows and columns by which a place in the picture is told."""


def doubt_of(reading: Reading) -> float:
    """0..1, of the most doubtful character: how near its second candidate comes to its first."""
    return max((_doubt(slot) for slot in reading.slots), default=0.0)


def _doubt(slot: Slot) -> float:
    best, second, *_ = [*sorted(slot.values(), reverse=True), 0.0, 0.0]
    return min(1.0, max(0.0, 1.0 - (best - second)))


def plate_worth(plate: PlateSighting) -> Worth | None:
    """None for what taught nobody: cut off at the border, as still as a sign, or well read."""
    if plate.at_edge or plate.still or plate.box.height < MIN_HEIGHT_PX:
        return None
    if len(plate.reading.slots) < MIN_CHARACTERS:
        return Worth("unread", plate.located)
    doubt = doubt_of(plate.reading)
    if doubt >= UNSURE:
        return Worth("unsure", doubt)
    return _borderline(plate.located)


def _borderline(score: float) -> Worth | None:
    above = score - SCORE_LIMIT
    if not 0 <= above < NEAR_LIMIT:
        return None
    return Worth("borderline", BORDERLINE_WORTH * (1 - above / NEAR_LIMIT))


def sampled(camera_id: UUID, at: datetime, share: float) -> bool:
    """Whether chance takes this picture: a share of all, the same ones each time it is asked."""
    digest = hashlib.blake2b(f"{camera_id} {at.timestamp()}".encode(), digest_size=8).digest()
    return int.from_bytes(digest) < share * (1 << 64)


class CaptureChoice:
    """Of one camera's looks. Keeps how much was taken lately, and what is no news."""

    def __init__(self, camera_id: UUID, *, per_hour: int, share: float) -> None:
        self._camera_id = camera_id
        self._per_hour = per_hour
        self._share = share
        self._allowance = 1.0
        self._asked_at: datetime | None = None
        self._seen: dict[object, datetime] = {}

    def choose(
        self,
        at: datetime,
        size: tuple[int, int],
        plates: Sequence[tuple[PlateSighting, UUID | None]],
        detections: Sequence[Detection],
    ) -> Worth | None:
        """plates: with the read of their passage, where there is one. None: not worth keeping, or not now."""
        worths: list[tuple[Worth, object]] = [
            (worth, read_id or (worth.reason, _place(plate.box.centre, size)))
            for plate, read_id in plates
            if (worth := plate_worth(plate))
        ]
        worths += [
            (worth, (found.label, _place(found.box.centre, size)))
            for found in detections
            if (worth := _borderline(found.confidence))
        ]
        known = [worth for worth, _ in worths]
        if sampled(self._camera_id, at, self._share):
            return Worth("sample", max((worth.uncertainty for worth in known), default=0.0))
        fresh = [(worth, key) for worth, key in worths if self._is_news(key, at)]
        if not fresh or not self._allowed(at):
            return None
        for _, key in fresh:
            self._seen[key] = at
        return max((worth for worth, _ in fresh), key=lambda worth: worth.uncertainty)

    def _is_news(self, key: object, at: datetime) -> bool:
        seen = self._seen.get(key)
        return seen is None or (at - seen).total_seconds() > NOVEL_AGAIN_S

    def _allowed(self, at: datetime) -> bool:
        """Spends one of the pictures that an hour has, of which a third may come at once."""
        if self._asked_at is not None:
            passed_s = max(0.0, (at - self._asked_at).total_seconds())
            most = max(1.0, self._per_hour / 3)
            self._allowance = min(most, self._allowance + passed_s * self._per_hour / 3600)
        self._asked_at = at
        if self._allowance < 1:
            return False
        self._allowance -= 1
        self._seen = {key: seen for key, seen in self._seen.items() if not self._is_news(key, at)}
        return True


def _place(centre: tuple[float, float], size: tuple[int, int]) -> tuple[int, int]:
    return int(PLACES * centre[0] / size[0]), int(PLACES * centre[1] / size[1])

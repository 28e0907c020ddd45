"""What a detection rule remembers of what it saw. It is stored with the events, so that nothing is told twice."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from mosaic_backend.alerts.domain.geometry import Box, Point, overlap

STILL = timedelta(minutes=10)
"""For so long a thing may stand still, untold by the AI, and go on under another track."""
SAME_PLACE = 0.3
"""How much two boxes must overlap to be of one thing that stood still between."""
MOST_TRACKS = 256


@dataclass
class Track:
    """at: of its newest picture, as point, box and label are. first: the track under which it was seen first.

    since: when it came into the zone, None while it is outside; left_at: when it was seen outside since then.
    """

    at: datetime
    point: Point
    box: Box
    label: str
    first: UUID
    since: datetime | None = None
    left_at: datetime | None = None
    told: bool = False


@dataclass
class RuleMemory:
    """seen_at: of the newest picture that counted; of an absence: since when nothing was seen.

    told_at: when the last thing that was told was last so. blind: nothing could be seen, so nothing is absent.
    """

    tracks: dict[UUID, Track] = field(default_factory=dict)
    seen_at: datetime | None = None
    told_at: datetime | None = None
    blind: bool = False

    def continued(self, label: str, box: Box, at: datetime) -> Track | None:
        """Takes out the track that stood where a new one begins, if there is one."""
        best, share = None, SAME_PLACE
        for track_id, track in self.tracks.items():
            if track.label != label or not timedelta(0) < at - track.at <= STILL:
                continue
            if (shared := overlap(track.box, box)) >= share:
                best, share = track_id, shared
        return self.tracks.pop(best) if best else None

    def forget_old(self) -> None:
        """Keeps what may still matter, and no more than MOST_TRACKS."""
        if not self.tracks:
            return
        oldest = max(track.at for track in self.tracks.values()) - STILL
        kept = sorted(self.tracks.items(), key=lambda item: item[1].at)[-MOST_TRACKS:]
        self.tracks = {track_id: track for track_id, track in kept if track.at >= oldest}

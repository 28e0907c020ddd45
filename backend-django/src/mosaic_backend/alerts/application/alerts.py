"""An alert before it is one, and what matching sees of reads and of watch lists."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from mosaic_backend.alerts.domain.rules import ALWAYS, ListRules, Muted, Severity, Validity

WATCHLIST_MATCH = "watchlist-match"
CAMERA_OFFLINE = "camera-offline"


@dataclass(frozen=True)
class NewAlert:
    """`key`: what it is about; a second alert with the same key is not raised.

    plate: the folded text of the watched plate; with `cooldown_s` the same one at the same camera is muted for
    so long, or what the same rule finds. happened_at: by the camera's clock. seen: what a detection rule saw.
    """

    key: str
    kind: str
    severity: Severity
    title: str
    camera_id: UUID | None = None
    plate_read_id: UUID | None = None
    watchlist_id: UUID | None = None
    rule_id: UUID | None = None
    track_id: UUID | None = None
    happened_at: datetime | None = None
    seen: Mapping[str, object] | None = None
    for_administrators: bool = False
    muted: Muted | None = None
    plate: str = ""
    likelihood: float | None = None
    cooldown_s: int = 0


@dataclass(frozen=True)
class WatchedPlate:
    """An entry of a watch list; keys: by which it is found (facade of detections)."""

    rules: ListRules
    text: str
    folded: str
    keys: tuple[int, ...]
    validity: Validity = ALWAYS


@dataclass(frozen=True)
class SeenPlate:
    """A plate read. glyphs, keys: as the facade of detections makes them."""

    read_id: UUID
    camera_id: UUID
    text: str
    folded: str
    seen_at: datetime
    glyphs: tuple[Any, ...] = field(default=(), repr=False)
    keys: tuple[int, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class PlateMatch:
    """likelihood: of the watched plate beside what was read, 0..1; exact: the very text was read."""

    seen: SeenPlate
    watched: WatchedPlate
    likelihood: float

    @property
    def exact(self) -> bool:
        return self.seen.folded == self.watched.folded

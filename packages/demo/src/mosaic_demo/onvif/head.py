"""The moving part: where the simulated camera looks, by the clock."""

import time
from dataclasses import dataclass, field
from threading import Lock

SPEED_PER_S = 0.5
"""Share of the whole range that full speed moves in a second."""


@dataclass(frozen=True)
class Position:
    """pan, tilt: -1 to 1; zoom: 0 to 1."""

    pan: float = 0.0
    tilt: float = 0.0
    zoom: float = 0.0

    def moved(self, pan: float, tilt: float, zoom: float) -> "Position":
        """No further than the ends."""
        return Position(
            min(1.0, max(-1.0, self.pan + pan)),
            min(1.0, max(-1.0, self.tilt + tilt)),
            min(1.0, max(0.0, self.zoom + zoom)),
        )


@dataclass
class Head:
    """Safe from several threads. presets: token → name and where; tours: token → whether it runs."""

    presets: dict[str, tuple[str, Position]] = field(default_factory=dict)
    tours: dict[str, bool] = field(default_factory=lambda: {"round": False})
    starts: int = 0
    stops: int = 0
    _at: Position = field(default_factory=Position)
    _velocity: tuple[float, float, float] = (0.0, 0.0, 0.0)
    _since: float = 0.0
    _until: float = 0.0
    _lock: Lock = field(default_factory=Lock)

    def position(self) -> Position:
        with self._lock:
            return self._settled()

    def moving(self) -> bool:
        with self._lock:
            self._settled()
            return any(self._velocity)

    def move(self, velocity: tuple[float, float, float], timeout_s: float) -> None:
        """Moves until told otherwise, or for so long."""
        with self._lock:
            self._at = self._settled()
            if not any(self._velocity):
                self.starts += 1
            self._velocity = velocity
            self._since = time.monotonic()
            self._until = self._since + timeout_s

    def stop(self) -> None:
        with self._lock:
            self._at = self._settled()
            self._velocity = (0.0, 0.0, 0.0)
            self.stops += 1

    def jump(self, to: Position) -> None:
        with self._lock:
            self._at, self._velocity = to, (0.0, 0.0, 0.0)

    def _settled(self) -> Position:
        now = time.monotonic()
        passed_s = max(0.0, min(now, self._until) - self._since)
        pan, tilt, zoom = (speed * passed_s * SPEED_PER_S for speed in self._velocity)
        if now >= self._until and any(self._velocity):
            self._at = self._at.moved(pan, tilt, zoom)
            self._velocity = (0.0, 0.0, 0.0)
            return self._at
        return self._at.moved(pan, tilt, zoom)

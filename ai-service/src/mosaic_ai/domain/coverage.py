"""How much of what was due has really been looked at."""

from dataclasses import dataclass, field

WINDOW = 60


@dataclass
class _Counts:
    due: int = 0
    sampled: int = 0


@dataclass
class Coverage:
    """Counts of one camera since its sampling began. Due: a frame a second while the stream runs."""

    due: int = 0
    sampled: int = 0
    _now: _Counts = field(default_factory=_Counts)
    _before: _Counts = field(default_factory=_Counts)

    def count(self, due: int, sampled: int) -> None:
        self.due += due
        self.sampled += sampled
        if due and self._now.due >= WINDOW:
            self._before, self._now = self._now, _Counts()
        self._now.due += due
        self._now.sampled += sampled

    @property
    def share(self) -> float | None:
        """Of the last one to two minutes; None while nothing was due."""
        due = self._now.due + self._before.due
        return min(1.0, (self._now.sampled + self._before.sampled) / due) if due else None

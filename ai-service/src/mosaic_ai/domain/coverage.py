"""How much of what was due has really been looked at."""

from dataclasses import dataclass


@dataclass
class Coverage:
    """Counts of one camera since its sampling began. Due: a frame a second while the stream runs."""

    due: int = 0
    sampled: int = 0

    def count(self, due: int, sampled: int) -> None:
        self.due += due
        self.sampled += sampled

    @property
    def share(self) -> float | None:
        """None while nothing was due."""
        return min(1.0, self.sampled / self.due) if self.due else None

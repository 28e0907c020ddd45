"""What checks add up to."""

from dataclasses import dataclass, field
from typing import Self


@dataclass(frozen=True)
class Tally:
    """Counts, with the names of what failed and the reasons for what was skipped."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    failures: tuple[str, ...] = ()
    skips: tuple[str, ...] = field(default=())

    def __add__(self, other: Self) -> "Tally":
        return Tally(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
            self.failures + other.failures,
            self.skips + other.skips,
        )

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"

    @classmethod
    def of_one(cls, name: str, *, ok: bool) -> "Tally":
        """A check that counts as one."""
        return cls(passed=1) if ok else cls(failed=1, failures=(name,))

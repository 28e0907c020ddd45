"""One measured figure against its goal."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import quantiles
from typing import Any, Literal


@dataclass(frozen=True)
class Figure:
    """value None: could not be measured, `how` tells why. goal: as "<= 3"."""

    name: str
    value: float | None
    unit: str
    goal: str
    met: bool
    how: str

    def document(self) -> dict[str, Any]:
        return asdict(self)


Goal = tuple[Literal["<=", ">=", "=="], float]


def figure(name: str, value: float | None, unit: str, goal: Goal, how: str) -> Figure:
    """A figure that meets its goal or does not; what could not be measured does not."""
    direction, bound = goal
    met = (
        value is not None
        and {
            "<=": value <= bound,
            ">=": value >= bound,
            "==": value == bound,
        }[direction]
    )
    rounded = None if value is None else round(value, 3)
    return Figure(name, rounded, unit, f"{direction} {bound:g}", met, how)


def percentile(values: Sequence[float], share: int) -> float | None:
    """The share-th percentile (1 to 99), by linear interpolation; None without values."""
    if len(values) < 2:
        return values[0] if values else None
    return quantiles(values, n=100, method="inclusive")[share - 1]

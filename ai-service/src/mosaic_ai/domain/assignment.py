"""Who is who: the cheapest one-to-one pairing."""

import lap
import numpy as np
from numpy.typing import NDArray

FORBIDDEN = 1e6


def cheapest_pairs(costs: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Pairs (row, column) of least total cost; entries of FORBIDDEN or more are never paired."""
    if not costs.size:
        return []
    _, columns, _ = lap.lapjv(costs, extend_cost=True, cost_limit=FORBIDDEN)
    return [
        (row, int(column))
        for row, column in enumerate(columns)
        if column >= 0 and costs[row, column] < FORBIDDEN
    ]

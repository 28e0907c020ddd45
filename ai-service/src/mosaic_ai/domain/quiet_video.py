"""Tells from compressed video alone that nothing moves: pictures between key frames then say hardly anything."""

from collections import deque
from statistics import median

LEAST_SEEN = 10
ABOVE_USUAL = 1.4
"""Times what is usual at rest, which leaves, noise and the encoder make."""
TINY = 0.08
"""Bytes a macroblock, of the largest picture: hardly more than saying that each stays as it is."""
PROVEN_BY = 20
MOST_MISSED = 0.05
MOST_IN_A_ROW = 3
"""Pictures that are spared before one is decoded anyway."""


class QuietVideo:
    """Of one camera. Not thread-safe.

    An encoder with a constant rate fills quiet pictures, too. So more than TINY counts as quiet only where this
    camera has shown that its pictures are larger when something moves.
    """

    def __init__(self) -> None:
        self._rest: deque[float] = deque(maxlen=60)
        self._moving: deque[float] = deque(maxlen=200)
        self._looked_at: float | None = None
        self._spared = 0

    def spares(self, stir: float | None, *, at_rest: bool) -> bool:
        """Whether the next picture need not be decoded.

        stir: bytes a macroblock in the largest of the pictures that follow it at once; None where that is unknown.
        at_rest: nothing moved in the last picture that was decoded.
        """
        if self._looked_at is not None:
            (self._rest if at_rest else self._moving).append(self._looked_at)
        if stir is None or not at_rest or self._spared == MOST_IN_A_ROW or stir > self._quiet():
            self._looked_at, self._spared = stir, 0
            return False
        self._looked_at, self._spared = None, self._spared + 1
        self._rest.append(stir)
        return True

    def _quiet(self) -> float:
        if len(self._rest) < LEAST_SEEN:
            return 0.0
        usual = ABOVE_USUAL * median(self._rest)
        missed = sum(stir <= usual for stir in self._moving)
        proven = len(self._moving) >= PROVEN_BY and missed <= MOST_MISSED * len(self._moving)
        return usual if proven else min(usual, TINY)

"""When signing in is refused, and when it costs work.

Failures are counted for an account from one address, for an address, and for an account from anywhere. The first
two lock. The last never does, or a stranger could keep a user out for good: it only asks for work.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=15)
LOCKOUT = timedelta(minutes=15)
PAIR_LIMIT = 5
ADDRESS_LIMIT = 30
WORK_FROM = 3
ADDRESS_WORK_FROM = 10  # an office behind one address mistypes more than one person does
EASIEST_WORK = 40_000
HARDEST_WORK = 640_000


@dataclass(frozen=True)
class Failures:
    """pair, address: the instants of the latest failures, newest first, as many as their limits.

    account: how many there were in WINDOW from anywhere.
    """

    pair: Sequence[datetime]
    address: Sequence[datetime]
    account: int

    def of_address_only(self) -> "Failures":
        """For ways in where nothing of an account can be guessed."""
        return Failures(pair=(), address=self.address, account=0)

    def locked_until(self, now: datetime) -> datetime | None:
        """When the next try is let through; None: now."""
        ends = [
            latest[0] + LOCKOUT
            for latest, limit in ((self.pair, PAIR_LIMIT), (self.address, ADDRESS_LIMIT))
            if len(latest) >= limit and latest[0] - latest[limit - 1] <= WINDOW
        ]
        return max((end for end in ends if end > now), default=None)

    def work(self, now: datetime) -> int | None:
        """How many hashes a try costs at most; None: nothing. Doubles with each failure."""
        recent = sum(now - at < WINDOW for at in self.address)
        over = max(self.account - WORK_FROM, recent - ADDRESS_WORK_FROM)
        if over < 0:
            return None
        return int(min(EASIEST_WORK << min(over, 10), HARDEST_WORK))

"""Whether another node counts as living: with patience, because each change of it moves cameras."""

LOST_AFTER_S = 4.0
BACK_AFTER_S = 15.0
LONGEST_BACK_S = 300.0
FORGIVEN_AFTER_S = 600.0


class Liveness:
    """One other node. Instants are a monotonic clock's seconds.

    Lost after LOST_AFTER_S without a good answer; back after BACK_AFTER_S of nothing but good ones, twice as long
    each time that it is lost again within FORGIVEN_AFTER_S. trusted: known before this process began, and taken
    for living until it has had its chance to answer; others have to prove themselves first.
    """

    def __init__(self, now: float, *, trusted: bool) -> None:
        self.alive = trusted
        self.judged = not trusted
        self._good_at = now
        self._good_since: float | None = None
        self._lost_at: float | None = None
        self._back_after_s = BACK_AFTER_S

    def answered(self, now: float, *, good: bool) -> None:
        """good: its MediaMTX works too."""
        if not good:
            self._good_since = None
            return
        self.judged = True
        self._good_at = now
        if self._good_since is None:
            self._good_since = now
        if not self.alive and now - self._good_since >= self._back_after_s:
            self.alive = True

    def silent(self, now: float) -> None:
        """It did not answer, or not in time."""
        self.answered(now, good=False)

    def judge(self, now: float) -> None:
        """Lets time pass."""
        if not self.alive or now - self._good_at < LOST_AFTER_S:
            return
        self.alive, self.judged = False, True
        again = self._lost_at is not None and now - self._lost_at < FORGIVEN_AFTER_S
        self._back_after_s = min(2 * self._back_after_s, LONGEST_BACK_S) if again else BACK_AFTER_S
        self._lost_at = now

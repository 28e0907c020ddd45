"""How long the stages of the pipeline take, and why pictures are let go."""

from collections import Counter, deque
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from threading import Lock
from time import perf_counter
from types import TracebackType
from typing import Literal, Protocol, get_args

StageName = Literal["decode", "gate", "detect", "locate", "read", "record"]
STAGES: tuple[StageName, ...] = get_args(StageName)
MOST_KEPT = 10_000
"""Times of a stage between two lines; a few kilobytes a thousand."""


class StageTimes(Protocol):
    """From any thread: `with times.stage("locate"): …`."""

    def stage(self, name: StageName) -> AbstractContextManager[object]: ...


class Drops(Protocol):
    """From any thread: a picture that was due is not looked at, or what it showed is lost."""

    def dropped(self, reason: str) -> None: ...


class Measuring(StageTimes, Drops, Protocol):
    """Both."""


class _Unmeasured:
    def stage(self, name: StageName) -> AbstractContextManager[object]:
        return _NOTHING

    def dropped(self, reason: str) -> None: ...


_NOTHING = nullcontext()
UNMEASURED: Measuring = _Unmeasured()
"""Listens to nothing."""


class MeasuredStages:
    """Hands each time and drop on, and keeps them for the next line. Thread-safe."""

    def __init__(
        self,
        took: Callable[[StageName, float], None],
        dropped: Callable[[str], None],
        *,
        keep: bool = True,
    ) -> None:
        """keep: whether anybody takes the times from here; else they are only handed on."""
        self._took = took
        self._dropped = dropped
        self._keep = keep
        self._times = {name: _empty() for name in STAGES}
        self._drops: Counter[str] = Counter()
        self._counting = Lock()

    def stage(self, name: StageName) -> AbstractContextManager[object]:
        return _Running(self, name)

    def dropped(self, reason: str) -> None:
        with self._counting:
            self._drops[reason] += 1
        self._dropped(reason)

    @property
    def drops(self) -> dict[str, int]:
        """Since the start."""
        with self._counting:
            return dict(self._drops)

    def took(self, name: StageName, seconds: float) -> None:
        self._took(name, seconds)
        if self._keep:
            self._times[name].append(seconds)

    def taken(self) -> dict[StageName, list[float]]:
        """The times since the last call."""
        # Appending and replacing are atomic; a time between both is lost.
        result = {}
        for name in STAGES:
            kept, self._times[name] = self._times[name], _empty()
            result[name] = list(kept)
        return result


def _empty() -> deque[float]:
    return deque(maxlen=MOST_KEPT)


class _Running:
    """One stage that runs; its time counts also where it ends in an error."""

    __slots__ = ("_began", "_measured", "_name")

    def __init__(self, measured: MeasuredStages, name: StageName) -> None:
        self._measured = measured
        self._name = name

    def __enter__(self) -> None:
        self._began = perf_counter()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._measured.took(self._name, perf_counter() - self._began)

"""An event loop whose clock jumps to what comes next: hours of waiting pass at once, always in the same order."""

import asyncio
import selectors


class _JumpingSelector(selectors.DefaultSelector):
    """now: seconds, which pass only by waiting."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            return super().select(None)
        self.now += max(0.0, timeout)
        return super().select(0)


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    """For code that waits by asyncio alone and asks the loop for the time: no threads, no sockets."""

    def __init__(self) -> None:
        self._jumping = _JumpingSelector()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.now

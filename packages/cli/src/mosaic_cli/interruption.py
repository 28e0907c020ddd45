"""Ctrl-C that cannot get lost.

Python raises KeyboardInterrupt wherever the main thread happens to be. Inside the callback of a weak reference or
a `__del__` it is printed and dropped: 2 of 60 in the first tenth of a second of `follow`, as measured. So it is
raised again until somebody says that it was heard.
"""

import signal
from types import FrameType

AGAIN_AFTER_S = 1.0


def end_like_ctrl_c(*signals: signal.Signals) -> None:
    """These signals raise KeyboardInterrupt in the main thread, again and again until `heard` is called.

    What is ignored stays ignored: SIGHUP under nohup, SIGINT in a shell's background.
    """
    for number in (*signals, signal.SIGALRM):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _interrupt)


def heard() -> None:
    """Who caught the KeyboardInterrupt calls this first, and then has the time it needs."""
    signal.setitimer(signal.ITIMER_REAL, 0)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    signal.setitimer(signal.ITIMER_REAL, AGAIN_AFTER_S)
    raise KeyboardInterrupt

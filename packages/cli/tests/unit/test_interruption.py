"""Ctrl-C where Python drops it."""

import subprocess
import sys

DROPPED = """
import signal, sys, time, weakref
from mosaic_cli import interruption

class Thing:
    pass

interruption.AGAIN_AFTER_S = 0.2
interruption.end_like_ctrl_c(signal.SIGTERM, signal.SIGHUP)
thing = Thing()
reference = weakref.ref(thing, lambda _: signal.raise_signal(signal.SIGTERM))
del thing
try:
    time.sleep(60)
    sys.exit("it got lost")
except KeyboardInterrupt:
    interruption.heard()
time.sleep(1)
print("heard once")
"""


def test_interruption_when_dropped_in_a_callback_then_comes_again_until_heard():
    done = subprocess.run(
        [sys.executable, "-c", DROPPED], capture_output=True, text=True, timeout=60, check=False
    )
    assert "Exception ignored" in done.stderr  # it was dropped the first time
    assert (done.returncode, done.stdout) == (0, "heard once\n"), done.stderr


def test_interruption_when_a_signal_is_ignored_then_it_stays_so():
    code = DROPPED.replace("signal.raise_signal(signal.SIGTERM)", "None").replace(
        "time.sleep(60)",
        "signal.raise_signal(signal.SIGHUP); print('ignored'); raise KeyboardInterrupt",
    )
    done = subprocess.run(
        ["nohup", sys.executable, "-c", code],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "ignored\nheard once\n"), done.stderr

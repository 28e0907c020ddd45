import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from mosaic_cli.commands import CancelledError, CommandError, run


def test_command_when_it_fails_then_its_last_words_are_told_redacted() -> None:
    script = "print('x' * 5000); print('rtsp://user:hunter2@host/ refused'); raise SystemExit(3)"
    with pytest.raises(CommandError) as caught:
        run([sys.executable, "-c", script], threading.Event())
    assert "ended with 3" in str(caught.value)
    assert "rtsp://***@host/ refused" in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_command_when_cancelled_then_children_that_ignore_it_end_too(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    stubborn = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
    script = (
        "import os, subprocess, sys, time\n"
        f"child = subprocess.Popen([sys.executable, '-c', {stubborn!r}])\n"
        f"open({str(pids)!r}, 'w').write(f'{{child.pid}}\\n')\n"
        "time.sleep(600)\n"
    )
    cancel = threading.Event()

    def cancel_when_started() -> None:
        while not (pids.exists() and pids.read_text().endswith("\n")):
            time.sleep(0.02)
        cancel.set()

    threading.Thread(target=cancel_when_started, daemon=True).start()
    with pytest.raises(CancelledError):
        run([sys.executable, "-c", script], cancel)
    child = int(pids.read_text())
    deadline = time.monotonic() + 5
    while psutil.pid_exists(child) and psutil.Process(child).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < deadline
        time.sleep(0.02)

import os
import subprocess
import sys
from pathlib import Path

from mosaic_cli.supervision.processes import STACK_VARIABLE, Process, marked, record, sweep

STUBBORN = (
    "import signal, time\n"
    "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    "print('on', flush=True)\n"
    "time.sleep(600)"
)


def _start(identity: str) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-c", STUBBORN],
        env=os.environ | {STACK_VARIABLE: identity},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    process.stdout.readline()
    return process


def test_sweep_when_marked_processes_ignore_sigterm_then_they_are_killed(tmp_path: Path) -> None:
    mine, other = _start("sweep-mine"), _start("sweep-other")
    try:
        assert sweep("sweep-mine", tmp_path / "processes.json", patience_s=0.3) == 1
        assert mine.wait(5) == -9
        assert other.poll() is None
    finally:
        for process in (mine, other):
            process.kill()
            process.wait()


def test_sweep_when_a_recorded_pid_belongs_to_another_process_then_it_is_spared(
    tmp_path: Path,
) -> None:
    other = _start("sweep-spared")
    file = tmp_path / "processes.json"
    try:
        found = Process.of(other.pid)
        assert found is not None
        record(file, [Process(found.pid, found.started - 100)])
        assert sweep("sweep-nobody", file, patience_s=0.2) == 0
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


def test_marked_when_we_carry_the_mark_ourselves_then_we_are_left_out() -> None:
    assert os.getpid() not in {process.pid for process in marked("anything")}

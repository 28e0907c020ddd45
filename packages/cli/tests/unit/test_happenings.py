"""What a failed check tells of the stack that it met."""

from pathlib import Path

from mosaic_cli.checks.stack import Stack


def test_happenings_when_parts_ended_and_were_down_then_in_order(tmp_path: Path) -> None:
    logs = tmp_path / "logs"
    logs.mkdir()
    (logs / "supervisord.log").write_text(
        "2026-11-26 09:12:04,304 WARN exited: backend (terminated by SIGKILL; not expected)\n"
        "2026-11-26 09:12:04,310 INFO success: epmd entered RUNNING state\n"
        "2026-11-26 09:12:05,548 INFO spawned: 'backend' with pid 22412\n"
    )
    (logs / "haproxy.log").write_text(
        "[WARNING]  (25226) : Server backend/backend is DOWN, reason: Layer4 connection problem\n"
        "2026-11-26T09:12:04.900001+00:00 Server backend/backend is DOWN, reason: Layer4\n"
        "2026-11-26T09:12:09.100001+00:00 Server backend/backend is UP, reason: Layer7 check\n"
    )
    told = [line.split(" ", 2)[2] for line in Stack(tmp_path, tmp_path, {}).happenings()]
    assert told == [
        "WARN exited: backend (terminated by SIGKILL; not expected)",
        "Server backend/backend is DOWN, reason: Layer4",
        "INFO spawned: 'backend' with pid 22412",
        "Server backend/backend is UP, reason: Layer7 check",
    ]


def test_happenings_when_nothing_ran_then_none(tmp_path: Path) -> None:
    assert Stack(tmp_path, tmp_path, {}).happenings() == []

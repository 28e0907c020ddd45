from pathlib import Path
from types import SimpleNamespace

import pytest
from supervisor import loggers

from mosaic_cli.supervision.logs import LONGEST_LINE, RedactingFileHandler

SECRET = "hunter2-secret"
LINE = f"2026 ERR [path x] source rtsp://user:{SECRET}@192.0.2.7:554/live is not ready\n".encode()


def _handler(path: Path, **options: int) -> RedactingFileHandler:
    handler = RedactingFileHandler(
        str(path), "ab", options.get("bytes", 0), options.get("backups", 0)
    )
    handler.setFormat("%(message)s")
    return handler


def _emit(handler: RedactingFileHandler, data: bytes) -> None:
    handler.emit(loggers.LogRecord(loggers.LevelsByName.INFO, data))


@pytest.mark.parametrize("size", [1, 3, 17, 64, 1000])
def test_log_when_a_url_comes_in_pieces_then_its_password_never_reaches_the_disk(
    tmp_path: Path, size: int
) -> None:
    handler = _handler(tmp_path / "part.log")
    for start in range(0, len(LINE), size):
        _emit(handler, LINE[start : start + size])
        assert SECRET not in (tmp_path / "part.log").read_text()
    handler.close()
    text = (tmp_path / "part.log").read_text()
    assert SECRET not in text
    assert "rtsp://***@192.0.2.7:554/live is not ready\n" in text


def test_log_when_closed_in_the_middle_of_a_line_then_the_rest_is_redacted_too(
    tmp_path: Path,
) -> None:
    handler = _handler(tmp_path / "part.log")
    _emit(handler, LINE.rstrip(b"\n"))
    handler.close()
    assert SECRET not in (tmp_path / "part.log").read_text()
    assert "is not ready" in (tmp_path / "part.log").read_text()


def test_log_when_a_line_never_ends_then_memory_stays_bounded(tmp_path: Path) -> None:
    handler = _handler(tmp_path / "part.log")
    for _ in range(10):
        _emit(handler, b"x" * LONGEST_LINE)
    assert (tmp_path / "part.log").stat().st_size >= 8 * LONGEST_LINE


def test_log_when_it_grows_then_old_files_are_kept_up_to_the_number(tmp_path: Path) -> None:
    handler = _handler(tmp_path / "part.log", bytes=2000, backups=2)
    for _ in range(200):
        _emit(handler, LINE)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["part.log", "part.log.1", "part.log.2"]
    assert not any(SECRET in path.read_text() for path in tmp_path.iterdir())


def test_log_when_supervisord_itself_writes_then_its_format_holds(tmp_path: Path) -> None:
    handler = _handler(tmp_path / "supervisord.log")
    handler.setFormat("%(levelname)s %(message)s\n")
    record = SimpleNamespace(
        msg="started", kw={}, asdict=lambda: {"levelname": "INFO", "message": "started"}
    )
    handler.emit(record)
    assert (tmp_path / "supervisord.log").read_text() == "INFO started\n"

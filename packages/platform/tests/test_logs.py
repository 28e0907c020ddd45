"""A secret that is fed into the logs, by whatever road, never comes out."""

import io
import json
import logging
import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator

import pytest
import structlog

from mosaic_platform.logs import configure_logs, get_logger

SECRET = "hunter2-Zw9"
URL = f"rtsp://admin:{SECRET}@10.0.0.9:554/main"


@pytest.fixture
def logs(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What the process wrote to its standard output since its logs were set up."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    written = io.StringIO()
    monkeypatch.setattr(sys, "stdout", written)
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()
    configure_logs("test", level="DEBUG")
    yield written
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def lines(logs: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in logs.getvalue().splitlines()]


class Source:
    """Something that tells its URL when shown."""

    def __repr__(self) -> str:
        return f"Source({URL})"


def fail_with_secret() -> None:
    raise ConnectionError(f"cannot open {URL}")


def test_log_line_when_written_then_json_with_level_time_name_and_service(
    logs: io.StringIO,
) -> None:
    structlog.contextvars.bind_contextvars(camera_id="c-1")
    get_logger("mosaic.test").info("camera_opened", took_ms=12, ok=True, none=None)
    (line,) = lines(logs)
    assert line["event"] == "camera_opened"
    assert line["level"] == "info"
    assert line["logger"] == "mosaic.test"
    assert line["service"] == "test"
    assert line["camera_id"] == "c-1"
    assert (line["took_ms"], line["ok"], line["none"]) == (12, True, None)
    assert str(line["timestamp"]).endswith("Z")


def test_secret_when_fed_through_structlog_then_never_comes_out(logs: io.StringIO) -> None:
    logger = get_logger("mosaic.test")
    logger.info(f"opening {URL}")
    logger.info("opening", url=URL, nested={"urls": [URL, (URL, {"deep": URL})]}, source=Source())
    logger.info("opening", header=f"Authorization: Bearer {SECRET}")
    logger.info("opening", url=f"http://10.0.0.9/snap?password={SECRET}&x=1")
    logger.info("opening %s", URL)
    logger.bind(url=URL).warning("refused", raw=URL.encode())
    structlog.contextvars.bind_contextvars(source=URL)
    logger.error("still_refused")
    try:
        fail_with_secret()
    except ConnectionError:
        logger.exception("open_failed", url=URL)
    text = logs.getvalue()
    assert SECRET not in text
    assert text.count("***") >= 8
    assert "10.0.0.9:554/main" in text
    assert "ConnectionError" in text


def test_secret_when_fed_through_standard_logging_then_never_comes_out(logs: io.StringIO) -> None:
    logger = logging.getLogger("some.library")
    logger.info("opening %s", URL)
    logger.info("opening %(url)s", {"url": URL})
    logger.warning("opening %r", Source())
    logger.error("opening", extra={"url": URL})
    try:
        fail_with_secret()
    except ConnectionError:
        logger.exception("cannot open %s", URL)
        logger.error("again", exc_info=True)
    text = logs.getvalue()
    assert SECRET not in text
    assert "ConnectionError" in text
    for line in text.splitlines():
        json.loads(line)


def test_standard_logging_when_mixed_with_structlog_then_one_format(logs: io.StringIO) -> None:
    get_logger("a").info("first")
    logging.getLogger("b").info("second %d", 2)
    first, second = lines(logs)
    assert first.keys() == second.keys()
    assert (first["event"], second["event"]) == ("first", "second 2")


def test_secret_when_an_exception_chain_carries_it_then_never_comes_out(logs: io.StringIO) -> None:
    try:
        try:
            fail_with_secret()
        except ConnectionError as error:
            raise RuntimeError(f"camera gone: {error}") from error
    except RuntimeError:
        get_logger("mosaic.test").exception("camera_failed")
    text = logs.getvalue()
    assert SECRET not in text
    assert "RuntimeError" in text


def test_level_when_info_then_debug_is_silent(logs: io.StringIO) -> None:
    configure_logs("test", level="INFO")
    logging.getLogger("x").debug("unseen")
    get_logger("y").debug("unseen")
    assert logs.getvalue() == ""


@pytest.mark.parametrize("noisy", ["httpx", "httpcore", "aio_pika", "aiormq", "uvicorn.access"])
def test_noisy_library_when_it_logs_requests_then_silent(logs: io.StringIO, noisy: str) -> None:
    logging.getLogger(noisy).info("HTTP Request: GET %s", URL)
    assert logs.getvalue() == ""


def test_secret_when_a_whole_process_runs_and_dies_then_in_no_log_line() -> None:
    program = textwrap.dedent(
        f"""
        import logging
        from mosaic_platform.logs import configure_logs, get_logger
        configure_logs("child")
        logging.captureWarnings(True)
        import warnings
        warnings.warn("slow {URL}")
        get_logger("a").info("opened", url="{URL}")
        logging.getLogger("b").critical("lost {URL}")
        """
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=os.environ, check=True
    )
    assert SECRET not in done.stdout + done.stderr
    assert len(done.stdout.splitlines()) == 3

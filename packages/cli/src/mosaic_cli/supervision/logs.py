"""Log files of the parts: whole lines, redacted before they reach the disk, rotated."""

from typing import Any

from supervisor import loggers

from mosaic_contracts.redaction import redact

LONGEST_LINE = 64 * 1024


class RedactingFileHandler(loggers.RotatingFileHandler):  # type: ignore[misc]
    """Takes a part's output as it comes, in pieces, and writes only whole, redacted lines.

    MediaMTX and ffmpeg print the source URLs that they cannot open, with their passwords. A piece may end in the
    middle of one, so nothing is written before its line is whole.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._pending = b""

    def emit(self, record: Any) -> None:
        message = record.msg
        if not isinstance(message, bytes):
            message = (self.fmt % record.asdict()).encode()
        whole, newline, self._pending = (self._pending + message).rpartition(b"\n")
        if len(self._pending) > LONGEST_LINE:
            whole, newline, self._pending = whole + newline + self._pending, b"\n", b""
        if whole or newline:
            self._write(whole + newline)

    def close(self) -> None:
        if self._pending and not self.closed:
            self._write(self._pending + b"\n")
            self._pending = b""
        super().close()

    def _write(self, lines: bytes) -> None:
        text = redact(lines.decode("utf-8", errors="replace"))
        self.stream.write(text.encode())
        self.flush()
        self.doRollover()

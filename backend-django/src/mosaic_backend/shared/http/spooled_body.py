"""Bodies of requests that are files: on disk when they are large."""

import tempfile
from typing import IO, Any

from django.core.exceptions import RequestDataTooBig
from rest_framework.parsers import BaseParser

MAX_BYTES = 64 << 20


class SpooledParser(BaseParser):
    """The body in a file that is gone with the request."""

    def parse(  # type: ignore[override]
        self, stream: Any, media_type: Any = None, parser_context: Any = None
    ) -> IO[bytes]:
        file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=1 << 20)  # noqa: SIM115
        size = 0
        while chunk := stream.read(1 << 16):
            size += len(chunk)
            if size > MAX_BYTES:
                raise RequestDataTooBig("a file has at most 64 MiB")
            file.write(chunk)
        file.seek(0)
        return file


class CsvParser(SpooledParser):
    media_type = "text/csv"

"""What a child process is called in lists of processes, where all would be called python."""

from contextlib import suppress
from pathlib import Path

DECODER, ENGINES = "mosaic-decoder", "mosaic-engines"


def name_this_process(name: str) -> None:
    """At most 15 characters; where the system knows no such names nothing happens."""
    with suppress(OSError):
        Path("/proc/self/comm").write_text(name)

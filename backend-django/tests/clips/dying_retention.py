"""A retention that is killed at its first file: `python dying_retention.py before|after FOLDER NOW`."""

import os
import signal
import sys
from datetime import datetime
from pathlib import Path


def main() -> None:
    import django

    django.setup()
    from mosaic_backend.clips.infrastructure.recording.retention import Retention

    when, folder, now = sys.argv[1:]
    unlink = Path.unlink

    def die(path: Path, missing_ok: bool = False) -> None:
        if when == "after":
            unlink(path, missing_ok=missing_ok)
        os.kill(os.getpid(), signal.SIGKILL)

    Path.unlink = die  # type: ignore[method-assign]
    Retention(Path(folder)).keep(datetime.fromisoformat(now))


if __name__ == "__main__":
    main()

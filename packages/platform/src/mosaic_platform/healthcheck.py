"""`python -m mosaic_platform.healthcheck URL|FILE`: what a container's health check runs.

A command of plain words, since Podman's Docker-compatible API takes a check's arguments apart at their spaces.
URL: healthy when it answers 200. FILE: healthy when it was touched lately (mosaic_platform.liveness).
"""

import sys
import time
import urllib.request
from pathlib import Path

ANSWERS_WITHIN_S = 3.0
TOUCHED_WITHIN_S = 30.0


def fault(target: str) -> str:
    """What is wrong there; empty where nothing is."""
    try:
        if target.startswith("http://"):
            with urllib.request.urlopen(target, timeout=ANSWERS_WITHIN_S) as answer:  # noqa: S310
                return "" if answer.status == 200 else f"{target} answers {answer.status}"
        age_s = time.time() - Path(target).stat().st_mtime
    except OSError as error:  # HTTPError and URLError are such
        return f"{target}: {error}"
    return "" if age_s <= TOUCHED_WITHIN_S else f"{target} was touched {age_s:.0f} s ago"


if __name__ == "__main__":
    sys.exit(fault(sys.argv[1]) or 0)

"""Memory of pictures that were let go."""

import subprocess
import sys

import pytest

_PROGRAM = """
import sys
import numpy as np
import psutil
from mosaic_ai.infrastructure.process_memory import return_pictures_at_once

if sys.argv[1] == "returned":
    return_pictures_at_once()
picture = (1080, 1920, 3)
np.ones(picture, np.uint8)  # the first that is freed teaches glibc to keep such sizes
kept, small = [], []
for _ in range(40):
    kept.append(np.ones(picture, np.uint8))
    small.append(bytes(5000))
before = psutil.Process().memory_info().rss
kept[:-1] = []
print((before - psutil.Process().memory_info().rss) / 39 / np.prod(picture))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="glibc's ways")
@pytest.mark.parametrize(("kind", "least", "most"), [("returned", 0.95, 1.05), ("kept", 0, 0.5)])
def test_pictures_when_let_go_then_their_memory_goes_back(
    kind: str, least: float, most: float
) -> None:
    """Of what 39 pictures took; `kept`: as glibc does by itself, else this test shows nothing."""
    told = subprocess.run(
        [sys.executable, "-c", _PROGRAM, kind], check=True, capture_output=True, text=True
    )
    assert least <= float(told.stdout) <= most

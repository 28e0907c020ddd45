"""The guide of the camera doctor tells of every finding, and of no other."""

import re
from typing import get_args

from mosaic_ai.domain.camera_health.diagnosis import WEIGHTS
from mosaic_ai.domain.camera_health.findings import Code

from .repository import ROOT

GUIDE = (ROOT / "docs" / "guide" / "camera-doctor.md").read_text()


def test_codes_then_the_guide_names_each() -> None:
    table = GUIDE.partition("## What is found")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `([a-z-]+)` \|", table, re.MULTILINE) == list(get_args(Code))


def test_weights_then_the_guide_tells_them() -> None:
    sentence = GUIDE.partition("Each subject has a weight: ")[2].partition(".")[0]
    assert [float(each) for each in re.findall(r"\d+", sentence)] == list(WEIGHTS.values())
    assert sum(WEIGHTS.values()) == 100

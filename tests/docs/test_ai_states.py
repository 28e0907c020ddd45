"""The page of states and reasons has every code that the AI service tells, and no other."""

import re

from mosaic_ai.infrastructure import room_metrics

from .repository import ROOT

PAGE = (ROOT / "docs/reference/ai-states.md").read_text()
SOURCE = ROOT / "ai-service/src/mosaic_ai"
OF_STREAMS = [
    SOURCE / "domain/errors.py",
    SOURCE / "domain/picture_times.py",
    SOURCE / "infrastructure/playlist.py",
    SOURCE / "infrastructure/decoding_child.py",
    SOURCE / "infrastructure/streaming_sessions.py",
    *sorted((SOURCE / "infrastructure").glob("hls_*.py")),
]
CODE = re.compile(r'\bcode ?= ?"([a-z-]+)"|else "([a-z-]+)"$', re.MULTILINE)
ROW = re.compile(r"^\| (`[a-z-]+`(?:, `[a-z-]+`)*) \|", re.MULTILINE)
STATES = {"connecting", "online", "stalled", "error"}
NOT_OF_THESE = {"model-unusable"}
OF_EVERY_SERVICE = {"unavailable"}


def test_page_when_compared_then_every_code_and_no_other() -> None:
    text = "\n".join(path.read_text() for path in OF_STREAMS)
    codes = {first or second for first, second in CODE.findall(text)} - NOT_OF_THESE
    assert "clock-wrong" in codes
    assert "unreachable" in codes
    named = {code.strip("`") for row in ROW.findall(PAGE) for code in row.split(", ")}
    assert named == codes | STATES | OF_EVERY_SERVICE


def test_page_when_compared_then_every_metric_of_a_full_disk() -> None:
    source = (SOURCE / "infrastructure/room_metrics.py").read_text()
    names = set(re.findall(r'"(mosaic_ai_[a-z_]+)"', source))
    assert len(names) == len([name for name in vars(room_metrics) if re.match("_[a-z]", name)])
    assert names == set(re.findall(r"`(mosaic_ai_[a-z_]+)`", PAGE))

"""What the probe's child and its parent say to each other."""

from typing import NamedTuple

from mosaic_ai.domain.camera_health.facts import StreamFacts
from mosaic_ai.domain.frames import Pixels


class Stretch(NamedTuple):
    """Segments that follow each other, each beginning with a key frame. init: empty for MPEG-TS."""

    init: bytes
    segments: tuple[bytes, ...]


class Answer(NamedTuple):
    """error: why there is nothing."""

    stream: StreamFacts | None = None
    pictures: tuple[Pixels, ...] = ()
    error: str = ""

"""Texts that stand still before one camera, as signs and captions do."""

from datetime import datetime, timedelta
from typing import NamedTuple

from mosaic_ai.domain.geometry import Box, contained
from mosaic_ai.domain.readings import Reading, is_part, similarity

KEPT = 64
KEPT_FOR = timedelta(hours=1)
SAME_PLACE = 0.5
SAME_TEXT = 0.8


class _Text(NamedTuple):
    box: Box
    reading: Reading
    at: datetime


class StillTexts:
    """Remembers them when something hides them, longer than the picture before does. Not thread-safe."""

    def __init__(self) -> None:
        self._texts: list[_Text] = []

    def note(self, box: Box, reading: Reading, at: datetime) -> None:
        """Such a text stands there; the newest KEPT are kept, each for KEPT_FOR after it was read last."""
        others = [text for text in self._texts if not _same(text, box, reading)]
        recent = [text for text in others if at - text.at < KEPT_FOR]
        self._texts = [*recent, _Text(box, reading, at)][-KEPT:]

    def knows(self, box: Box, reading: Reading, at: datetime) -> bool:
        """Whether such a text stood in about that place before."""
        return any(_same(text, box, reading) and at - text.at < KEPT_FOR for text in self._texts)


def _same(text: _Text, box: Box, reading: Reading) -> bool:
    place = max(contained(box, text.box), contained(text.box, box)) >= SAME_PLACE
    return place and (
        similarity(text.reading, reading) >= SAME_TEXT or is_part(text.reading, reading)
    )

from datetime import UTC, datetime, timedelta

from mosaic_ai.domain.geometry import Box
from mosaic_ai.domain.readings import reading_of
from mosaic_ai.domain.still_texts import KEPT, KEPT_FOR, StillTexts

START = datetime(2026, 5, 12, 11, 0, tzinfo=UTC)
BOARD = Box(600, 300, 180, 42)
TEXT = reading_of("HG47218", 0.98)


def test_text_when_read_there_in_another_extent_then_known() -> None:
    texts = StillTexts()
    texts.note(BOARD, TEXT, START)
    later = START + timedelta(seconds=20)
    assert texts.knows(Box(590, 296, 150, 50), reading_of("HG4721", 0.98), later)


def test_text_when_elsewhere_or_another_or_too_long_ago_then_unknown() -> None:
    texts = StillTexts()
    texts.note(BOARD, TEXT, START)
    assert not texts.knows(BOARD.moved(120, 0), TEXT, START)
    assert not texts.knows(BOARD, reading_of("HG99XYZ", 0.98), START)
    assert not texts.knows(BOARD, TEXT, START + KEPT_FOR)


def test_texts_when_many_then_the_newest_are_kept() -> None:
    texts = StillTexts()
    for number in range(KEPT + 1):
        texts.note(BOARD.moved(0, 100 * number), TEXT, START)
    assert not texts.knows(BOARD, TEXT, START)
    assert texts.knows(BOARD.moved(0, 100 * KEPT), TEXT, START)

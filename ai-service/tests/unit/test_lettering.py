"""Lettering that is no plate."""

import pytest

from mosaic_ai.domain.lettering import is_lettering
from mosaic_ai.domain.readings import EMPTY, Reading, reading_of


@pytest.mark.parametrize(
    ("located", "reading", "lettering"),
    [
        (0.7, reading_of("COLLINS", 0.99), True),
        (0.95, reading_of("NEILDMND", 0.98), False),
        (0.95, reading_of("TAXI", 0.5), True),
        (0.4, reading_of("AB123", 0.8), False),
        (0.9, reading_of("128KMH", 0.99), True),
        (0.9, reading_of("3OMPH", 0.99), True),
        (0.9, reading_of("KMH128", 0.99), False),
        (0.5, reading_of("0123456", 0.9), False),
        (0.9, EMPTY, False),
    ],
)
def test_reading_when_it_is_a_word_or_a_speed_then_lettering(
    located: float, reading: Reading, lettering: bool
) -> None:
    assert is_lettering(located, reading) is lettering

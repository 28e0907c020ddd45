"""Tells lettering that is no plate: words on signs and vehicles, what a camera prints on its picture."""

import re

from mosaic_ai.domain.readings import Reading

SURE_WORD = 0.75
SPEED = re.compile(r"[0-9OIQ]{1,3}(KMH|MPH)")


def is_lettering(located: float, reading: Reading) -> bool:
    """Whether that is more likely other lettering than a plate.

    located: how sure the locator is. Plates of letters alone are rare: wished-for ones in some countries, of which
    the locator is sure; of a dealer's name or a shop's sign it is not. A speed is no plate however sure it looks.
    """
    text = reading.text
    if SPEED.fullmatch(text):
        return True
    return text.isalpha() and located * reading.confidence < SURE_WORD

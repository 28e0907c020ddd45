"""What a person says that a plate reads, beside what was read, which stays."""

from dataclasses import dataclass
from datetime import datetime

from mosaic_backend.detections.domain.folding import MAX_LENGTH, fold
from mosaic_contracts.errors import InvalidInputError

MAX_REASON = 500


@dataclass(frozen=True)
class Correction:
    """text may be the very text that was read: then somebody has confirmed it."""

    text: str
    reason: str
    corrected_by: str
    corrected_at: datetime

    def says(self, text: str, reason: str) -> bool:
        return (self.text, self.reason) == (text, reason)


def corrected_text(given: str) -> str:
    """Without space around it and in capitals. Raises InvalidInputError for what is no plate's text."""
    text = given.strip().upper()
    if not fold(text) or not text.isprintable():
        raise InvalidInputError("a plate has at least one letter or digit", pointer="text")
    if len(text) > MAX_LENGTH:
        raise InvalidInputError(f"a plate has at most {MAX_LENGTH} characters", pointer="text")
    return text

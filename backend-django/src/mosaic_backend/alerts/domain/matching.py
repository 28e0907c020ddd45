"""When a read plate is one that is watched for."""

from enum import StrEnum


class Nearness(StrEnum):
    EXACT = "exact"
    ONE_CONFUSABLE = "one-confusable"


def nearness(read: str, watched: str) -> Nearness | None:
    """How near two folded texts with the same skeleton are; None: not near enough for an alert.

    The same skeleton means the same length and, where glyphs differ, glyphs that readers confuse.
    """
    if read == watched:
        return Nearness.EXACT
    if len(read) != len(watched):
        return None
    different = sum(one != other for one, other in zip(read, watched, strict=True))
    return Nearness.ONE_CONFUSABLE if different == 1 else None

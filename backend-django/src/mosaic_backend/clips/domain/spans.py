"""Recorded spans, and how much of a wish they cover."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

MAX_CLIP = timedelta(hours=1)
JOIN = timedelta(seconds=2)
"""Spans this near are one: MediaMTX begins a new one with every segment that does not follow exactly."""


@dataclass(frozen=True)
class Span:
    """Half open, UTC."""

    start: datetime
    end: datetime


def joined(spans: Sequence[Span]) -> list[Span]:
    """Ordered, with neighbours and overlaps as one."""
    out: list[Span] = []
    for span in sorted(spans, key=lambda span: span.start):
        if out and span.start - out[-1].end <= JOIN:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return out


def within(spans: Sequence[Span], wish: Span) -> list[Span]:
    """The parts of the spans that lie inside the wish."""
    return [
        Span(max(span.start, wish.start), min(span.end, wish.end))
        for span in spans
        if span.start < wish.end and span.end > wish.start
    ]

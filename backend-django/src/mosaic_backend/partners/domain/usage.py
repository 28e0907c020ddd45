"""What is counted of an API client's requests."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class Outcome(StrEnum):
    """served, and failed (answered with 4xx or 5xx), count against the monthly quota; refused (429) does not."""

    SERVED = "served"
    FAILED = "failed"
    REFUSED = "refused"


@dataclass(frozen=True, order=True)
class Counted:
    """What a count is of: one key, one endpoint (`GET cameras/{camera_id}`), one hour (its start, UTC)."""

    client_id: UUID
    key_id: UUID
    endpoint: str
    hour: datetime


@dataclass
class Counts:
    served: int = 0
    failed: int = 0
    refused: int = 0
    last_at: datetime | None = None

    def add(self, outcome: Outcome, at: datetime) -> None:
        setattr(self, outcome, getattr(self, outcome) + 1)
        self.last_at = max(at, self.last_at) if self.last_at else at


def outcome_of(status: int) -> Outcome:
    if status == 429:
        return Outcome.REFUSED
    return Outcome.FAILED if status >= 400 else Outcome.SERVED


def hour_of(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def month_of(at: datetime) -> date:
    return at.date().replace(day=1)


def next_month(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)

"""For how long plate reads are kept that nothing needs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

MOST_DAYS = 3650


@dataclass(frozen=True)
class RetentionRule:
    """site_id: whose cameras; None: all that no other rule is for. days: None: without end."""

    site_id: UUID | None
    days: int | None


class Deadlines:
    """Before which instant a camera's reads were seen last that are old enough to be forgotten."""

    def __init__(
        self, rules: Iterable[RetentionRule], sites: Mapping[UUID, UUID | None], now: datetime
    ) -> None:
        """sites: of each camera."""
        self._of_site = {
            rule.site_id: now - timedelta(days=rule.days) if rule.days is not None else None
            for rule in rules
        }
        self._sites = sites

    def of(self, camera_id: UUID) -> datetime | None:
        """None: its reads stay."""
        site = self._sites.get(camera_id)
        return self._of_site.get(site if site in self._of_site else None)

    @property
    def latest(self) -> datetime | None:
        """Of all cameras; None: nothing is to be forgotten."""
        return max((each for each in self._of_site.values() if each is not None), default=None)

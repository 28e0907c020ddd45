"""Charts of what an API client used, for its admin page."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Sum
from django.db.models.functions import TruncDay

from mosaic_backend.partners.domain.usage import hour_of
from mosaic_backend.partners.infrastructure.models import Usage

DAYS = 30
HOURS = 48
_COLOURS = {"served": "#16a34a", "failed": "#d97706", "refused": "#dc2626"}


def usage_charts(client_id: UUID, now: datetime) -> dict[str, Any]:
    """What the colours mean and how much there was of each; Chart.js data; the endpoints that were asked most."""
    mine = Usage.objects.filter(client_id=client_id, hour__gte=now - timedelta(days=DAYS))
    sums = {name: Sum(name) for name in _COLOURS}
    by_hour = {
        row["hour"]: row
        for row in mine.filter(hour__gte=now - timedelta(hours=HOURS))
        .values("hour")
        .annotate(**sums)
    }
    by_day = {
        row["day"]: row
        for row in mine.annotate(day=TruncDay("hour")).values("day").annotate(**sums)
    }
    last_hour, last_day = hour_of(now), now.replace(hour=0, minute=0, second=0, microsecond=0)
    hours = [last_hour - timedelta(hours=back) for back in reversed(range(HOURS))]
    days = [last_day - timedelta(days=back) for back in reversed(range(DAYS))]
    endpoints = mine.values("endpoint").annotate(total=Sum("served") + Sum("failed"))
    return {
        "usage_totals": [
            {
                "name": name,
                "colour": colour,
                "requests": sum(row[name] for row in by_day.values()),
            }
            for name, colour in _COLOURS.items()
        ],
        "usage_by_hour": _chart(hours, by_hour, "%d. %H:00"),
        "usage_by_day": _chart(days, by_day, "%d.%m."),
        "usage_by_endpoint": {
            "headers": ["Endpoint", "Requests in 30 days"],
            "rows": [[row["endpoint"], row["total"]] for row in endpoints.order_by("-total")[:10]],
        },
    }


def _chart(instants: list[datetime], rows: dict[datetime, dict[str, Any]], form: str) -> str:
    return json.dumps(
        {
            "labels": [instant.strftime(form) for instant in instants],
            "datasets": [
                {
                    "label": name,
                    "data": [rows.get(instant, {}).get(name, 0) for instant in instants],
                    "backgroundColor": colour,
                    "stack": "requests",
                }
                for name, colour in _COLOURS.items()
            ],
        }
    )

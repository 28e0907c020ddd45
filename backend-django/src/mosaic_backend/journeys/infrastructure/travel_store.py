"""Travel times in PostgreSQL."""

from collections.abc import Mapping, Sequence, Set
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from mosaic_backend.journeys.domain.network import Network
from mosaic_backend.journeys.domain.travel_times import TravelTime, learned
from mosaic_backend.journeys.infrastructure.models import TravelTimeRow

MOST_PAIRS = 20_000
"""Pairs that a look at the network takes, most driven first: a thousand cameras with twenty neighbours each."""
Pair = tuple[UUID, UUID]


def network(cameras: Set[UUID] | None) -> Network:
    """As far as it lies among these cameras; None: all."""
    rows = _among(cameras)
    pairs: dict[UUID, dict[UUID, TravelTime]] = {}
    columns = ("from_camera", "to_camera", "hops", "quantiles")
    for start, end, hops, quantiles in rows.values_list(*columns)[:MOST_PAIRS]:
        pairs.setdefault(start, {})[end] = TravelTime(hops, tuple(quantiles))
    return Network(pairs)


def most_driven(cameras: Set[UUID] | None, limit: int) -> list[TravelTimeRow]:
    return list(_among(cameras).defer("samples")[:limit])


def forget_all() -> None:
    TravelTimeRow.objects.all().delete()


def _among(cameras: Set[UUID] | None) -> QuerySet[TravelTimeRow]:
    rows = TravelTimeRow.objects.order_by("-hops")
    if cameras is not None:
        rows = rows.filter(from_camera__in=cameras, to_camera__in=cameras)
    return rows


def add_samples(new: Mapping[Pair, Sequence[float]], now: datetime) -> None:
    """In the caller's transaction, of which there is one at a time."""
    known: dict[Pair, TravelTimeRow] = {}
    if new:
        starts, ends = {pair[0] for pair in new}, {pair[1] for pair in new}
        rows = TravelTimeRow.objects.filter(from_camera__in=starts, to_camera__in=ends)
        known = {(row.from_camera, row.to_camera): row for row in rows}
    made: list[TravelTimeRow] = []
    bettered: list[TravelTimeRow] = []
    for pair, samples in new.items():
        row = known.get(pair) or TravelTimeRow(
            from_camera=pair[0], to_camera=pair[1], hops=0, samples=[]
        )
        row.samples, row.quantiles = learned(row.samples, samples)
        row.hops += len(samples)
        row.updated_at = now
        (bettered if pair in known else made).append(row)
    TravelTimeRow.objects.bulk_create(made)
    fields = ["samples", "quantiles", "hops", "updated_at"]
    TravelTimeRow.objects.bulk_update(bettered, fields, batch_size=500)

"""Mosaics in the database."""

from uuid import UUID

from django.db.models import Q, QuerySet

from mosaic_backend.mosaics.domain.layout import DEFAULT_LAYOUT, Tile
from mosaic_backend.mosaics.infrastructure.models import MosaicRow

DEFAULT_NAME = "Overview"


def readable_rows(user_id: UUID) -> QuerySet[MosaicRow]:
    """One's own mosaics and the shared ones."""
    return MosaicRow.objects.filter(Q(owner_id=user_id) | Q(shared=True))


def ensure_default(user_id: UUID) -> None:
    """Gives a user without any mosaic the one that fills itself."""
    if not MosaicRow.objects.filter(owner_id=user_id).exists():
        MosaicRow.objects.bulk_create(
            [MosaicRow(name=DEFAULT_NAME, layout=DEFAULT_LAYOUT, owner_id=user_id, untouched=True)],
            ignore_conflicts=True,  # two tabs may ask at once
        )


def tiles_of(row: MosaicRow) -> tuple[Tile, ...]:
    return tuple(Tile(tile["position"], UUID(tile["camera_id"])) for tile in row.tiles)


def stored(tiles: tuple[Tile, ...]) -> list[dict[str, object]]:
    return [{"position": tile.position, "camera_id": str(tile.camera_id)} for tile in tiles]

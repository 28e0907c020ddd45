"""What somebody sees in a mosaic, and what somebody may put into one."""

from collections.abc import Collection, Sequence
from uuid import UUID

from mosaic_backend.mosaics.domain.layout import Tile, checked_tiles
from mosaic_contracts.errors import InvalidInputError


def visible(tiles: Sequence[Tile], allowed: Collection[UUID]) -> tuple[Tile, ...]:
    """Tiles of cameras that are gone, or not for these eyes, stay empty."""
    return tuple(tile for tile in tiles if tile.camera_id in allowed)


def arranged(layout: str, tiles: Sequence[Tile], allowed: Collection[UUID]) -> tuple[Tile, ...]:
    """The tiles, checked. Raises InvalidInputError for a camera that is not theirs to show."""
    for index, tile in enumerate(tiles):
        if tile.camera_id not in allowed:
            raise InvalidInputError("There is no such camera.", pointer=f"/tiles/{index}/camera_id")
    return checked_tiles(layout, tiles)

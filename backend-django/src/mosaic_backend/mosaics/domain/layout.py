"""Layouts: how many tiles a mosaic has."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from mosaic_contracts.errors import InvalidInputError

POSITIONS = {"1": 1, "2x2": 4, "1+5": 6, "3x3": 9, "4x4": 16}
DEFAULT_LAYOUT = "2x2"


@dataclass(frozen=True, order=True)
class Tile:
    """One camera in one place; positions count from 0, row by row (in 1+5 the large tile is 0)."""

    position: int
    camera_id: UUID


def checked_tiles(layout: str, tiles: Sequence[Tile]) -> tuple[Tile, ...]:
    """The tiles in order. Raises InvalidInputError for a position that the layout lacks or that is taken twice."""
    taken: set[int] = set()
    for index, tile in enumerate(tiles):
        pointer = f"/tiles/{index}/position"
        if not 0 <= tile.position < POSITIONS[layout]:
            raise InvalidInputError(
                f"{layout} has positions 0 to {POSITIONS[layout] - 1}.", pointer=pointer
            )
        if tile.position in taken:
            raise InvalidInputError("The position is taken twice.", pointer=pointer)
        taken.add(tile.position)
    return tuple(sorted(tiles))


def filled(layout: str, camera_ids: Sequence[UUID]) -> tuple[Tile, ...]:
    """The first cameras, one a position."""
    return tuple(
        Tile(position, camera_id)
        for position, camera_id in enumerate(camera_ids[: POSITIONS[layout]])
    )

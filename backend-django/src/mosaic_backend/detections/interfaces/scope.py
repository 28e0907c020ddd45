"""Which cameras a search may look at: those the asker may see, narrowed to the one asked for."""

from collections.abc import Set
from uuid import UUID

from mosaic_backend.cameras.facade import visible_cameras
from mosaic_contracts.permissions import Principal, Verb


def cameras_to_search(principal: Principal, wanted: UUID | None) -> Set[UUID] | None:
    """None: all. A camera that is not there and one that is not the asker's are alike: nothing is found."""
    scope = visible_cameras(principal, Verb.SEARCH)
    if wanted is not None:
        return frozenset({wanted}) if wanted in scope else frozenset()
    return None if scope.all else scope.ids


def may_see(principal: Principal, camera_id: UUID) -> bool:
    scope = visible_cameras(principal, Verb.SEARCH)
    return camera_id in scope

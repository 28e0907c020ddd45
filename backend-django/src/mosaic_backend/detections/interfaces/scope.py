"""Which cameras a search may look at: those the asker may see, narrowed to the one asked for."""

from collections.abc import Sequence, Set
from uuid import UUID

from mosaic_backend.cameras.facade import cameras_of_groups, visible_cameras
from mosaic_contracts.permissions import Principal, Verb


def cameras_to_search(principal: Principal, wanted: UUID | None) -> Set[UUID] | None:
    """None: all. A camera that is not there and one that is not the asker's are alike: nothing is found."""
    scope = visible_cameras(principal, Verb.SEARCH)
    if wanted is not None:
        return frozenset({wanted}) if wanted in scope else frozenset()
    return None if scope.all else scope.ids


def cameras_to_search_among(
    principal: Principal, cameras: Sequence[UUID], groups: Sequence[UUID]
) -> Set[UUID] | None:
    """The same for those named or in one of the groups; nothing named: all that the asker may see."""
    if not groups and len(cameras) <= 1:
        return cameras_to_search(principal, cameras[0] if cameras else None)
    scope = visible_cameras(principal, Verb.SEARCH)
    wanted = frozenset(cameras) | (cameras_of_groups(groups) if groups else frozenset())
    return wanted if scope.all else wanted & frozenset(scope.ids)


def may_see(principal: Principal, camera_id: UUID) -> bool:
    scope = visible_cameras(principal, Verb.SEARCH)
    return camera_id in scope

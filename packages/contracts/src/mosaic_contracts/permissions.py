"""Who may do what with which camera: one policy for REST, WebSocket, stream sessions and admin."""

from collections.abc import Collection
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class Role(StrEnum):
    ADMIN = "admin"
    OPERATOR = "operator"
    REVIEWER = "reviewer"
    VIEWER = "viewer"


class Verb(StrEnum):
    """What is done; all but CONFIGURE and MANAGE_USERS are asked per camera."""

    LIVE = "live"
    PLAYBACK = "playback"
    SEARCH = "search"  # detections and plates
    EXPORT = "export"  # clips
    ALERTS = "alerts"
    ARRANGE = "arrange"  # mosaics
    CONFIGURE = "configure"
    MANAGE_USERS = "manage_users"


_VIEWER = frozenset({Verb.LIVE})
_OPERATOR = _VIEWER | {Verb.PLAYBACK, Verb.EXPORT, Verb.ALERTS, Verb.ARRANGE, Verb.SEARCH}
_REVIEWER = frozenset(
    {Verb.LIVE, Verb.PLAYBACK, Verb.SEARCH, Verb.EXPORT, Verb.ALERTS, Verb.ARRANGE}
)
VERBS: dict[Role, frozenset[Verb]] = {
    Role.ADMIN: frozenset(Verb),
    Role.OPERATOR: _OPERATOR,
    Role.REVIEWER: _REVIEWER,
    Role.VIEWER: _VIEWER,
}


class Principal(BaseModel):
    """Somebody who asks: a user, as told by the claims of the access token."""

    model_config = ConfigDict(frozen=True)

    user_id: str
    username: str
    role: Role
    all_cameras: bool
    group_ids: frozenset[UUID]

    def may(self, verb: Verb) -> bool:
        """Whether the role allows the verb at all."""
        return verb in VERBS[self.role]

    def may_on(self, verb: Verb, camera_group: UUID | None) -> bool:
        """Whether the verb is allowed on a camera of that group.

        A camera without a group is seen only by those who see all cameras.
        """
        return self.may(verb) and self.sees(camera_group)

    def sees(self, camera_group: UUID | None) -> bool:
        if self.role is Role.ADMIN or self.all_cameras:
            return True
        return camera_group is not None and camera_group in self.group_ids

    @property
    def sees_all(self) -> bool:
        return self.role is Role.ADMIN or self.all_cameras


def may_any(principal: Principal, verbs: Collection[Verb]) -> bool:
    return any(principal.may(verb) for verb in verbs)

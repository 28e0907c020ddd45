"""Who may do what with which camera: one policy for REST, WebSocket, stream sessions and admin."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from operator import or_
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class Role(StrEnum):
    ADMIN = "admin"
    OPERATOR = "operator"
    REVIEWER = "reviewer"
    VIEWER = "viewer"


class Verb(StrEnum):
    """What is done; all but MANAGE_USERS are asked per camera."""

    LIVE = "live"
    PLAYBACK = "playback"
    SEARCH = "search"  # detections and plates
    EXPORT = "export"  # clips
    PTZ = "ptz"
    ALERTS = "alerts"
    ARRANGE = "arrange"  # mosaics
    CONFIGURE = "configure"
    MANAGE_USERS = "manage_users"


_VIEWER = frozenset({Verb.LIVE})
_REVIEWER = _VIEWER | {Verb.PLAYBACK, Verb.SEARCH, Verb.EXPORT, Verb.ALERTS, Verb.ARRANGE}
_OPERATOR = _REVIEWER | {Verb.PTZ}
VERBS: dict[Role, frozenset[Verb]] = {
    Role.ADMIN: frozenset(Verb),
    Role.OPERATOR: _OPERATOR,
    Role.REVIEWER: _REVIEWER,
    Role.VIEWER: _VIEWER,
}
TO_KNOW = frozenset(Verb) - {Verb.ARRANGE, Verb.MANAGE_USERS}
"""Each of these lets a user know of a camera at all: its name, its place, its state."""
GRANTABLE = frozenset(Verb) - {Verb.MANAGE_USERS}
"""What can be given to or taken from one user: whoever manages users could take everything else too."""


@dataclass(frozen=True)
class GroupScope:
    """Camera groups: all but `groups` where `everything`, else only `groups`.

    A camera without a group belongs to `everything` alone.
    """

    everything: bool
    groups: frozenset[UUID] = frozenset()

    def __contains__(self, group: UUID | None) -> bool:
        return (group not in self.groups) if self.everything else (group in self.groups)

    def __or__(self, other: "GroupScope") -> "GroupScope":
        """What is in either."""
        if self.everything and other.everything:
            return GroupScope(everything=True, groups=self.groups & other.groups)
        if self.everything or other.everything:
            most, few = (self, other) if self.everything else (other, self)
            return GroupScope(everything=True, groups=most.groups - few.groups)
        return GroupScope(everything=False, groups=self.groups | other.groups)


class Principal(BaseModel):
    """Somebody who asks: a user, as told by the claims of the access token.

    verbs: what this user may where no group says otherwise; None: what the role may. group_verbs: what exactly
    the user may on cameras of that group, whatever `verbs`, `all_cameras` and `group_ids` say. An administrator
    may everything everywhere.
    """

    model_config = ConfigDict(frozen=True)

    user_id: str
    username: str
    role: Role
    all_cameras: bool
    group_ids: frozenset[UUID]
    verbs: frozenset[Verb] | None = None
    group_verbs: Mapping[UUID, frozenset[Verb]] = {}

    def scope(self, *verbs: Verb) -> GroupScope:
        """The camera groups on which the user may do one of these: the one policy, of which the rest follows."""
        return reduce(or_, (self._scope(verb) for verb in verbs), GroupScope(everything=False))

    def _scope(self, verb: Verb) -> GroupScope:
        if self.role is Role.ADMIN:
            return GroupScope(everything=True)
        allowed = verb in self._verbs_anywhere
        given = {group for group, verbs in self.group_verbs.items() if verb in verbs}
        if self.all_cameras and allowed:
            return GroupScope(everything=True, groups=frozenset(self.group_verbs.keys() - given))
        plain = self.group_ids - self.group_verbs.keys() if allowed else frozenset[UUID]()
        return GroupScope(everything=False, groups=frozenset(plain | given))

    def may(self, verb: Verb) -> bool:
        """Whether the verb is allowed to this user at all, be it on no camera yet."""
        if self.role is Role.ADMIN or verb in self._verbs_anywhere:
            return True
        return any(verb in verbs for verbs in self.group_verbs.values())

    def may_on(self, verb: Verb, camera_group: UUID | None) -> bool:
        """Whether the verb is allowed on a camera of that group.

        A camera without a group is seen only by those who see all cameras.
        """
        return camera_group in self.scope(verb)

    @property
    def _verbs_anywhere(self) -> frozenset[Verb]:
        return VERBS[self.role] if self.verbs is None else self.verbs


def verbs_of(role: Role, given: Collection[Verb], taken: Collection[Verb]) -> frozenset[Verb]:
    """What a role may, with what one user of it was given and denied; denying wins."""
    if role is Role.ADMIN:
        return VERBS[role]
    return (VERBS[role] | (frozenset(given) & GRANTABLE)) - frozenset(taken)

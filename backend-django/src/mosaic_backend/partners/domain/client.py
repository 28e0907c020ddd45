"""An API client as a request knows it."""

from dataclasses import dataclass
from uuid import UUID

from mosaic_backend.partners.domain.plan import Limits
from mosaic_backend.partners.domain.scopes import VERB, Scope
from mosaic_contracts.permissions import Principal, Role


@dataclass(frozen=True)
class Client:
    """group_ids: the camera groups it may see, unless all_cameras. used: requests of this month, as stored."""

    id: UUID
    name: str
    key_id: UUID
    scopes: frozenset[Scope]
    all_cameras: bool
    group_ids: frozenset[UUID]
    sandbox: bool
    limits: Limits
    used: int = 0

    @property
    def principal(self) -> Principal:
        """As the other contexts' policy knows it: no user, and no more than its scopes."""
        return Principal(
            user_id=str(self.id),
            username=self.name,
            role=Role.VIEWER,
            all_cameras=self.all_cameras,
            group_ids=self.group_ids,
            verbs=frozenset(VERB[scope] for scope in self.scopes if scope in VERB),
        )

"""Who listens, and what they may hear."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import jwt

from mosaic_backend.shared.access_keys import key_set
from mosaic_backend.shared.fanout.entries import Entry
from mosaic_contracts.permissions import Principal, Verb
from mosaic_platform.access_tokens import principal_of

VERB_OF_TYPE: Mapping[str, Verb] = {
    "mosaic.stream.state.v1": Verb.LIVE,
    "mosaic.detection.recorded.v1": Verb.SEARCH,
    "mosaic.plate.read.v1": Verb.SEARCH,
    "mosaic.alert.raised.v1": Verb.ALERTS,
    "mosaic.clip.ready.v1": Verb.PLAYBACK,
}
"""Events that are for screens; others never leave."""


@dataclass(frozen=True)
class Admission:
    """A checked token."""

    principal: Principal
    expires_at: datetime


def admitted(token: str) -> Admission:
    """Raises UnauthenticatedError."""
    principal = principal_of(token, key_set())
    claims = jwt.decode(token, options={"verify_signature": False})
    return Admission(principal, datetime.fromtimestamp(claims["exp"], tz=UTC))


@dataclass(frozen=True)
class Hearing:
    """What a principal may hear at the moment; cameras None: of all."""

    principal: Principal
    cameras: frozenset[UUID] | None

    def allows(self, entry: Entry) -> bool:
        """An event of no camera is for everybody whose role allows its type."""
        verb = VERB_OF_TYPE.get(entry.type)
        if verb is None or not self.principal.may(verb):
            return False
        return self.cameras is None or entry.camera_id is None or entry.camera_id in self.cameras

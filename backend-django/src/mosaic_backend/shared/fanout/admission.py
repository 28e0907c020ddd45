"""Who listens, and what they may hear."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from mosaic_backend.shared.access_keys import key_set
from mosaic_backend.shared.fanout.entries import Entry
from mosaic_contracts.permissions import Principal, Verb
from mosaic_platform.access_tokens import CheckedToken, checked

VERB_OF_TYPE: Mapping[str, Verb] = {
    "mosaic.stream.state.v1": Verb.LIVE,
    "mosaic.camera.status.v1": Verb.LIVE,
    "mosaic.camera.event.v1": Verb.SEARCH,
    "mosaic.detection.recorded.v1": Verb.SEARCH,
    "mosaic.plate.read.v1": Verb.SEARCH,
    "mosaic.alert.raised.v1": Verb.ALERTS,
    "mosaic.clip.ready.v1": Verb.PLAYBACK,
}
"""Events that are for screens; others never leave."""


def admitted(token: str) -> CheckedToken:
    """Raises UnauthenticatedError."""
    return checked(token, key_set())


@dataclass(frozen=True)
class Hearing:
    """What a principal may hear at the moment: for each verb of which cameras; None: of all."""

    principal: Principal
    cameras: Mapping[Verb, frozenset[UUID] | None]

    def allows(self, entry: Entry) -> bool:
        """An event of no camera is for everybody to whom its type is allowed."""
        verb = VERB_OF_TYPE.get(entry.type)
        if verb is None or not self.principal.may(verb):
            return False
        if entry.for_administrators and not self.principal.may(Verb.MANAGE_USERS):
            return False
        cameras = self.cameras.get(verb, frozenset())
        return cameras is None or entry.camera_id is None or entry.camera_id in cameras

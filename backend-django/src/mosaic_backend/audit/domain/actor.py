"""Who did something."""

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    USER = "user"
    SERVICE = "service"
    PARTNER = "partner"
    SYSTEM = "system"


@dataclass(frozen=True)
class Actor:
    """kind: what it is. name: as people know it. id: what stays when the name changes, where there is one."""

    kind: ActorKind
    name: str
    id: str = ""


SYSTEM = Actor(ActorKind.SYSTEM, "system")

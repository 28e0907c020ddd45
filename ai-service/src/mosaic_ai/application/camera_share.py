"""Which of the cameras this process follows: the ports, and the answer of a process that is the only one."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


class CameraShare(Protocol):
    """One process's share of the cameras."""

    def mine(self, camera_id: UUID) -> bool:
        """Whether this process follows it, if it is to be followed at all."""

    def wanted(self, cameras: Collection[UUID]) -> None:
        """All cameras that some process has to follow, as just told by the backend."""


class AllCameras:
    """The share of a process that is the only one: everything, whatever else is away."""

    def mine(self, camera_id: UUID) -> bool:
        return True

    def wanted(self, cameras: Collection[UUID]) -> None:
        """Nothing depends on it."""


class Following(Protocol):
    """Who follows the cameras of this process."""

    def busy(self, camera_id: UUID) -> bool:
        """Whether a passage is open that another worker could not take up."""

    async def leave(self, camera_id: UUID) -> None:
        """Returns when it is no longer followed and what was told of it is with the broker."""

    def look_again(self) -> None:
        """Asks the backend for the cameras."""

    def share_changed(self) -> None: ...


@dataclass(frozen=True)
class Identity:
    """key: of this process, no other has it. url: where the other workers reach it."""

    key: str
    name: str
    url: str
    weight: float = 1.0

"""What the cameras' use cases need from outside."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Literal, Protocol
from uuid import UUID

from mosaic_backend.cameras.domain.camera import Camera
from mosaic_backend.cameras.domain.source_url import Address
from mosaic_contracts.events import CameraChanged

Change = Literal["created", "updated", "deleted"]
Publish = Callable[[CameraChanged], object]
Atomic = Callable[[], AbstractContextManager[object]]


class CameraStore(Protocol):
    """Where cameras are kept. Writing needs an open transaction."""

    def take_revision(self) -> int:
        """The next global revision. Others who ask wait until this transaction ends."""

    def locked(self, camera_id: UUID) -> Camera | None:
        """The camera, which nobody else changes until this transaction ends."""

    def put(self, camera: Camera) -> None:
        """Creates or replaces it."""

    def remove(self, camera_id: UUID, revision: int) -> None:
        """Takes it away; its name stays known to history."""

    def group_exists(self, group_id: UUID) -> bool: ...


class Resolver(Protocol):
    """Names to addresses."""

    def addresses(self, host: str) -> Sequence[Address]:
        """Every address of the name; empty when it has none now."""

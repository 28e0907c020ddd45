"""What the cameras' use cases need from outside."""

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Literal, Protocol
from uuid import UUID

from mosaic_backend.cameras.domain.camera import Camera
from mosaic_backend.cameras.domain.source_url import Address
from mosaic_contracts.events import CameraChanged

Change = Literal["created", "updated", "deleted"]
Related = Literal["group", "site", "schedule"]
Publish = Callable[[Iterable[CameraChanged]], object]
Atomic = Callable[[], AbstractContextManager[object]]


class CameraStore(Protocol):
    """Where cameras are kept. Writing needs an open transaction."""

    def take_turn(self) -> None:
        """Makes others who change cameras wait until this transaction ends. Comes before any camera's lock."""

    def take_revision(self) -> int:
        """The next global revision."""

    def locked(self, camera_id: UUID) -> Camera | None:
        """The camera, which nobody else changes until this transaction ends."""

    def locked_many(self, ids: Collection[UUID]) -> dict[UUID, Camera]:
        """Those that are there, all of them locked."""

    def put(self, camera: Camera) -> None:
        """Creates or replaces it."""

    def put_many(self, cameras: Sequence[Camera]) -> None:
        """Replaces cameras that are there."""

    def remove(self, camera_id: UUID, revision: int) -> None:
        """Takes it away; its name stays known to history."""

    def exists(self, kind: Related, identifier: UUID) -> bool: ...

    def key_is_free(self, key: str, camera_id: UUID) -> bool:
        """Whether no other camera has the key."""


class Resolver(Protocol):
    """Names to addresses."""

    def addresses(self, host: str) -> Sequence[Address]:
        """Every address of the name; empty when it has none now."""

"""Adding, changing and removing cameras."""

from dataclasses import replace
from uuid import UUID

from mosaic_backend.cameras.application.ports import Atomic, CameraStore, Change, Publish, Resolver
from mosaic_backend.cameras.domain.camera import Camera, CameraDraft
from mosaic_backend.cameras.domain.source_url import (
    SourceUrlError,
    SourceUrlPolicy,
    parse_source_url,
)
from mosaic_contracts.errors import InvalidInputError, MosaicError, NotFoundError
from mosaic_contracts.events import CameraChanged
from mosaic_contracts.ids import new_id
from mosaic_contracts.redaction import without_credentials


class StaleRevisionError(MosaicError):
    """Somebody changed this in the meantime; look at it again."""

    code = "precondition-failed"


class CameraAdministration:
    """Each call is one transaction that also tells the other parts to look again."""

    def __init__(
        self,
        *,
        store: CameraStore,
        policy: SourceUrlPolicy,
        resolver: Resolver,
        publish: Publish,
        atomic: Atomic,
    ) -> None:
        self._store = store
        self._policy = policy
        self._resolver = resolver
        self._publish = publish
        self._atomic = atomic

    def add(self, draft: CameraDraft) -> Camera:
        """Raises InvalidInputError for a source URL or group that cannot be."""
        self.check_source(draft.source_url)
        with self._atomic():
            self._check_group(draft.group_id)
            camera = Camera(id=new_id(), draft=draft, revision=self._store.take_revision())
            self._store.put(camera)
            self._tell(camera.id, "created", camera.revision)
        return camera

    def change(
        self, camera_id: UUID, draft: CameraDraft, *, expected_revision: int | None = None
    ) -> Camera:
        """Raises InvalidInputError, NotFoundError, or StaleRevisionError.

        A source URL that equals the present one without its credentials keeps them: that is what a form
        shows, and sends back.
        """
        with self._atomic():
            present = self._expected(camera_id, expected_revision)
            known = present.draft.source_url
            if draft.source_url == without_credentials(known):
                draft = replace(draft, source_url=known)
            elif draft.source_url != known:
                self.check_source(draft.source_url)
            if draft.group_id != present.draft.group_id:
                self._check_group(draft.group_id)
            if draft == present.draft:
                return present
            camera = Camera(id=camera_id, draft=draft, revision=self._store.take_revision())
            self._store.put(camera)
            self._tell(camera_id, "updated", camera.revision)
        return camera

    def remove(self, camera_id: UUID, *, expected_revision: int | None = None) -> None:
        """Raises NotFoundError or StaleRevisionError."""
        with self._atomic():
            self._expected(camera_id, expected_revision)
            revision = self._store.take_revision()
            self._store.remove(camera_id, revision)
            self._tell(camera_id, "deleted", revision)

    def _expected(self, camera_id: UUID, revision: int | None) -> Camera:
        camera = self._store.locked(camera_id)
        if camera is None:
            raise NotFoundError
        if revision is not None and camera.revision != revision:
            raise StaleRevisionError
        return camera

    def check_source(self, source_url: str) -> None:
        """Raises SourceUrlError for an address that no camera may have here."""
        source = parse_source_url(source_url)
        if source.address is not None:
            self._policy.check_address(source.address)
            return
        self._policy.check_name(source.host)
        addresses = self._resolver.addresses(source.host)
        if not addresses and self._policy.networks:
            raise SourceUrlError(
                "The name has no address now, so it cannot be shown to be in an allowed network.",
                code="source-url-refused",
            )
        for address in addresses:
            self._policy.check_address(address)

    def _check_group(self, group_id: UUID | None) -> None:
        if group_id is not None and not self._store.group_exists(group_id):
            raise InvalidInputError("There is no such camera group.", pointer="/group")

    def _tell(self, camera_id: UUID, change: Change, revision: int) -> None:
        self._publish(CameraChanged(camera_id=camera_id, change=change, revision=revision))

"""Adding, changing and removing cameras."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from mosaic_backend.cameras.application.ports import (
    Atomic,
    CameraStore,
    Change,
    Publish,
    Related,
    Resolver,
)
from mosaic_backend.cameras.domain.camera import Camera, CameraDraft
from mosaic_backend.cameras.domain.recording import check_recording
from mosaic_backend.cameras.domain.source_url import (
    Address,
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
        """Raises InvalidInputError for a source URL, group, site, schedule or key that cannot be."""
        self.check_source(draft.source_url)
        if draft.sub_url:
            self.check_source(draft.sub_url, "/sub_url")
        check_recording(draft)
        identifier = new_id()
        draft = replace(draft, key=draft.key or str(identifier))
        with self._atomic():
            self._store.take_turn()
            self._check_related(identifier, draft, None)
            revision = self._store.take_revision()
            camera = Camera(id=identifier, draft=draft, revision=revision)
            self._store.put(camera)
            self._tell([camera.id], "created", revision)
        return camera

    def change(
        self, camera_id: UUID, draft: CameraDraft, *, expected_revision: int | None = None
    ) -> Camera:
        """Raises InvalidInputError, NotFoundError, or StaleRevisionError.

        A source URL that equals the present one without its credentials keeps them: that is what a form
        shows, and sends back. An empty key keeps the present one.
        """
        with self._atomic():
            self._store.take_turn()
            present = self._expected(camera_id, expected_revision)
            draft = self._accepted(draft, present.draft)
            if draft == present.draft:
                return present
            check_recording(draft, present.draft)
            self._check_related(camera_id, draft, present.draft)
            revision = self._store.take_revision()
            camera = Camera(id=camera_id, draft=draft, revision=revision)
            self._store.put(camera)
            self._tell([camera_id], "updated", revision)
        return camera

    def change_many(
        self, ids: Sequence[UUID], edit: Callable[[CameraDraft], CameraDraft]
    ) -> tuple[list[tuple[Camera, Camera]], dict[UUID, MosaicError]]:
        """Edits cameras alike, all or none: with an error for one of them nothing is changed.

        `edit` may not touch name, key or source URLs. Gives what changed, before and after, and the errors.
        """
        with self._atomic():
            self._store.take_turn()
            present = self._store.locked_many(ids)
            errors: dict[UUID, MosaicError] = {
                camera_id: NotFoundError() for camera_id in ids if camera_id not in present
            }
            edited: list[tuple[Camera, CameraDraft]] = []
            for camera in present.values():
                try:
                    draft = edit(camera.draft)
                    check_recording(draft, camera.draft)
                    edited.append((camera, draft))
                except MosaicError as error:
                    errors[camera.id] = error
            changing = [(camera, draft) for camera, draft in edited if draft != camera.draft]
            if errors or not changing:
                return [], errors
            for kind, identifier, pointer in {
                related for _, draft in changing for related in _related(draft)
            }:
                self._check_exists(kind, identifier, pointer)
            revision = self._store.take_revision()
            changed = [
                (camera, Camera(id=camera.id, draft=draft, revision=revision))
                for camera, draft in changing
            ]
            self._store.put_many([after for _, after in changed])
            self._tell([after.id for _, after in changed], "updated", revision)
        return changed, {}

    def look_again(self) -> None:
        """Says that what cameras depend on (a schedule, a clock) has changed; the parts see it when they ask."""
        with self._atomic():
            self._store.take_revision()

    def remove(self, camera_id: UUID, *, expected_revision: int | None = None) -> None:
        """Raises NotFoundError or StaleRevisionError."""
        with self._atomic():
            self._store.take_turn()
            self._expected(camera_id, expected_revision)
            revision = self._store.take_revision()
            self._store.remove(camera_id, revision)
            self._tell([camera_id], "deleted", revision)

    def _expected(self, camera_id: UUID, revision: int | None) -> Camera:
        camera = self._store.locked(camera_id)
        if camera is None:
            raise NotFoundError
        if revision is not None and camera.revision != revision:
            raise StaleRevisionError
        return camera

    def _accepted(self, draft: CameraDraft, present: CameraDraft) -> CameraDraft:
        """The draft with the credentials and key that it leaves out. Raises SourceUrlError."""
        main, sub = draft.source_url, draft.sub_url
        if main == without_credentials(present.source_url):
            main = present.source_url
        elif main != present.source_url:
            self.check_source(main)
        if sub and sub == without_credentials(present.sub_url):
            sub = present.sub_url
        elif sub and sub != present.sub_url:
            self.check_source(sub, "/sub_url")
        return replace(draft, source_url=main, sub_url=sub, key=draft.key or present.key)

    def check_source(self, source_url: str, pointer: str = "/source_url") -> None:
        """Raises SourceUrlError for an address that no camera may have here."""
        try:
            self._check_source(source_url)
        except SourceUrlError as error:
            error.pointer = pointer
            raise

    def addresses_of(self, url: str, pointer: str) -> Sequence[Address]:
        """Where an address leads, checked like a source; empty for a name that has none now."""
        self.check_source(url, pointer)
        source = parse_source_url(url)
        if source.address is not None:
            return [source.address]
        found = self._resolver.addresses(source.host)
        for address in found:  # looked up anew, so it may be another one than was checked
            self._policy.check_address(address)
        return found

    def allows_address(self, address: Address) -> bool:
        """Whether a camera may be there."""
        try:
            self._policy.check_address(address)
        except SourceUrlError:
            return False
        return True

    def _check_source(self, source_url: str) -> None:
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

    def _check_related(
        self, camera_id: UUID, draft: CameraDraft, present: CameraDraft | None
    ) -> None:
        known = set(_related(present)) if present else set()
        for kind, identifier, pointer in _related(draft):
            if (kind, identifier, pointer) not in known:
                self._check_exists(kind, identifier, pointer)
        if (present is None or draft.key != present.key) and not self._store.key_is_free(
            draft.key, camera_id
        ):
            raise InvalidInputError("Another camera has this key.", pointer="/key", code="taken")

    def _check_exists(self, kind: Related, identifier: UUID, pointer: str) -> None:
        if not self._store.exists(kind, identifier):
            what = {"group": "camera group"}.get(kind, kind)
            raise InvalidInputError(f"There is no such {what}.", pointer=pointer)

    def _tell(self, ids: Iterable[UUID], change: Change, revision: int) -> None:
        self._publish(
            CameraChanged(camera_id=camera_id, change=change, revision=revision)
            for camera_id in ids
        )


def _related(draft: CameraDraft) -> list[tuple[Related, UUID, str]]:
    """Of which other things a camera is: kind, id, and the field that says so."""
    named: list[tuple[Related, UUID | None, str]] = [
        ("group", draft.group_id, "/group"),
        ("site", draft.site_id, "/site"),
        ("schedule", draft.recording_schedule_id, "/recording/schedule"),
        ("schedule", draft.ai_schedule_id, "/ai/schedule"),
    ]
    return [(kind, identifier, pointer) for kind, identifier, pointer in named if identifier]

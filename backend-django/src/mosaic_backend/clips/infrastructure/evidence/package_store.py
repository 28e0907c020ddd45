"""An evidence package's way: queued → running → ready or failed, each step in one transaction."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from mosaic_backend.audit.facade import record
from mosaic_backend.clips.application.build_package import BuiltPackage, package_path
from mosaic_backend.clips.infrastructure.encryption.kept_files import put_in_place
from mosaic_backend.clips.infrastructure.models import Clip, ClipState, EvidencePackage
from mosaic_backend.clips.infrastructure.parts import packages_folder
from mosaic_backend.shared.durability import sync
from mosaic_contracts.errors import NotFoundError

_OPEN = (ClipState.QUEUED, ClipState.RUNNING)
_WHOLE = (*_OPEN, ClipState.READY)


def request_package(
    clip: Clip, *, requester_id: str, requested_by: str, reason: str, with_sightings: bool
) -> tuple[EvidencePackage, bool]:
    """Stores the wish and its job together; the same wish that is being worked on already is that one (False).

    Raises NotFoundError for a clip that was deleted meanwhile.
    """
    with transaction.atomic():
        # Two requests at once must not both find none.
        if not Clip.objects.select_for_update().filter(pk=clip.pk).exists():
            raise NotFoundError
        now = newest_package(clip.id, requester_id)
        if now is not None and now.state in _OPEN and now.reason == reason:
            return now, False
        package = EvidencePackage.objects.create(
            clip=clip,
            requester_id=requester_id,
            requested_by=requested_by,
            reason=reason,
            with_sightings=with_sightings,
        )
        _enqueue(package.id)
    return package, True


def newest_package(clip_id: UUID, requester_id: str) -> EvidencePackage | None:
    rows = EvidencePackage.objects.filter(clip_id=clip_id, requester_id=requester_id)
    return rows.order_by("-id").first()


def enqueue_again(package_id: UUID) -> None:
    with transaction.atomic():
        EvidencePackage.objects.filter(pk=package_id).update(state=ClipState.QUEUED)
        _enqueue(package_id)


def begin(package_id: UUID) -> EvidencePackage | None:
    """The package, now running; None when there is nothing to do any more."""
    rows = EvidencePackage.objects.filter(pk=package_id)
    rows.filter(state=ClipState.QUEUED).update(state=ClipState.RUNNING)
    return rows.filter(state=ClipState.RUNNING).select_related("clip").first()


def finish(package_id: UUID, built: BuiltPackage) -> None:
    """Puts the file in its place, unless another attempt was first: what the row says is what the file is.

    Older packages of the same clip for the same person go, be it this one: theirs is the newest.
    """
    sync(built.part)
    with transaction.atomic():
        # Two that end at once must see each other.
        Clip.objects.select_for_update(of=("self",)).filter(packages__pk=package_id).first()
        package = _end(
            package_id,
            ClipState.READY,
            size_bytes=built.size_bytes,
            sha256=built.sha256,
            manifest_sha256=built.manifest_sha256,
            fingerprint=built.fingerprint,
        )
        if package is None:
            built.part.unlink(missing_ok=True)
            return
        put_in_place(built.part, package_path(packages_folder(), package_id))
        record(
            "system",
            "evidence.made",
            f"clip:{package.clip_id}",
            {
                "package": str(package.id),
                "for": package.requested_by,
                "sha256": built.sha256,
                "manifest_sha256": built.manifest_sha256,
                "fingerprint": built.fingerprint,
            },
        )
        theirs = EvidencePackage.objects.filter(
            clip_id=package.clip_id, requester_id=package.requester_id
        )
        newest = theirs.filter(state=ClipState.READY).latest("id")
        older = theirs.filter(id__lt=newest.id).exclude(state__in=_OPEN)
        for each in older:
            transaction.on_commit(_removal(each.id))
        older.delete()


def fail(package_id: UUID, failure: str, detail: str) -> None:
    with transaction.atomic():
        _end(package_id, ClipState.FAILED, failure=failure, detail=detail[:500])


def forget_packages() -> int:
    """Takes away files of packages that are gone (with their clip) or failed, and of killed attempts. How many."""
    # Files first: a package has its row before it has a file.
    files = {path: _id_of(path) for path in packages_folder().glob("*.*")}
    states = dict(
        EvidencePackage.objects.filter(
            pk__in=[each for each in files.values() if each]
        ).values_list("pk", "state")
    )
    orphans = [
        path
        for path, package_id in files.items()
        if package_id and states.get(package_id) not in (_WHOLE if path.suffix == ".zip" else _OPEN)
    ]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)


def _id_of(path: Path) -> UUID | None:
    try:
        return UUID(path.name.partition(".")[0])
    except ValueError:
        return None


def _end(package_id: UUID, state: ClipState, **changes: object) -> EvidencePackage | None:
    rows = EvidencePackage.objects.select_for_update().filter(pk=package_id, state__in=_OPEN)
    package = rows.first()
    if package is None:
        return None
    for name, value in changes.items():
        setattr(package, name, value)
    package.state = state
    package.finished_at = timezone.now()
    package.save()
    return package


def _removal(package_id: UUID) -> Callable[[], None]:
    return lambda: package_path(packages_folder(), package_id).unlink(missing_ok=True)


def _enqueue(package_id: UUID) -> None:
    # Imported here because the task imports this module.
    from mosaic_backend.clips.infrastructure.evidence.package_task import pack

    pack.defer(package_id=str(package_id))

"""The job that builds an evidence package, done by `python -m mosaic_backend work`."""

from collections.abc import Callable
from datetime import datetime
from importlib.metadata import version
from uuid import UUID

from django.db import DatabaseError, close_old_connections
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from mosaic_backend.cameras.facade import camera_names
from mosaic_backend.clips.application.build_package import (
    BuiltPackage,
    ClipChangedError,
    Order,
    build_package,
)
from mosaic_backend.clips.application.cut_clip import clip_path
from mosaic_backend.clips.application.recordings import InterruptedCutError
from mosaic_backend.clips.domain.spans import Span
from mosaic_backend.clips.infrastructure.encryption.kept_files import KeptFiles
from mosaic_backend.clips.infrastructure.encryption.unreadable import (
    RecordingUnreadableError,
    UnreadableRecordingError,
)
from mosaic_backend.clips.infrastructure.evidence import package_store
from mosaic_backend.clips.infrastructure.evidence.evidence_keys import evidence_key
from mosaic_backend.clips.infrastructure.evidence.hour_proofs import hours_of
from mosaic_backend.clips.infrastructure.evidence.stored_sightings import StoredSightings
from mosaic_backend.clips.infrastructure.models import Clip, EvidencePackage
from mosaic_backend.clips.infrastructure.parts import clips_folder, packages_folder
from mosaic_backend.config.environment import environment
from mosaic_contracts.errors import UnavailableError

TRIES = 6


@app.task(
    name="clips.pack",
    queue="clips",
    pass_context=True,
    retry=RetryStrategy(
        max_attempts=TRIES, exponential_wait=2, retry_exceptions=[UnavailableError, DatabaseError]
    ),
)
def pack(context: JobContext, package_id: str) -> None:
    """Builds a package. May run again after a crash: what is ready stays as it is."""
    close_old_connections()
    try:
        _pack(context, UUID(package_id))
    finally:
        close_old_connections()


def _pack(context: JobContext, package_id: UUID) -> None:
    package = package_store.begin(package_id)
    if package is None:
        return
    try:
        package_store.finish(package_id, built(package, context.should_abort))
    except InterruptedCutError:
        package_store.enqueue_again(package_id)
    except ClipChangedError as error:
        package_store.fail(package_id, error.code, error.detail)
    except UnreadableRecordingError as error:
        package_store.fail(package_id, RecordingUnreadableError.code, str(error))
    except UnavailableError as error:
        if context.job.attempts + 1 < TRIES:
            raise
        package_store.fail(package_id, error.code, error.detail)
    except DatabaseError:
        raise  # nothing can be said of the package now; the next try builds it again
    except Exception:
        package_store.fail(package_id, "internal-error", "the package could not be written")
        raise


def built(package: EvidencePackage, interrupted: Callable[[], bool]) -> BuiltPackage:
    """Not yet in its place. Raises ClipChangedError, UnavailableError, InterruptedCutError, OSError."""
    return build_package(
        _order(package),
        video=clip_path(clips_folder(), package.clip_id),
        sightings=StoredSightings() if package.with_sightings else None,
        key=evidence_key(),
        folder=packages_folder(),
        files=KeptFiles(),
        interrupted=interrupted,
    )


def _order(package: EvidencePackage) -> Order:
    clip = package.clip
    wish, recorded = Span(clip.starts_at, clip.ends_at), _recorded(clip)
    return Order(
        package_id=package.id,
        clip_id=clip.id,
        clip_sha256=clip.sha256,
        camera_id=clip.camera_id,
        camera_name=camera_names({clip.camera_id}).get(clip.camera_id, ""),
        wish=wish,
        recorded=recorded,
        requested_by=package.requested_by,
        reason=package.reason,
        site=environment().public_url,
        version=version("mosaic-backend"),
        made_at=timezone.now(),
        hours=hours_of(clip.camera_id, (wish,) if recorded is None else recorded),
    )


def _recorded(clip: Clip) -> tuple[Span, ...] | None:
    if clip.recorded is None:
        return None
    return tuple(
        Span(datetime.fromisoformat(part["from"]), datetime.fromisoformat(part["to"]))
        for part in clip.recorded
    )

"""What other contexts may ask of clips."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from mosaic_backend.clips.application.cut_clip import clip_path
from mosaic_backend.clips.infrastructure import read_holds
from mosaic_backend.clips.infrastructure.cutting import clip_deletion
from mosaic_backend.clips.infrastructure.cutting.clip_files import forget_parts
from mosaic_backend.clips.infrastructure.encryption.kept_files import open_kept
from mosaic_backend.clips.infrastructure.evidence import package_store
from mosaic_backend.clips.infrastructure.evidence.evidence_keys import evidence_key
from mosaic_backend.clips.infrastructure.evidence.sealing import seal_hours
from mosaic_backend.clips.infrastructure.models import Clip, ClipState
from mosaic_backend.clips.infrastructure.parts import (
    clips_folder,
    encryption_at_rest,
    event_recording,
    follower,
    keeper,
    retention,
    thumbnails,
)
from mosaic_backend.clips.infrastructure.read_holds import HOLD, Passage
from mosaic_backend.clips.infrastructure.sharing import share_store
from mosaic_backend.clips.infrastructure.video.hashing import hash_complete
from mosaic_backend.config.environment import environment
from mosaic_contracts.errors import ConflictError

__all__ = [
    "HOLD",
    "ClipState",
    "ClipView",
    "Passage",
    "clip",
    "clip_file",
    "clips",
    "encrypt_recordings",
    "follow_recordings",
    "forget_clip_files",
    "forget_packages",
    "forget_thumbnails",
    "hash_recordings",
    "keep_on_events",
    "keep_retention",
    "open_kept",
    "seal_recordings",
    "why_kept",
]


@dataclass(frozen=True)
class ClipView:
    """A saved time range; state: queued, running, ready, cancelled or failed, the last with a reason."""

    id: UUID
    camera_id: UUID
    state: str
    reason: str
    starts_at: datetime
    ends_at: datetime
    size_bytes: int | None
    sha256: str
    requested_at: datetime
    finished_at: datetime | None

    @property
    def is_ready(self) -> bool:
        return self.state == ClipState.READY

    @property
    def file_name(self) -> str:
        """That the file is saved under."""
        return f"{self.starts_at:%Y%m%dT%H%M%SZ}-{self.id}.mp4"

    @property
    def shows(self) -> dict[str, object]:
        """For the audit log."""
        return {"camera": self.camera_id, "from": self.starts_at, "to": self.ends_at}

    def check_ready(self) -> None:
        """Raises ConflictError."""
        if not self.is_ready:
            raise ConflictError(f"the clip is {self.state}")


def clips(cameras: Set[UUID] | None, *, before: UUID | None, limit: int) -> list[ClipView]:
    """Newest first, without cancelled ones; `cameras` None: of all. before: only those with a smaller id."""
    rows = Clip.objects.exclude(state=ClipState.CANCELLED)
    if cameras is not None:
        rows = rows.filter(camera_id__in=cameras)
    if before is not None:
        rows = rows.filter(id__lt=before)
    return [_view(row) for row in rows.order_by("-id")[:limit]]


def clip(clip_id: UUID) -> ClipView | None:
    row = Clip.objects.filter(id=clip_id).first()
    return _view(row) if row else None


def clip_file(clip_id: UUID) -> Path:
    """Where the MP4 of a ready clip is; it may be gone."""
    return clip_path(clips_folder(), clip_id)


def follow_recordings(now: datetime) -> int:
    """Takes into index and ledger what MediaMTX has written since; how many files are new."""
    new = follower().follow()
    keeper().keep(now)
    return new


def encrypt_recordings(now: datetime) -> int:
    """Encrypts recordings where that is wished, and wraps keys anew after a rotation; how many files."""
    return encryption_at_rest().go_on(now)


def forget_packages(now: datetime) -> int:
    """Takes away the files of evidence packages that are gone or failed. How many."""
    return package_store.forget_packages()


def forget_thumbnails(now: datetime) -> int:
    """Takes away thumbnails that are old or too much. How many."""
    return thumbnails().forget()


def keep_on_events(now: datetime) -> int:
    """Lets go what cameras that are kept on events recorded while nothing happened; how many files."""
    return event_recording().keep(now)


def forget_clip_files(now: datetime) -> int:
    """Takes away deleted clips, what killed attempts at clips left, and files of links that are over. How many."""
    return clip_deletion.carry_out() + forget_parts() + share_store.forget_files()


def keep_retention(now: datetime) -> int:
    """Lets go what is too old or too much; how many files."""
    return retention().keep(now)


def hash_recordings(now: datetime) -> int:
    """Takes the SHA-256 of files that are written to no more; of how many."""
    return hash_complete(environment().recordings_dir)


def seal_recordings(now: datetime) -> int:
    """Seals the hours that are over, each camera's in a chain of its own; how many heads were made.

    Raises UnavailableError where there is no key to sign with.
    """
    return seal_hours(now, evidence_key)


def why_kept(passages: Sequence[Passage]) -> dict[UUID, str]:
    """Which of the plate reads stay for a legal hold or an evidence package, and which of the two.

    In the caller's transaction, until whose end no such thing is made.
    """
    return read_holds.why_kept(passages)


def _view(row: Clip) -> ClipView:
    return ClipView(
        id=row.id,
        camera_id=row.camera_id,
        state=row.state,
        reason=row.reason,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        size_bytes=row.size_bytes,
        sha256=row.sha256,
        requested_at=row.requested_at,
        finished_at=row.finished_at,
    )

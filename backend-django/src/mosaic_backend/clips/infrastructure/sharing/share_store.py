"""Makes links to clips, and opens them: with the code, while they hold, a few wrong tries at a time."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils import timezone

from mosaic_backend.clips.application.cut_clip import clip_path
from mosaic_backend.clips.infrastructure.models import Clip
from mosaic_backend.clips.infrastructure.parts import clips_folder
from mosaic_backend.clips.infrastructure.sharing.share_models import ClipShare, ShareState
from mosaic_contracts.errors import MosaicError, NotFoundError

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""None that people take for another."""
_CODE_LETTERS = 8
TRIES = 5
LOCKED_FOR = timedelta(minutes=15)
MOST_WRONG = 20
"""So many wrong codes in all, and the link is over: whoever has it does not have the code."""


class WrongCodeError(MosaicError):
    """The code is not right."""

    code = "wrong-code"


class ShareLockedError(MosaicError):
    """Too many wrong codes; try again later."""

    code = "rate-limited"

    def __init__(self, wait: float) -> None:
        super().__init__()
        self.wait = max(int(wait), 1)


@dataclass(frozen=True)
class NewShare:
    """secret and code are told once."""

    share: ClipShare
    secret: str
    code: str


def make_share(
    clip: Clip,
    *,
    recipient: str,
    expires_at: datetime,
    watermark: bool,
    creator_id: str,
    created_by: str,
) -> NewShare:
    """Raises NotFoundError for a clip that was deleted meanwhile."""
    secret = secrets.token_urlsafe(32)
    letters = "".join(secrets.choice(_LETTERS) for _ in range(_CODE_LETTERS))
    with transaction.atomic():
        if not Clip.objects.select_for_update().filter(pk=clip.pk).exists():
            raise NotFoundError
        share = ClipShare.objects.create(
            clip=clip,
            secret_sha256=_digest(secret),
            code_hash=make_password(letters),
            recipient=recipient,
            watermark=watermark,
            state=ShareState.PREPARING if watermark else ShareState.READY,
            expires_at=expires_at,
            creator_id=creator_id,
            created_by=created_by,
        )
        if watermark:
            # Imported here because the task imports this module's neighbours.
            from mosaic_backend.clips.infrastructure.sharing.share_task import mark

            mark.defer(share_id=str(share.id))
    return NewShare(share, secret, f"{letters[:4]}-{letters[4:]}")


def valid_share(secret: str) -> ClipShare:
    """Raises NotFoundError, the same for a link that never was, has expired or was revoked."""
    share = ClipShare.objects.select_related("clip").filter(secret_sha256=_digest(secret)).first()
    if share is None or share.revoked_at is not None or share.expires_at <= timezone.now():
        raise NotFoundError("this link does not lead anywhere")
    return share


@dataclass(frozen=True)
class OpenedShare:
    """is_news: it was not opened as it is before; the page asks again and again while the watermark is made."""

    share: ClipShare
    is_news: bool


def open_share(secret: str, code: str) -> OpenedShare:
    """One try at a time, each counted. Raises NotFoundError, WrongCodeError, ShareLockedError."""
    found = valid_share(secret)
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    with transaction.atomic():
        rows = ClipShare.objects.select_related("clip").select_for_update(of=("self",))
        share, now = rows.get(pk=found.pk), timezone.now()
        if share.revoked_at is not None:
            raise NotFoundError("this link does not lead anywhere")
        if share.locked_until is not None and share.locked_until > now:
            raise ShareLockedError((share.locked_until - now).total_seconds())
        right = check_password(plain, share.code_hash)
        preparing = share.state == ShareState.PREPARING
        is_news = not preparing or share.last_opened_at is None
        if right:
            share.wrong_codes, share.locked_until = 0, None
            share.opened += not preparing
            share.last_opened_at = now
        else:
            share.wrong_codes += 1
            if share.wrong_codes % TRIES == 0:
                share.locked_until = now + LOCKED_FOR
            if share.wrong_codes >= MOST_WRONG:
                share.revoked_at, share.revoked_by = now, "system"
        share.save()
    if not right:
        raise WrongCodeError
    return OpenedShare(share, is_news)


def share_file(share: ClipShare) -> Path:
    if share.watermark:
        return clips_folder() / "shares" / f"{share.id}.mp4"
    return clip_path(clips_folder(), share.clip_id)


def forget_files() -> int:
    """Takes away watermarked files of links that are over. How many."""
    over = []
    for path in (clips_folder() / "shares").glob("*.mp4"):
        share = ClipShare.objects.filter(pk=path.stem).first()
        if share is None or share.revoked_at or share.expires_at <= timezone.now():
            over.append(path)
    for path in over:
        path.unlink(missing_ok=True)
    return len(over)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()

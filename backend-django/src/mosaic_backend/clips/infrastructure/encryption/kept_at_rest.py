"""Brings clips, watermarked copies and packages into the form that the site wishes; they are few, so no index."""

import time
from collections.abc import Callable
from pathlib import Path
from secrets import token_hex

from django.db import transaction

from mosaic_backend.clips.infrastructure.encryption.converting import MakeCopy
from mosaic_backend.clips.infrastructure.encryption.file_writer import (
    Told,
    encrypted_copy,
    plain_copy,
)
from mosaic_backend.clips.infrastructure.encryption.kept_files import kept_files
from mosaic_backend.clips.infrastructure.encryption.recording_keys import (
    KeyRing,
    NoRecordingKeysError,
    key_ring,
    sync_keys,
)
from mosaic_backend.clips.infrastructure.encryption.rewrapping import keys_of, rewrap
from mosaic_backend.clips.infrastructure.encryption.unreadable import DamagedRecordingError
from mosaic_backend.clips.infrastructure.models import Clip, ClipState, EvidencePackage
from mosaic_backend.clips.infrastructure.sharing.share_models import ClipShare
from mosaic_backend.clips.infrastructure.video.sha256 import sha256_of
from mosaic_backend.shared.durability import sync
from mosaic_platform.logs import get_logger

AGAIN_AFTER_S = 3600.0
_log = get_logger(__name__)

KeptFailed = Callable[[Path, OSError], None]


class KeptAtRest:
    """For whoever is alone. What was looked at is not looked at again for an hour, or until there is a new key."""

    def __init__(self, *, wished: bool) -> None:
        self._wished = wished
        self._seen_until = 0.0
        self._seen_under = ""

    def go_on(self, deadline: float, told: Told) -> None:
        """Raises NoRecordingKeysError."""
        newest = _newest()
        if newest == self._seen_under and time.monotonic() < self._seen_until:
            return
        for path in kept_files():
            if time.monotonic() > deadline:
                return
            try:
                self._bring(path, told)
            except FileNotFoundError:
                continue
            except OSError as error:
                _log.error("file_not_converted", error=str(error))
        self._seen_until, self._seen_under = time.monotonic() + AGAIN_AFTER_S, newest

    def _bring(self, path: Path, told: Told) -> None:
        if keys_of(path):
            rewrap(path, sync_keys())
        elif self._wished:
            ring = sync_keys()
            convert_kept(path, lambda source, part: encrypted_copy(source, part, ring, told))


def rewrap_kept(ring: KeyRing, failed: KeptFailed) -> int:
    """Puts every one under the newest key, and mends headers; how many there are. For whoever is alone."""
    return sum(
        _tried(path, failed, lambda one: rewrap(one, ring) is not None) for path in kept_files()
    )


def decrypt_kept(told: Told, failed: KeptFailed) -> int:
    """Makes every one plain; how many were not. For whoever is alone."""

    def plain(path: Path) -> bool:
        make: MakeCopy = lambda source, part: plain_copy(source, part, told)  # noqa: E731
        return bool(keys_of(path)) and convert_kept(path, make)

    return sum(_tried(path, failed, plain) for path in kept_files())


def convert_kept(path: Path, make: MakeCopy) -> bool:
    """False: it is to go, and was left as it is. What a killed attempt leaves goes as other parts of it do.

    Raises OSError, NoRecordingKeysError.
    """
    part = path.with_name(f"{path.name.partition('.')[0]}.{token_hex(4)}.part")
    content, _ = sha256_of(path)
    with make(path, part) as copy:
        if copy.sha256 != content:
            raise DamagedRecordingError(f"{path.name}: its copy is another one")
        with transaction.atomic():
            # Whoever takes it away marks its row first: while that is locked the file stays.
            if not _stays(path):
                return False
            copy.path.replace(path)
            sync(path.parent)
    return True


def _stays(path: Path) -> bool:
    row, kind = path.stem, path.parent.name
    if kind == "clips":
        clips = Clip.objects.select_for_update().filter(pk=row, state=ClipState.READY)
        return clips.exists()
    if kind == "shares":
        return ClipShare.objects.select_for_update().filter(pk=row, revoked_at=None).exists()
    packages = EvidencePackage.objects.select_for_update()
    return packages.filter(pk=row, state=ClipState.READY).exists()


def _tried(path: Path, failed: KeptFailed, do: Callable[[Path], bool]) -> bool:
    try:
        return do(path)
    except FileNotFoundError:
        return False
    except OSError as error:
        failed(path, error)
        return False


def _newest() -> str:
    try:
        return key_ring().newest.id.hex()
    except NoRecordingKeysError:
        return ""

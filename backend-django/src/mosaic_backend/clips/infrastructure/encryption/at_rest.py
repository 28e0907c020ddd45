"""Brings the recordings, and what was made of them, into the form that the site wishes, a little at a time."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q, QuerySet

from mosaic_backend.alerts.facade import NewAlert, raise_for_administrators
from mosaic_backend.clips.infrastructure.encryption.converting import (
    alone,
    convert,
    note,
    path_of,
    sweep,
)
from mosaic_backend.clips.infrastructure.encryption.file_writer import (
    Told,
    encrypted_copy,
    plain_copy,
)
from mosaic_backend.clips.infrastructure.encryption.kept_at_rest import KeptAtRest
from mosaic_backend.clips.infrastructure.encryption.missing_keys import without_key
from mosaic_backend.clips.infrastructure.encryption.recording_keys import (
    KeyRing,
    NoRecordingKeysError,
    sync_keys,
)
from mosaic_backend.clips.infrastructure.encryption.rewrapping import keys_of, rewrap
from mosaic_backend.clips.infrastructure.recording.recording_models import (
    ENDED,
    Segment,
    SegmentState,
)
from mosaic_backend.clips.infrastructure.video.hashing import Pace
from mosaic_platform.logs import get_logger

AT_ONCE_S = 4.0
KEPT_AT_ONCE_S = 1.0
"""For clips and packages, of which a backlog of recordings must not make plain ones for days."""
PACE = 128 << 20
"""Bytes a second that are read and written at most; each of a recording is so three times."""
HALF_AFTER = timedelta(hours=1)
"""A file whose writer is believed dead stays as it is for so long: who lives after all must find it."""
AGAIN_AFTER_S = 3600.0
MOST_FAULTS = 20
"""At once; with so many it is the disk and not the files, as where it is not mounted or cannot be written to."""
MOST_ASIDE = 1000
_NOT_ENCRYPTED = "recordings-not-encrypted"
_log = get_logger(__name__)


class _Aside(NamedTuple):
    """A row that waits. gone: its file is not there, as when its time was over meanwhile."""

    until: float  # monotonic
    gone: bool


class EncryptionAtRest:
    """One caller at a time; any number of processes, of which one at a time does something."""

    def __init__(self, root: Path, *, wished: bool) -> None:
        self._root = root
        self._wished = wished
        self._aside: dict[int, _Aside] = {}
        self._kept = KeptAtRest(wished=wished)

    def go_on(self, now: datetime) -> int:
        """Encrypts what is plain, newest first, and wraps keys anew after a rotation; how many files."""
        with alone() as mine:
            if not mine:
                return 0
            sweep(self._root)
            deadline = time.monotonic() + AT_ONCE_S
            try:
                done = self._rewrap(deadline)
                self._kept.go_on(time.monotonic() + KEPT_AT_ONCE_S, Pace(PACE).keep)
                if self._wished:
                    done += self._encrypt(now, deadline)
                if lost := without_key():
                    why = f"Recordings cannot be read: {lost} files need a key that is not here"
                    self._tell(now, "recordings-without-key", why)
            except NoRecordingKeysError as error:
                self._tell(now, _NOT_ENCRYPTED, _as_wished(error.detail))
                return 0
        if refused := sum(not one.gone for one in self._aside.values()):
            why = f"{refused} files could not be; fsck and the log tell more"
            self._tell(now, _NOT_ENCRYPTED, _as_wished(why))
        return done

    def _encrypt(self, now: datetime, deadline: float) -> int:
        settled = Q(state=SegmentState.COMPLETE) | Q(ends_at__lt=now - HALF_AFTER)
        plain = hashed().filter(settled, encryption_key="")
        told = Pace(PACE).keep
        return self._each(plain, deadline, lambda row: encrypt(self._root, row, told))

    def _rewrap(self, deadline: float) -> int:
        if not hashed().filter(encryption_key__gt="").exists():
            return 0
        ring = sync_keys()
        others = hashed().filter(encryption_key__in=[key.id.hex() for key in ring.keys[1:]])
        return self._each(others, deadline, lambda row: rewrap_row(self._root, ring, row))

    def _each(self, rows: QuerySet[Segment], deadline: float, do: Callable[[Segment], bool]) -> int:
        """The newest first; one that cannot be done waits for an hour."""
        done, faults, began = 0, 0, time.monotonic()
        self._aside = {row: one for row, one in self._aside.items() if one.until > began}
        rows = rows.exclude(id__in=list(self._aside)).order_by("-id")
        last = None
        while (
            time.monotonic() < deadline and faults < MOST_FAULTS and len(self._aside) < MOST_ASIDE
        ):
            row = (rows if last is None else rows.filter(id__lt=last)).first()
            if row is None:
                break
            last = row.id
            try:
                done += do(row)
            except OSError as error:
                faults, gone = faults + 1, isinstance(error, FileNotFoundError)
                self._aside[row.id] = _Aside(time.monotonic() + AGAIN_AFTER_S, gone)
                _log.error("recording_not_converted", error=str(error))
        return done

    def _tell(self, now: datetime, what: str, title: str) -> None:
        alert = NewAlert(
            key=f"{what}:{now:%Y-%m-%d}",
            kind="recording-encryption",
            severity="critical",
            title=title,
        )
        with transaction.atomic():
            raise_for_administrators(alert, now)


def _as_wished(why: str) -> str:
    return f"Recordings are not encrypted as they should be: {why}"


def hashed() -> QuerySet[Segment]:
    """Of what nobody writes to any more: only what has a hash is converted, so that each copy is checked by it."""
    return Segment.objects.filter(state__in=ENDED).exclude(sha256="")


def encrypt(root: Path, row: Segment, told: Told) -> bool:
    """Raises OSError, NoRecordingKeysError."""
    ring = sync_keys()
    if keys_of(path_of(root, row)):
        note(root, row)
        return True
    return convert(root, row, lambda path, part: encrypted_copy(path, part, ring, told))


def decrypt(root: Path, row: Segment, told: Told) -> bool:
    """Raises OSError."""
    if not keys_of(path_of(root, row)):
        note(root, row)
        return True
    return convert(root, row, lambda path, part: plain_copy(path, part, told))


def rewrap_row(root: Path, ring: KeyRing, row: Segment) -> bool:
    """Raises OSError."""
    if rewrap(path_of(root, row), ring) is None:
        note(root, row)
    else:
        Segment.objects.filter(id=row.id).update(encryption_key=ring.newest.id.hex())
    return True

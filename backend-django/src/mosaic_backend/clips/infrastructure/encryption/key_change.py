"""Changes the site's keys of recordings: a new one, the headers wrapped anew, an old one taken out."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path

from django.db import transaction

from mosaic_backend.clips.infrastructure.encryption.at_rest import decrypt, hashed, rewrap_row
from mosaic_backend.clips.infrastructure.encryption.converting import alone, sweep
from mosaic_backend.clips.infrastructure.encryption.kept_at_rest import (
    decrypt_kept,
    rewrap_kept,
)
from mosaic_backend.clips.infrastructure.encryption.kept_files import kept_under, no_file_comes
from mosaic_backend.clips.infrastructure.encryption.key_use import recordings_under
from mosaic_backend.clips.infrastructure.encryption.recording_keys import (
    KeyRing,
    RecordingKey,
    given_keys,
    keep_ring,
    key_ring,
    sync_keys,
)
from mosaic_backend.clips.infrastructure.recording.recording_models import Segment
from mosaic_backend.clips.infrastructure.video.hashing import Pace
from mosaic_backend.config.environment import environment
from mosaic_contracts.errors import ConflictError

AT_ONCE = 200
"""Then a worker that waits has its turn."""
SHOWN = 5

Failed = Callable[[Segment | Path, OSError], None]


def add_key() -> RecordingKey:
    """A new one, before the others. Raises NoRecordingKeysError, ConflictError, OSError."""
    if given_keys():
        raise ConflictError("the keys come from MOSAIC_RECORDING_KEYS: put a new one first there")
    with alone(wait=True):
        key = RecordingKey.new()
        keep_ring(KeyRing((key, *key_ring().keys)))
    return key


def rewrap_all(root: Path, failed: Failed, *, thorough: bool) -> int:
    """Puts every recording, clip and package under the newest key; how many files. Raises NoRecordingKeysError.

    thorough: looks at the headers of those too that are under it by the index, and mends damaged ones.
    """
    done, last = 0, 0
    while True:
        with alone(wait=True):
            ring = sync_keys()
            fine = ("",) if thorough else ("", ring.newest.id.hex())
            rows = hashed().exclude(encryption_key__in=fine).filter(id__gt=last)
            batch = list(rows.order_by("id")[:AT_ONCE])
            rewrap_one = partial(rewrap_row, root, ring)
            done += sum(_tried(row, failed, rewrap_one) for row in batch)
            if not batch:
                return done + rewrap_kept(ring, failed)
        last = batch[-1].id


def decrypt_all(root: Path, bytes_per_s: int, failed: Failed) -> int:
    """Makes every recording, clip and package plain; how many. Raises NoRecordingKeysError, ConflictError."""
    if environment().recording_encryption:
        raise ConflictError("MOSAIC_RECORDING_ENCRYPTION is 1: the worker would encrypt them again")
    done, last, told = 0, 0, Pace(bytes_per_s).keep
    while True:
        with alone(wait=True):
            sweep(root)
            rows = hashed().exclude(encryption_key="").filter(id__gt=last).order_by("id")
            began, row = time.monotonic(), None
            for row in rows.iterator(chunk_size=AT_ONCE):
                last = row.id
                done += _tried(row, failed, lambda row: decrypt(root, row, told))
                if time.monotonic() - began > 1.0:
                    break
            if row is None:
                return done + decrypt_kept(told, failed)


def retire_key(root: Path, key_id: str) -> None:
    """Takes it out of the ring once no file needs it. Raises ConflictError, NoRecordingKeysError, OSError."""
    ring = key_ring()
    if all(key.id.hex() != key_id for key in ring.keys):
        raise ConflictError(f"there is no key {key_id}")
    if ring.newest.id.hex() == key_id:
        raise ConflictError(
            "it is the newest one, which new recordings are encrypted with: rotate first"
        )
    with alone(wait=True):
        pass  # what began to encrypt with an older ring has ended then, and nothing takes an older key
    if indexed := hashed().filter(encryption_key=key_id).count():
        raise ConflictError(
            f"{indexed} recordings are under it still: rewrap goes on, or fsck tells why not"
        )
    if there := list(islice(_names(root, key_id), SHOWN)):
        raise ConflictError(
            f"recordings that the index does not have are under it: {', '.join(there)}"
        )
    with transaction.atomic():
        no_file_comes()
        _retire_unless_kept(key_id)


def _retire_unless_kept(key_id: str) -> None:
    """Of clips and packages none comes meanwhile."""
    if there := list(islice(kept_under(key_id), SHOWN)):
        names = ", ".join(f"{path.parent.name}/{path.name}" for path in there)
        raise ConflictError(f"clips or packages are under it: {names}")
    if given_keys():
        raise ConflictError("no recording needs it: take it out of MOSAIC_RECORDING_KEYS yourself")
    with alone(wait=True):
        left = tuple(key for key in key_ring().keys if key.id.hex() != key_id)
        keep_ring(KeyRing(left))


def _names(root: Path, key_id: str) -> Iterator[str]:
    for path in recordings_under(root, key_id):
        yield f"{path.parent.name}/{path.name}"


def _tried(row: Segment, failed: Failed, do: Callable[[Segment], bool]) -> bool:
    try:
        return do(row)
    except FileNotFoundError:
        return False  # its time was over meanwhile
    except OSError as error:
        failed(row, error)
        return False

"""Which keys open how many recordings, by the index and by the files themselves."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db.models import Count, F, Sum

from mosaic_backend.clips.infrastructure.encryption.kept_files import kept_files
from mosaic_backend.clips.infrastructure.encryption.rewrapping import keys_of
from mosaic_backend.clips.infrastructure.recording.recording_follower import camera_folders
from mosaic_backend.clips.infrastructure.recording.recording_models import ENDED, Segment
from mosaic_backend.clips.infrastructure.video.segment_file import is_segment_name


@dataclass(frozen=True)
class KeyUse:
    """key_id: in hex; empty: plain files. bytes: on the disk."""

    key_id: str
    files: int
    bytes: int


def key_uses() -> list[KeyUse]:
    """By the index, of files that nobody writes to any more."""
    rows = (
        Segment.objects.filter(state__in=ENDED)
        .order_by()
        .values("encryption_key")
        .annotate(files=Count("id"), bytes=Sum(F("bytes") + F("overhead_bytes")))
    )
    found = [KeyUse(row["encryption_key"], row["files"], row["bytes"]) for row in rows]
    return sorted(found, key=lambda use: use.key_id)


def with_kept(uses: Iterable[KeyUse]) -> list[KeyUse]:
    """And of clips, watermarked copies and packages, by their headers."""
    found = {use.key_id: use for use in uses}
    for path in kept_files():
        try:
            key_id, size = min(keys_of(path), default=""), path.stat().st_size
        except FileNotFoundError:
            continue
        use = found.get(key_id, KeyUse(key_id, 0, 0))
        found[key_id] = KeyUse(key_id, use.files + 1, use.bytes + size)
    return sorted(found.values(), key=lambda use: use.key_id)


def recordings_under(root: Path, key_id: str) -> Iterator[Path]:
    """By the headers of all files that are there, also those that the index does not have. Raises OSError."""
    for folder in camera_folders(root).values():
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if is_segment_name(entry.name))
        for name in names:
            try:
                if key_id in keys_of(folder / name):
                    yield folder / name
            except FileNotFoundError:
                continue  # its time was over meanwhile

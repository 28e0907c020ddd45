"""The folder of evidence crops, as a CropShelf."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from mosaic_platform.logs import get_logger

_log = get_logger(__name__)


class CropFolder:
    """`plates/YYYY/MM/DD/<camera>/<read>-<kind>.jpg` below a folder; reads' ids are in the order of time."""

    def __init__(self, folder: Path) -> None:
        self._plates = folder / "plates"

    def give_up_oldest(self, wanted_bytes: int) -> tuple[int, int]:
        files = freed = 0
        for day in self._days():
            for crop, size in _oldest_first(day):
                if freed >= wanted_bytes:
                    break
                try:
                    crop.unlink()
                except OSError as error:
                    _log.warning("crop_not_deleted", error=repr(error))
                    continue
                files, freed = files + 1, freed + size
            _remove_empty(day)
            if freed >= wanted_bytes:
                break
        return files, freed

    def _days(self) -> Iterator[Path]:
        """Days with crops, the oldest first."""
        for year in _folders(self._plates):
            for month in _folders(year):
                yield from _folders(month)


def crop_folder(evidence_url: str, beside: Path) -> CropFolder | None:
    """That of the evidence store; None where it is elsewhere than on the disk of `beside`."""
    if not evidence_url.startswith("file:"):
        return None
    folder = Path(unquote(urlsplit(evidence_url).path))
    folder.mkdir(parents=True, exist_ok=True)
    return CropFolder(folder) if folder.stat().st_dev == beside.stat().st_dev else None


def _oldest_first(day: Path) -> list[tuple[Path, int]]:
    """The crops of all cameras with the room that each takes."""
    found = [
        (entry.name, Path(entry.path), entry.stat().st_blocks * 512)
        for camera in _folders(day)
        for entry in os.scandir(camera)
        if entry.is_file(follow_symlinks=False)
    ]
    return [(path, size) for _, path, size in sorted(found)]


def _folders(parent: Path) -> list[Path]:
    try:
        return sorted(path for path in parent.iterdir() if path.is_dir())
    except OSError:
        return []


def _remove_empty(day: Path) -> None:
    """The day's folder and those above it, as far as nothing is in them."""
    for folder in [*_folders(day), day, day.parent, day.parent.parent]:
        try:
            folder.rmdir()
        except OSError:
            continue

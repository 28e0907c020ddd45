"""The files of the recorded day: read once a process."""

import json
from functools import lru_cache
from pathlib import Path
from zipfile import ZipFile

from mosaic_backend.partners.domain.recorded_day import RecordedDay
from mosaic_backend.partners.domain.recording import recording_of
from mosaic_contracts.errors import NotFoundError

FOLDER = Path(__file__).parent / "recording"
CLIP = FOLDER / "clip.mp4"


@lru_cache
def recorded_day() -> RecordedDay:
    content = json.loads((FOLDER / "day.json").read_text())
    return RecordedDay(recording_of(content, CLIP.read_bytes()))


def picture(key: str) -> bytes:
    """The JPEG of a plate. Raises NotFoundError."""
    name = key.removeprefix("sandbox/").removesuffix(".jpg").upper()
    with ZipFile(FOLDER / "plates.zip") as archive:
        try:
            return archive.read(f"{name}.jpg")
        except KeyError as error:
            raise NotFoundError("there is no such picture") from error

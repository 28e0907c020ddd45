"""Video that is no camera of the backend: files, and webcams of this machine."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from uuid import UUID, uuid5

SourceKind = Literal["file", "v4l2"]

_NAMES = UUID("6f1d2f0c-54a1-5e0b-9a3f-0d8f6b3f9d11")

NOWHERE = Path("/nonexistent")


@dataclass(frozen=True)
class VideoSource:
    """location: of a file, below `root`, which no link leads out of; else the device.

    fps: pictures a second that are looked at. width: to which wider ones are scaled down; None leaves them.
    loop: begin a file anew at its end.
    """

    name: str
    kind: SourceKind
    location: Path
    root: Path = NOWHERE
    loop: bool = True
    fps: float = 1.0
    width: int | None = None

    @property
    def id(self) -> UUID:
        """Stands where a camera's id would; the same for the same name."""
        return uuid5(_NAMES, self.name)

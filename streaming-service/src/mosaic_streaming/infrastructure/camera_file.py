"""The desired cameras on disk, so that streams work while the backend is down."""

from pathlib import Path

import pydantic
from pydantic import BaseModel

from mosaic_contracts.internal_api import DesiredCameras
from mosaic_platform.logs import get_logger
from mosaic_platform.private_files import write_private
from mosaic_streaming.application.ports import Desired

_log = get_logger(__name__)


class _Kept(BaseModel):
    etag: str | None
    cameras: DesiredCameras


class CameraFile:
    """One JSON file of mode 0600: it holds the cameras' credentials."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> Desired | None:
        """None without a file, or with one that cannot be read: the backend then tells anew."""
        try:
            kept = _Kept.model_validate_json(self._path.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, pydantic.ValidationError) as error:
            _log.warning("camera_file_unreadable", path=self._path, error=type(error).__name__)
            return None
        return Desired(kept.cameras, kept.etag)

    def save(self, desired: Desired) -> None:
        kept = _Kept(etag=desired.etag, cameras=desired.cameras)
        write_private(self._path, kept.model_dump_json())

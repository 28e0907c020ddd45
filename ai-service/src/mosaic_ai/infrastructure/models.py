"""Opens what is used where nothing was chosen: for tools and tests; the service goes by what is active."""

from pathlib import Path

from mosaic_ai.domain.engines import Engines, EngineSelection
from mosaic_ai.infrastructure.engine_opening import open_engines
from mosaic_ai.infrastructure.model_registry import DETECTOR_FILE, FileModelRegistry, shipped_dir

__all__ = ["DETECTOR_FILE", "load_engines", "registry_dir", "shipped_selection"]


def registry_dir() -> Path:
    """`models/` of the AI service."""
    return shipped_dir()


def load_engines(models_dir: Path | None) -> Engines:
    """Opens all models. Raises ModelError where one of ours is missing or altered."""
    return open_engines(shipped_selection(models_dir))


def shipped_selection(models_dir: Path | None) -> EngineSelection:
    """The newest of ours, PP-OCR's, and the detector in `models_dir`.

    Raises ModelError where one of ours is missing or altered.
    """
    return FileModelRegistry(registry_dir(), models_dir).default()

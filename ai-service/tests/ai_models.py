"""A folder with models of the user's and its registry."""

import hashlib
import json
from pathlib import Path
from typing import Any

from mosaic_ai.infrastructure.model_registry import shipped_dir

OURS = {
    "plate_locator": shipped_dir() / "plate-locator-2" / "plate-locator.onnx",
    "plate_recogniser": shipped_dir() / "plate-recogniser-2" / "plate-recogniser.onnx",
}


class ModelsFolder:
    """What `MOSAIC_MODELS_DIR` names."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.entries: list[dict[str, Any]] = []
        path.mkdir(parents=True, exist_ok=True)

    def add(self, role: str, file: Path, /, *, name: str, version: str = "1", **more: Any) -> None:
        """An entry for a file in the folder; more: other fields, or other values."""
        entry = {
            "name": name,
            "version": version,
            "role": role,
            "file": str(file.relative_to(self.path)),
            "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
            "licence": "test",
            "source": "a test",
        }
        self.entries.append(entry | more)
        self.write({"models": self.entries})

    def add_ours(self, role: str, *, name: str, version: str = "1") -> None:
        """A copy of one of ours under another name."""
        copy = self.path / f"{name}-{version}.onnx"
        copy.write_bytes(OURS[role].read_bytes())
        self.add(role, copy, name=name, version=version)

    def write(self, document: object) -> None:
        (self.path / "registry.json").write_text(json.dumps(document))

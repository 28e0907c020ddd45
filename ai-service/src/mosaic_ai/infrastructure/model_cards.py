"""`registry.json`: what is known of the models in a folder."""

import json
from pathlib import Path, PurePosixPath
from typing import Annotated, NamedTuple

from pydantic import BaseModel, Field, ValidationError, field_validator

from mosaic_ai.domain.engines import ModelFile, Role, Runtime
from mosaic_ai.domain.errors import ModelError

REGISTRY_FILE = "registry.json"
LARGEST_REGISTRY_BYTES = 1 << 20

Word = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._+-]*$", max_length=64)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class ModelCard(BaseModel):
    """One entry of a registry; `file` and `labels` are relative to the registry's folder.

    url: where its maker offers the file. labels: the names of its classes, one a line.
    """

    name: Word
    version: Word
    role: Role
    file: str
    sha256: Sha256
    licence: str
    source: str
    data_policy: str = ""
    measured: dict[str, float | str] = {}
    date: str = ""
    runtime: Runtime = "onnx"
    labels: str | None = None
    url: str = ""

    @field_validator("file", "labels")
    @classmethod
    def _inside(cls, value: str | None) -> str | None:
        if value is None:
            return None
        path = PurePosixPath(value)
        if not value or path.is_absolute() or ".." in path.parts or "\\" in value or "\0" in value:
            raise ValueError("a path inside the registry's folder is wanted")
        return value

    def model_file(self, folder: Path) -> ModelFile:
        """Raises ModelError for a file outside the folder, as by a symbolic link."""
        return ModelFile(
            role=self.role,
            name=self.name,
            version=self.version,
            path=_inside(folder, self.file),
            sha256=self.sha256,
            licence=self.licence,
            source=self.source,
            runtime=self.runtime,
            measured=self.measured,
            data_policy=self.data_policy,
            date=self.date,
            labels=_inside(folder, self.labels) if self.labels else None,
        )


class RegistryContent(NamedTuple):
    """faults: entries, or the whole file, that say nothing that can be used; for people."""

    files: list[ModelFile]
    faults: list[str]


def read_registry(folder: Path) -> RegistryContent:
    """The models of a folder; none where it has no registry. Entries with faults are left out and named."""
    entries, faults = registry_entries(folder / REGISTRY_FILE)
    files: list[ModelFile] = []
    for position, entry in enumerate(entries):
        try:
            files.append(ModelCard.model_validate(entry).model_file(folder))
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            place = "/".join(map(str, first["loc"]))
            faults.append(f"{folder / REGISTRY_FILE}: /models/{position}/{place}: {first['msg']}")
        except ModelError as error:
            faults.append(f"{folder / REGISTRY_FILE}: /models/{position}/file: {error.detail}")
    return RegistryContent(files, faults)


def registry_entries(path: Path) -> tuple[list[object], list[str]]:
    """As they stand in the file, and what is wrong with it as a whole."""
    try:
        if path.stat().st_size > LARGEST_REGISTRY_BYTES:
            return [], [f"{path}: larger than {LARGEST_REGISTRY_BYTES} bytes"]
        content = json.loads(path.read_text())
    except FileNotFoundError:
        return [], []
    except (OSError, ValueError, RecursionError) as error:
        return [], [f"{path}: {error.strerror if isinstance(error, OSError) else 'no JSON'}"]
    entries = content.get("models") if isinstance(content, dict) else None
    if not isinstance(entries, list):
        return [], [f"{path}: no list of models"]
    return entries, []


def _inside(folder: Path, file: str) -> Path:
    path = folder / file
    try:
        if not path.resolve().is_relative_to(folder.resolve()):
            raise ModelError(f"{file} leads out of the registry's folder")
    except (OSError, RuntimeError) as error:
        raise ModelError(f"{file} cannot be resolved") from error
    return path

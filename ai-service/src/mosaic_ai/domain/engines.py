"""The engines in use, and which model files they are made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Literal, NamedTuple, get_args

from mosaic_ai.domain.ports import (
    Classifier,
    Detector,
    Engine,
    PlateLocator,
    PlateReader,
    SceneDetector,
)

Role = Literal["detector", "plate_locator", "plate_recogniser", "text_recogniser", "classifier"]
ROLES: tuple[Role, ...] = get_args(Role)
Runtime = Literal["onnx", "openvino", "ultralytics", "easyocr", "torchvision"]
DetectorRuntime = Literal["onnx", "openvino", "ultralytics"]
TextRuntime = Literal["onnx", "easyocr"]


@dataclass(frozen=True)
class RuntimeChoice:
    """By which library the detector and the text recogniser are run, and from which files.

    Without a file it is the one that the service finds by itself. pinned: sha256 of files that are trusted.
    """

    detector: DetectorRuntime = "onnx"
    detector_file: Path | None = None
    text: TextRuntime = "onnx"
    text_file: Path | None = None
    pinned: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ModelFile:
    """A model as it lies on disk, not opened. runtime: by which library it is run.

    labels: a file with the names of its classes, one a line, where the model itself does not tell them.
    pinned: whether somebody vouched for the sha256, instead of it only being the file's.
    """

    role: Role
    name: str
    version: str
    path: Path
    sha256: str
    licence: str = ""
    source: str = ""
    runtime: Runtime = "onnx"
    measured: dict[str, float | str] = field(default_factory=dict)
    data_policy: str = ""
    date: str = ""
    labels: Path | None = None
    pinned: bool = False


@dataclass(frozen=True)
class EngineSelection:
    """The model files that a set of engines is opened from; can be sent to a child process.

    No detector: plates only are read. The two recognisers read the same plate and vote.
    """

    plate_locator: ModelFile
    plate_recogniser: ModelFile
    text_recogniser: ModelFile
    detector: ModelFile | None = None
    classifier: ModelFile | None = None

    @property
    def files(self) -> tuple[ModelFile, ...]:
        every = (
            self.plate_locator,
            self.plate_recogniser,
            self.text_recogniser,
            self.detector,
            self.classifier,
        )
        return tuple(file for file in every if file is not None)

    def file_of(self, role: Role) -> ModelFile | None:
        file: ModelFile | None = getattr(self, role)
        return file

    def with_file(self, role: Role, file: ModelFile | None) -> "EngineSelection":
        """None: only for a role that can be absent."""
        return replace(self, **{str(role): file})  # type: ignore[arg-type]


class ModelEntry(NamedTuple):
    """A model in use or absent."""

    role: str
    name: str
    version: str
    sha256: str
    licence: str
    source: str
    active: bool
    measured: dict[str, float | str]


class Engines(NamedTuple):
    """What looks at pictures; without weights there is no detector, and plates only are read.

    still_locator: for single pictures, more thorough than the one for streams.
    readers_alone: each recogniser by its role, reading without the other.
    scenes: the detector as cameras share it, where they do.
    """

    detector: Detector | None
    locator: PlateLocator
    still_locator: PlateLocator
    reader: PlateReader
    entries: tuple[ModelEntry, ...]
    readers_alone: Mapping[str, PlateReader] = MappingProxyType({})
    classifier: Classifier | None = None
    scenes: SceneDetector | None = None

    @property
    def plate_engine(self) -> str:
        return f"{title_of(self.locator)}+{title_of(self.reader)}"

    @property
    def detection_engine(self) -> str:
        return title_of(self.detector) if self.detector else ""

    @property
    def classification_engine(self) -> str:
        return title_of(self.classifier) if self.classifier else ""


def entries_of(selection: EngineSelection) -> tuple[ModelEntry, ...]:
    """One for each model in use, and one for a detector that is absent."""
    entries = [
        ModelEntry(
            file.role,
            file.name,
            file.version,
            file.sha256,
            file.licence,
            file.source,
            True,
            file.measured,
        )
        for file in selection.files
    ]
    if selection.detector is None:
        entries.append(ModelEntry("detector", "", "", "", "", "not shipped", False, {}))
    return tuple(entries)


def title_of(engine: Engine) -> str:
    """Name and version, as in events."""
    return f"{engine.name}@{engine.version}"

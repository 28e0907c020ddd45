"""The engines in use, and which model files they are made of."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

from mosaic_ai.domain.ports import Detector, PlateLocator, PlateReader

Role = Literal["detector", "plate_locator", "plate_recogniser", "text_recogniser", "classifier"]
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
    """

    detector: Detector | None
    locator: PlateLocator
    still_locator: PlateLocator
    reader: PlateReader
    entries: tuple[ModelEntry, ...]

    @property
    def plate_engine(self) -> str:
        return f"{_title(self.locator)}+{_title(self.reader)}"

    @property
    def detection_engine(self) -> str:
        return _title(self.detector) if self.detector else ""


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


def _title(engine: Detector | PlateLocator | PlateReader) -> str:
    return f"{engine.name}@{engine.version}"

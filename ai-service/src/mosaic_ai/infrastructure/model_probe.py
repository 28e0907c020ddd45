"""Tries a model file before it is put into use: what it takes and gives, its classes, and a run on a picture."""

from collections.abc import Callable, Sequence
from typing import Any, Final

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from mosaic_ai.domain.engines import ModelFile, Role
from mosaic_ai.domain.errors import (
    ModelError,
    ModelIncompatibleError,
    ModelMissingError,
    ModelUnreadableError,
)
from mosaic_ai.domain.geometry import Box
from mosaic_ai.domain.readings import ALPHABET
from mosaic_ai.infrastructure.checksums import check_sha256
from mosaic_ai.infrastructure.class_labels import labels_of
from mosaic_ai.infrastructure.engine_opening import open_one
from mosaic_ai.infrastructure.onnx_plate_locator import CHANNELS, STRIDE
from mosaic_ai.infrastructure.onnx_sessions import open_session
from mosaic_ai.infrastructure.probe_picture import probe_picture

WANTED_CLASSES: Final = frozenset({"person", "bicycle", "car", "motorcycle", "bus", "truck"})
"""What a detector must tell, unless it tells the very classes of the one before."""
TOLERANCE = 0.01
ANY_HEIGHT: dict[Role, int] = {"plate_locator": 96, "text_recogniser": 48}
ANY_SIDE_PX = 224

Output = NDArray[Any]


def probe(file: ModelFile, instead_of: ModelFile | None = None) -> None:
    """Raises ModelError, of which the code tells the kind of fault."""
    check_sha256(file.path, file.sha256)
    try:
        if file.runtime == "onnx":
            _probe_onnx(file, instead_of)
        _probe_engine(file)
    except (ModelMissingError, ModelUnreadableError, ModelIncompatibleError):
        raise
    except ModelError as error:
        raise ModelIncompatibleError(error.detail) from error
    except Exception as error:
        raise ModelIncompatibleError(f"{file.path.name} fails on a picture") from error


def _probe_engine(file: ModelFile) -> None:
    """As the pipeline uses it; what it tells lies between 0 and 1."""
    engine: Any = open_one(file)
    picture = probe_picture()
    everything = Box(0, 0, picture.shape[1], picture.shape[0])
    match file.role:
        case "detector":
            shares = [found.confidence for found in engine.detect(picture, everything)]
        case "plate_locator":
            shares = [found.confidence for found in engine.locate(picture, everything)]
        case "classifier":
            shares = [found.confidence for found in engine.classify(picture)]
        case _:
            slots = engine.read_crop(picture, Box(220, 300, 200, 45)).slots
            shares = [value for slot in slots for value in slot.values()]
    _shares(np.array(shares, np.float64), file)


def _probe_onnx(file: ModelFile, instead_of: ModelFile | None) -> None:
    session = open_session(file.path)
    blob = _input(session, file)
    outputs = session.run(None, {session.get_inputs()[0].name: blob})
    first = outputs[0] if outputs else None
    if not isinstance(first, np.ndarray) or first.dtype.kind != "f" or first.ndim < 2:
        raise ModelIncompatibleError(f"{file.path.name} gives no numbers")
    if not np.isfinite(first).all():
        raise ModelIncompatibleError(f"{file.path.name} gives numbers that are not finite")
    _CHECKS[file.role](session, blob, first, file)
    if file.role == "detector":
        _same_classes(_classes(session, file), instead_of)


def _input(session: onnxruntime.InferenceSession, file: ModelFile) -> NDArray[np.float32]:
    """The picture in the shape that the model wants, which is (1, 3, height, width)."""
    inputs = session.get_inputs()
    shape = inputs[0].shape if len(inputs) == 1 else []
    if len(shape) != 4 or shape[1] != 3 or inputs[0].type != "tensor(float)":
        raise ModelIncompatibleError(f"{file.path.name} does not take a picture of three colours")
    if isinstance(shape[0], int) and shape[0] != 1:
        raise ModelIncompatibleError(f"{file.path.name} takes {shape[0]} pictures at a time")
    height, width = (side if isinstance(side, int) else None for side in shape[2:])
    height = height or ANY_HEIGHT.get(file.role, ANY_SIDE_PX)
    width = width or ANY_SIDE_PX
    if max(height, width) > 4096:
        raise ModelIncompatibleError(f"{file.path.name} takes pictures of {width}×{height}")
    resized = cv2.resize(probe_picture(), (width, height), interpolation=cv2.INTER_AREA)
    shares: NDArray[np.float32] = resized.astype(np.float32) / np.float32(255)
    return np.ascontiguousarray(shares.transpose(2, 0, 1)[None])


def _check_detector(
    session: onnxruntime.InferenceSession, blob: Output, given: Output, file: ModelFile
) -> None:
    names = _classes(session, file)
    if given.ndim != 3 or given.shape[1] != 4 + len(names):
        raise ModelIncompatibleError(f"{file.path.name} gives {given.shape}, no YOLOv8's boxes")
    _shares(given[0, 4:], file)
    largest = 3 * max(blob.shape[2:])
    if np.abs(given[0, :4]).max() > largest:
        raise ModelIncompatibleError(f"{file.path.name} gives boxes far outside of the picture")


def _check_locator(
    _session: onnxruntime.InferenceSession, blob: Output, given: Output, file: ModelFile
) -> None:
    wanted = (1, CHANNELS, blob.shape[2] // STRIDE, blob.shape[3] // STRIDE)
    if given.shape != wanted:
        raise ModelIncompatibleError(f"{file.path.name} gives {given.shape}, not {wanted}")


def _check_slots(
    _session: onnxruntime.InferenceSession, _blob: Output, given: Output, file: ModelFile
) -> None:
    if given.ndim != 3 or given.shape[2] != len(ALPHABET) + 1:
        raise ModelIncompatibleError(
            f"{file.path.name} gives {given.shape}, no slots of characters"
        )
    _distributions(given, file)


def _check_text(
    session: onnxruntime.InferenceSession, _blob: Output, given: Output, file: ModelFile
) -> None:
    characters = session.get_modelmeta().custom_metadata_map.get("character", "").split("\n")
    if missing := set(ALPHABET) - set(characters):
        raise ModelIncompatibleError(
            f"{file.path.name} does not know {' '.join(sorted(missing)[:9])}"
        )
    if given.ndim != 3 or given.shape[2] != len(characters) + 2:
        raise ModelIncompatibleError(f"{file.path.name} gives {given.shape}, no text")
    _distributions(given, file)


def _check_classifier(
    session: onnxruntime.InferenceSession, _blob: Output, given: Output, file: ModelFile
) -> None:
    labels = labels_of(session.get_modelmeta().custom_metadata_map, file.labels)
    if given.shape != (1, len(labels)):
        raise ModelIncompatibleError(
            f"{file.path.name} gives {given.shape}, and {len(labels)} classes have names"
        )


_CHECKS: dict[Role, Callable[[onnxruntime.InferenceSession, Output, Output, ModelFile], None]] = {
    "detector": _check_detector,
    "plate_locator": _check_locator,
    "plate_recogniser": _check_slots,
    "text_recogniser": _check_text,
    "classifier": _check_classifier,
}


def _classes(session: onnxruntime.InferenceSession, file: ModelFile) -> tuple[str, ...]:
    return labels_of(session.get_modelmeta().custom_metadata_map, file.labels)


def _same_classes(classes: Sequence[str], instead_of: ModelFile | None) -> None:
    missing = WANTED_CLASSES - set(classes)
    if not missing:
        return
    if instead_of is not None and instead_of.runtime == "onnx":
        session = open_session(instead_of.path)
        if set(_classes(session, instead_of)) == set(classes):
            return
    raise ModelIncompatibleError(f"it does not tell {', '.join(sorted(missing))}")


def _distributions(given: Output, file: ModelFile) -> None:
    _shares(given, file)
    if np.abs(given.sum(axis=-1) - 1).max() > TOLERANCE:
        raise ModelIncompatibleError(f"{file.path.name} gives probabilities that do not sum to 1")


def _shares(given: Output, file: ModelFile) -> None:
    if given.size and not (given.min() >= -TOLERANCE and given.max() <= 1 + TOLERANCE):
        raise ModelIncompatibleError(f"{file.path.name} gives confidences outside of 0 to 1")

"""What the classes of a model are called: by its own metadata, else by a file beside it."""

import ast
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from mosaic_ai.domain.errors import ModelIncompatibleError

LARGEST_BYTES = 1 << 20
KEYS = ("names", "labels", "classes")


def labels_of(metadata: Mapping[str, str], file: Path | None) -> tuple[str, ...]:
    """In the order of the model's outputs. A file goes before what the model itself says.

    Metadata may hold a JSON list, lines, or Python's dict of numbers to names, as Ultralytics writes it.
    Raises ModelIncompatibleError where neither tells.
    """
    if file is not None:
        return _checked(_lines(_text(file)))
    told = next((metadata[key] for key in KEYS if key in metadata), None)
    if told is None:
        raise ModelIncompatibleError("the model tells no class names, nor does a labels file")
    return _checked(_parsed(told))


def _text(file: Path) -> str:
    try:
        if file.stat().st_size > LARGEST_BYTES:
            raise ModelIncompatibleError(f"{file.name} is larger than {LARGEST_BYTES} bytes")
        return file.read_text()
    except (OSError, UnicodeDecodeError) as error:
        raise ModelIncompatibleError(f"{file.name} cannot be read") from error


def _parsed(told: str) -> Sequence[object]:
    stripped = told.strip()
    try:
        if stripped.startswith("["):
            listed: list[object] = json.loads(stripped)
            return listed
        if stripped.startswith("{"):
            names: dict[int, object] = ast.literal_eval(stripped)
            return [names[index] for index in range(len(names))]
    except (ValueError, SyntaxError, KeyError, MemoryError, RecursionError) as error:
        raise ModelIncompatibleError("the model's class names cannot be understood") from error
    return _lines(told)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _checked(names: Sequence[object]) -> tuple[str, ...]:
    labels = tuple(str(name) for name in names)
    if not labels or any(not label for label in labels):
        raise ModelIncompatibleError("the model has a class without a name")
    return labels

"""ONNX files for tests, written field by field: models whose answers a test sets, good ones and bad ones."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

COCO_SIX = ("person", "bicycle", "car", "motorcycle", "bus", "truck")
FLOAT, INT64 = 1, 7
Array = NDArray[np.float32]


def write_classifier(
    path: Path,
    labels: Sequence[str],
    *,
    side: int = 224,
    outputs: int | None = None,
    metadata: Mapping[str, str] | None = None,
    softmax: bool = False,
) -> Path:
    """Class 0 is the likelier the redder a picture is, class 1 the greener, class 2 the bluer; logits."""
    count = outputs or len(labels)
    weights = np.zeros((3, count), np.float32)
    for colour in range(min(3, count)):
        weights[colour, colour] = 2.0
    nodes = _mean_times("w", "b", "logits")
    if softmax:
        nodes.append(_node("Softmax", ["logits"], ["shares"], axis=1))
    graph = _graph(
        nodes,
        {"w": weights, "b": np.zeros(count, np.float32)},
        ("images", [1, 3, side, side]),
        ("shares" if softmax else "logits", [1, count]),
    )
    told = {"labels": "\n".join(labels)} if metadata is None else metadata
    return _written(path, graph, told)


def write_detector(
    path: Path,
    *,
    classes: Sequence[str] = COCO_SIX,
    boxes: Sequence[tuple[str, float, tuple[float, float, float, float]]] = (),
    size: int = 64,
    metadata: Mapping[str, str] | None = None,
    colours: int = 3,
) -> Path:
    """YOLOv8's form; finds the same boxes (class, confidence, centre and size of the network's) in any picture."""
    anchors = max(8, len(boxes))
    rows = np.zeros((4 + len(classes), anchors), np.float32)
    for place, (label, confidence, box) in enumerate(boxes):
        rows[:4, place] = box
        rows[4 + classes.index(label), place] = confidence
    count = rows.size
    nodes = _mean_times("w", "b", "flat")
    nodes.append(_node("Reshape", ["flat", "shape"], ["boxes"]))
    graph = _graph(
        nodes,
        {
            "w": np.zeros((colours, count), np.float32),
            "b": rows.ravel(),
            "shape": np.array([1, *rows.shape], np.int64),
        },
        ("images", [1, colours, size, size]),
        ("boxes", [1, *rows.shape]),
    )
    told = {"names": str(dict(enumerate(classes)))} if metadata is None else metadata
    return _written(path, graph, told)


def _mean_times(weights: str, bias: str, output: str) -> list[bytes]:
    """The mean of each colour, times weights, plus bias."""
    return [
        _node("GlobalAveragePool", ["images"], ["pooled"]),
        _node("Flatten", ["pooled"], ["means"], axis=1),
        _node("Gemm", ["means", weights, bias], [output]),
    ]


def _written(path: Path, graph: bytes, metadata: Mapping[str, str]) -> Path:
    model = _number(1, 8) + _field(7, graph) + _field(8, _field(1, b"") + _number(2, 13))
    for key, value in metadata.items():
        model += _field(14, _field(1, key.encode()) + _field(2, value.encode()))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(model)
    return path


def _graph(
    nodes: Sequence[bytes],
    constants: Mapping[str, NDArray[np.float32] | NDArray[np.int64]],
    entry: tuple[str, Sequence[int]],
    result: tuple[str, Sequence[int]],
) -> bytes:
    body = b"".join(_field(1, node) for node in nodes) + _field(2, b"test")
    for name, values in constants.items():
        kind = INT64 if values.dtype == np.int64 else FLOAT
        dimensions = b"".join(_number(1, size) for size in values.shape)
        tensor = dimensions + _number(2, kind) + _field(8, name.encode())
        body += _field(5, tensor + _field(9, values.tobytes()))
    return body + _field(11, _value(*entry)) + _field(12, _value(*result))


def _node(kind: str, inputs: Sequence[str], outputs: Sequence[str], **numbers: int) -> bytes:
    body = b"".join(_field(1, name.encode()) for name in inputs)
    body += b"".join(_field(2, name.encode()) for name in outputs) + _field(4, kind.encode())
    for name, value in numbers.items():
        body += _field(5, _field(1, name.encode()) + _number(3, value) + _number(20, 2))
    return body


def _value(name: str, sizes: Sequence[int]) -> bytes:
    shape = b"".join(_field(1, _number(1, size)) for size in sizes)
    tensor = _number(1, FLOAT) + _field(2, shape)
    return _field(1, name.encode()) + _field(2, _field(1, tensor))


def _field(number: int, body: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(body)) + body


def _number(number: int, value: int) -> bytes:
    return _varint(number << 3) + _varint(value)


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])

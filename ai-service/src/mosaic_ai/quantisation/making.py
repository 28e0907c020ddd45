"""Makes a static int8 model: QDQ, weights by channel, ranges from pictures; the end of the head stays in float.

Weights use 7 of their 8 bits: processors without VNNI add two products in 16 bits, which more would overflow.
"""

import tempfile
from collections.abc import Iterable
from pathlib import Path

import onnx
from onnx import version_converter
from onnxruntime.quantization import (
    CalibrationDataReader,
    CalibrationMethod,
    QuantFormat,
    QuantType,
    quantize_static,
)
from onnxruntime.quantization.shape_inference import quant_pre_process

from mosaic_ai.infrastructure.onnx_sessions import open_session
from mosaic_ai.quantisation.blobs import Blob

LEAST_OPSET = 13
"""The first that has scales by channel."""


class _Blobs(CalibrationDataReader):  # type: ignore[misc]
    def __init__(self, entry: str, blobs: Iterable[Blob]) -> None:
        self._entry, self._blobs = entry, iter(blobs)

    def get_next(self) -> dict[str, Blob] | None:
        blob = next(self._blobs, None)
        return None if blob is None else {self._entry: blob}


def make_int8(
    model: Path,
    target: Path,
    blobs: Iterable[Blob],
    *,
    float_layers: int = 1,
    convolutions_only: bool = False,
) -> None:
    """float_layers: how many last convolutions of each branch stay in float; what follows the last one does."""
    with tempfile.TemporaryDirectory(prefix="mosaic-int8-") as folder:
        prepared = Path(folder) / "prepared.onnx"
        loaded = onnx.load(model)
        if any(not one.domain and one.version < LEAST_OPSET for one in loaded.opset_import):
            loaded = version_converter.convert_version(loaded, 17)
        onnx.save(loaded, prepared)
        quant_pre_process(prepared, prepared, skip_symbolic_shape=True)
        graph = onnx.load(prepared).graph
        quantize_static(
            prepared,
            target,
            _Blobs(open_session(model).get_inputs()[0].name, blobs),
            quant_format=QuantFormat.QDQ,
            per_channel=True,
            reduce_range=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            calibrate_method=CalibrationMethod.MinMax,
            nodes_to_exclude=tail(graph, float_layers),
            op_types_to_quantize=["Conv"] if convolutions_only else None,
        )
    _copy_metadata(model, target)


def tail(graph: onnx.GraphProto, float_layers: int) -> list[str]:
    """Names of the nodes after which fewer convolutions come than that, and of all after the last one."""
    users: dict[str, list[int]] = {}
    for index, node in enumerate(graph.node):
        for name in node.input:
            users.setdefault(name, []).append(index)
    ahead = [0] * len(graph.node)
    for index in reversed(range(len(graph.node))):
        node = graph.node[index]
        after = {user for name in node.output for user in users.get(name, [])}
        ahead[index] = max(
            (ahead[user] + (graph.node[user].op_type == "Conv") for user in after), default=0
        )
    return [
        node.name
        for node, count in zip(graph.node, ahead, strict=True)
        if count < float_layers or (count == 0 and node.op_type != "Conv")
    ]


def _copy_metadata(model: Path, target: Path) -> None:
    made = onnx.load(target)
    del made.metadata_props[:]
    made.metadata_props.extend(onnx.load(model).metadata_props)
    onnx.save(made, target)

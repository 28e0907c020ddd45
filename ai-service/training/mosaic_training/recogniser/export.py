"""Weights to an ONNX file of half-precision weights that computes in single precision."""

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from mosaic_training.recogniser.alphabet import ALPHABET, INPUT_HEIGHT, INPUT_WIDTH
from mosaic_training.recogniser.net import PlateNet

LEAST_VALUES = 1024
"""Smaller tensors stay as they are."""


class _WithProbabilities(nn.Module):
    def __init__(self, net: PlateNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, pictures: Tensor) -> Tensor:
        return self.net(pictures).softmax(-1)


def export(weights: dict[str, Tensor], path: Path) -> None:
    """Input `pictures` (batch, 3, 64, 160) BGR 0..1; output `characters` (batch, slots, 37) probabilities.

    The weights are kept as float16, half the size; ONNX Runtime casts them once, when it loads the file.
    """
    net = PlateNet()
    net.load_state_dict(weights)
    net.eval()
    torch.onnx.export(
        _WithProbabilities(net),
        (torch.zeros(1, 3, INPUT_HEIGHT, INPUT_WIDTH),),
        str(path),
        input_names=["pictures"],
        output_names=["characters"],
        dynamic_axes={"pictures": {0: "batch"}, "characters": {0: "batch"}},
        opset_version=17,
        dynamo=False,
    )
    model = onnx.load(str(path))
    _halve(model)
    entry = model.metadata_props.add()
    entry.key, entry.value = "characters", ALPHABET
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def _halve(model: onnx.ModelProto) -> None:
    graph = model.graph
    casts = []
    for index, initializer in enumerate(list(graph.initializer)):
        if initializer.data_type != TensorProto.FLOAT:
            continue
        values = numpy_helper.to_array(initializer)
        if values.size < LEAST_VALUES:
            continue
        name = initializer.name
        graph.initializer[index].CopyFrom(
            numpy_helper.from_array(values.astype(np.float16), f"{name}_half")
        )
        casts.append(helper.make_node("Cast", [f"{name}_half"], [name], to=TensorProto.FLOAT))
    for place, node in enumerate(casts):
        graph.node.insert(place, node)

"""The network as an ONNX file for any picture whose sides are multiples of 32."""

import copy
import sys
from pathlib import Path

import torch

from mosaic_training.locator.net import PlateLocatorNet


def export_onnx(net: PlateLocatorNet, path: Path) -> None:
    """Input `x`, output `y`; the normalisations are folded into the convolutions."""
    still = copy.deepcopy(net).cpu().float().to(memory_format=torch.contiguous_format).eval()
    example = torch.rand(1, 3, 384, 640)
    axes = {"x": {2: "height", 3: "width"}, "y": {2: "rows", 3: "columns"}}
    torch.onnx.export(
        still,
        (example,),
        str(path),
        input_names=["x"],
        output_names=["y"],
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )
    _compare(still, path)


def _compare(net: PlateLocatorNet, path: Path) -> None:
    """Tells how far the file is from the network, in shares of what it says; a training must not end by it."""
    try:
        import onnxruntime
    except ImportError:
        return
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    other = torch.rand(1, 3, 320, 416)
    with torch.no_grad():
        expected = net(other).numpy()
    away = abs(session.run(None, {"x": other.numpy()})[0] - expected) / (1 + abs(expected))
    sys.stdout.write(f"{path.name}: {path.stat().st_size} bytes, differs by {away.max():.1e}\n")

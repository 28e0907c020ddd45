"""A YOLOv8n with random weights that sees something, and pictures to look at."""

import os
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from ai_scenes import HEIGHT, WIDTH, street, with_van

from mosaic_ai.domain.engines import ModelFile, Runtime
from mosaic_ai.domain.frames import Pixels
from mosaic_ai.domain.geometry import Box
from mosaic_ai.infrastructure.yolo_detector import CLASSES

SEED = 7


class Exported(NamedTuple):
    checkpoint: Path
    onnx: Path

    def file(self, runtime: Runtime) -> ModelFile:
        path = self.checkpoint if runtime == "ultralytics" else self.onnx
        return ModelFile("detector", "yolov8n", "test", path, "", runtime=runtime)


@pytest.fixture(scope="session", autouse=True)
def _one_thread() -> None:
    """As the adapters have it; on a busy machine threads that wait for each other take many times as long."""
    import torch

    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def pictures() -> list[tuple[Pixels, Box]]:
    """Each with the region to look at: a street, a part of it, upright, and noise."""
    seen, _ = with_van(street(), "KL57BXT", 400)
    noise = np.random.default_rng(SEED).integers(0, 256, (300, 500, 3)).astype(np.uint8)
    return [
        (seen, Box(0, 0, WIDTH, HEIGHT)),
        (seen, Box(300, 200, 500, 333)),
        (np.ascontiguousarray(seen.swapaxes(0, 1)), Box(0, 0, HEIGHT, WIDTH)),
        (noise, Box(0, 0, 500, 300)),
    ]


@pytest.fixture(scope="session")
def yolo(tmp_path_factory: pytest.TempPathFactory, pictures: list[tuple[Pixels, Box]]) -> Exported:
    """YOLOv8n from Ultralytics' description, its random weights made lively, saved and exported by Ultralytics."""
    folder = tmp_path_factory.mktemp("yolo")
    os.environ["YOLO_CONFIG_DIR"] = str(folder / "configuration")
    import torch
    import yaml
    from ultralytics import YOLO
    from ultralytics.utils import ROOT

    torch.manual_seed(SEED)
    model = YOLO("yolov8n.yaml", task="detect")
    dataset = yaml.safe_load((ROOT / "cfg/datasets/coco.yaml").read_text(encoding="utf-8"))
    model.model.names = dataset["names"]
    _enliven(model.model, [pixels for pixels, _ in pictures])
    checkpoint = folder / "yolov8n.pt"
    model.save(checkpoint)
    exported = YOLO(checkpoint).export(format="onnx", simplify=False, device="cpu", verbose=False)
    return Exported(checkpoint, Path(exported))


def _enliven(network: object, pictures: list[Pixels]) -> None:
    """Statistics of real activations, and a head that sees something we look for in one place of five hundred."""
    import cv2
    import torch

    resized = [cv2.resize(pixels, (640, 640)) for pixels in pictures]
    blob = torch.from_numpy(np.stack(resized)).permute(0, 3, 1, 2).float() / 255
    assert isinstance(network, torch.nn.Module)
    with torch.no_grad():
        for each in network.modules():
            if isinstance(each, torch.nn.BatchNorm2d):
                each.momentum = 0.5
        network.train()
        for _ in range(6):
            network(blob)
        network.eval()
        head = network.model[-1]
        for level in head.cv3:
            level[-1].weight.mul_(20)
            level[-1].bias.zero_()
        scores = network(blob)[0][:, 4:]
        logits = torch.logit(scores.clamp(1e-6, 1 - 1e-6))
        names = network.names
        wanted = [index for index in names if names[index] in CLASSES]
        threshold = float(torch.quantile(logits[:, wanted].amax(1).flatten(), 0.998))
        for level in head.cv3:
            level[-1].bias.fill_(-threshold)

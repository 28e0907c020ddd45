"""What the locator's training does on the device; only where torch is installed."""

import random
from typing import NamedTuple

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from mosaic_training.locator.augmentation import draw_batch  # noqa: E402
from mosaic_training.locator.losses import Truth, losses  # noqa: E402
from mosaic_training.locator.net import PlateLocatorNet  # noqa: E402
from mosaic_training.locator.sampling import SIDE  # noqa: E402


class WhitePlates(NamedTuple):
    """A pool of black pictures with one white upright rectangle each."""

    generator: object

    def draw(self, count: int, _: object) -> tuple[object, object]:
        pictures = torch.zeros((count, SIDE, SIDE, 3), dtype=torch.uint8)
        truths = torch.zeros((count, 12, 9))
        for index in range(count):
            x, y = 40 + 7 * (index % 30), 60 + 9 * (index % 25)
            pictures[index, y : y + 40, x : x + 100] = 255
            corners = [[x, y], [x + 100, y], [x + 100, y + 40], [x, y + 40]]
            truths[index, 0, :8] = torch.tensor(corners).flatten()
            truths[index, 0, 8] = 1
        return pictures, truths


def test_draw_batch_when_plates_are_white_has_the_truth_where_the_light_is() -> None:
    generator = torch.Generator().manual_seed(3)
    compared = 0
    for seed in range(3):
        pictures, truth = draw_batch(WhitePlates(generator), 24, generator, random.Random(seed))
        for picture, boxes, corners, states in zip(pictures, *_fields(truth), strict=True):
            for box, quad, state in zip(boxes, corners, states, strict=True):
                if state != 1:
                    continue
                left, top, right, bottom = (round(v) for v in box.tolist())
                inside = picture[:, top:bottom, left:right].mean(0)
                rows, columns = inside.shape
                middle = inside[rows // 3 : rows - rows // 3, columns // 3 : columns - columns // 3]
                around = picture[
                    :, max(0, top - 9) : bottom + 9, max(0, left - 9) : right + 9
                ].mean(0)
                assert middle.mean() > around.min() + 0.1
                first, second = (quad[1] - quad[0]), (quad[3] - quad[0])
                assert first[0] * second[1] - first[1] * second[0] > 0  # never mirrored
                compared += 1
    assert compared > 30


def test_losses_when_the_output_is_the_truth_are_small() -> None:
    corners = torch.tensor([[[[80.0, 60], [180, 70], [180, 110], [80, 100]]]])
    boxes = torch.tensor([[[80.0, 60, 180, 110]]])
    truth = Truth(corners, boxes, torch.tensor([[1]]))
    output = torch.zeros((1, 13, 20, 30))
    x = (torch.arange(30) + 0.5)[None] * 8
    y = (torch.arange(20) + 0.5)[:, None] * 8
    output[0, 1] = torch.log(((x - 80) / 8).clamp(min=0.1)).expand(20, 30)
    output[0, 2] = torch.log(((y - 60) / 8).clamp(min=0.1)).expand(20, 30)
    output[0, 3] = torch.log(((180 - x) / 8).clamp(min=0.1)).expand(20, 30)
    output[0, 4] = torch.log(((110 - y) / 8).clamp(min=0.1)).expand(20, 30)
    for corner, (corner_x, corner_y) in enumerate(corners[0, 0].tolist()):
        output[0, 5 + 2 * corner] = ((corner_x - x) / 8).expand(20, 30)
        output[0, 6 + 2 * corner] = ((corner_y - y) / 8).expand(20, 30)
    result = losses(output, truth)
    assert result.box < 1e-3
    assert result.corners < 1e-3
    assert result.overlap > 0.999


def test_net_when_run_has_an_eighth_of_the_sides_and_few_weights() -> None:
    net = PlateLocatorNet().eval()
    with torch.no_grad():
        output = net(torch.rand(1, 3, 64, 96))
    assert output.shape == (1, 13, 8, 12)
    assert sum(each.numel() for each in net.parameters()) < 1_000_000
    assert np.isfinite(output.numpy()).all()


def _fields(truth: Truth) -> tuple[object, object, object]:
    return truth.boxes, truth.corners, truth.states

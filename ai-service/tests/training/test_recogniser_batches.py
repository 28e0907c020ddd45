"""What the recogniser's training does on the device; only where torch is installed."""

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from mosaic_training.recogniser.alphabet import (  # noqa: E402
    INPUT_HEIGHT,
    INPUT_WIDTH,
    NONE,
    SLOTS,
)
from mosaic_training.recogniser.camera import Camera, _homography  # noqa: E402
from mosaic_training.recogniser.flats import FlatSource  # noqa: E402
from mosaic_training.recogniser.net import PlateNet  # noqa: E402


def test_camera_when_pictures_are_taken_then_within_bounds_and_of_the_plates(
    typefaces: Path,
) -> None:
    source = FlatSource("1", typefaces)
    flats = [source.next() for _ in range(24)]
    camera = Camera(torch.Generator().manual_seed(2), torch.device("cpu"), groups=3, strength=0.0)
    pictures, order = camera.take(
        torch.from_numpy(np.stack([flat.picture for flat in flats])),
        torch.tensor([flat.proportion for flat in flats]),
    )
    assert pictures.shape == (24, 3, INPUT_HEIGHT, INPUT_WIDTH)
    assert sorted(order.tolist()) == list(range(24))
    assert float(pictures.min()) >= 0
    assert float(pictures.max()) <= 1
    proportions = [flats[index].proportion for index in order.tolist()]
    assert proportions == sorted(proportions)


def test_homography_when_applied_then_points_lie_where_they_should() -> None:
    source = torch.rand(5, 4, 2) * 0.2 + torch.tensor([[0.0, 0], [1, 0], [1, 1], [0, 1]])
    target = torch.tensor([[0.0, 0], [1, 0], [1, 1], [0, 1]]).expand(5, 4, 2)
    matrix = _homography(source, target)
    points = torch.cat([source, torch.ones(5, 4, 1)], -1) @ matrix.transpose(1, 2)
    assert torch.allclose(points[..., :2] / points[..., 2:], target, atol=1e-4)


def test_net_when_it_learns_a_few_plates_then_it_reads_them(typefaces: Path) -> None:
    torch.manual_seed(3)
    source = FlatSource("4", typefaces)
    flats = [source.next() for _ in range(4)]
    pictures = torch.from_numpy(np.stack([flat.picture for flat in flats])).permute(0, 3, 1, 2)
    pictures = torch.nn.functional.interpolate(
        pictures.float() / 255, size=(INPUT_HEIGHT, INPUT_WIDTH)
    )
    labels = torch.tensor([flat.labels for flat in flats])
    net = PlateNet()
    optimiser = torch.optim.AdamW(net.parameters(), lr=2e-3)
    for _ in range(120):
        logits, columns = net.with_columns(pictures)
        loss = torch.nn.functional.cross_entropy(logits.flatten(0, 1), labels.flatten())
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        if bool((logits.argmax(-1) == labels).all()):
            break
    assert columns.shape[2] == logits.shape[2] == NONE + 1
    assert logits.shape[1] == SLOTS
    assert (logits.argmax(-1) == labels).all()

"""How the locator learns."""

import random
from pathlib import Path

import torch
from torch import Tensor, nn

from mosaic_training.locator.augmentation import draw_batch
from mosaic_training.locator.export import export_onnx
from mosaic_training.locator.losses import losses
from mosaic_training.locator.net import PlateLocatorNet
from mosaic_training.picture_pool import PicturePool
from mosaic_training.plan import Plan
from mosaic_training.renderers import Renderers
from mosaic_training.trainer import LOSS, Recipe, Trainer, device_at_hand


class LocatorLesson:
    """Batches of crops of scenes, and the losses."""

    checkpoint = "plate-locator"
    recipe = Recipe(weight_decay=0.02, betas=(0.9, 0.999), clip=5.0, most_averaged=0.9985)

    def __init__(self, seed: int, device: torch.device) -> None:
        torch.manual_seed(seed)
        torch.backends.cudnn.benchmark = True  # few shapes
        self._generator = torch.Generator(device).manual_seed(seed)
        self._rng = random.Random(seed)

    def net(self) -> nn.Module:
        return PlateLocatorNet()

    def values(self, net: nn.Module, pool: PicturePool, plan: Plan) -> dict[str, Tensor]:
        with torch.no_grad():
            pictures, truth = draw_batch(pool, plan.batch, self._generator, self._rng)
        pictures = pictures.contiguous(memory_format=torch.channels_last)
        with torch.autocast(pictures.device.type, torch.bfloat16):
            output = net(pictures)
        result = losses(output.float(), truth)
        return {LOSS: result.total(), **result._asdict()}

    def export(self, weights: dict[str, Tensor], path: Path) -> None:
        net = PlateLocatorNet()
        net.load_state_dict(weights)
        export_onnx(net, path)


def teach(plan: Plan, renderers: Renderers) -> None:
    device = device_at_hand()
    Trainer(plan, renderers, LocatorLesson(plan.seed, device), device).run()

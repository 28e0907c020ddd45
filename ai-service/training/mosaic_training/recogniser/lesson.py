"""How the recogniser learns."""

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from mosaic_training.picture_pool import PicturePool
from mosaic_training.plan import Plan
from mosaic_training.recogniser.alphabet import NONE, SLOTS
from mosaic_training.recogniser.camera import Camera
from mosaic_training.recogniser.export import export
from mosaic_training.recogniser.net import PlateNet
from mosaic_training.renderers import Renderers
from mosaic_training.trainer import LOSS, Recipe, Trainer, device_at_hand

FULL_STRENGTH = 0.2
"""Share of the time after which the cameras spoil pictures as much as they ever will; at once when it goes on."""
COLUMNS_SHARE = 0.15


class RecogniserLesson:
    """Flat plates, the cameras that look at them, and the losses."""

    checkpoint = "recogniser"
    recipe = Recipe(
        weight_decay=0.03,
        betas=(0.9, 0.98),
        clip=1.0,
        most_averaged=0.998,
        undecayed=("places", "slots"),
    )

    def __init__(self, seed: int, device: torch.device) -> None:
        torch.manual_seed(seed)
        self._generator = torch.Generator(device).manual_seed(seed)
        self._camera = Camera(self._generator, device, groups=6)

    def net(self) -> nn.Module:
        return PlateNet()

    def values(self, net: nn.Module, pool: PicturePool, plan: Plan) -> dict[str, Tensor]:
        """`exact`: share of plates read exactly; `empty`: share of what is no plate that is read as nothing."""
        early = min(1.0, 0.25 + plan.passed() / FULL_STRENGTH)
        self._camera.strength = 1.0 if plan.init else early
        flats, truths = pool.draw(plan.batch, self._generator)
        with torch.no_grad():
            pictures, order = self._camera.take(flats, truths[:, SLOTS])
        labels = truths[order, :SLOTS].long()
        pictures = pictures.contiguous(memory_format=torch.channels_last)
        with torch.autocast(pictures.device.type, torch.bfloat16):
            logits, columns = net.with_columns(pictures)
        loss = functional.cross_entropy(logits.float().flatten(0, 1), labels.flatten())
        loss = loss + COLUMNS_SHARE * _columns_loss(columns.float(), labels)
        right = (logits.argmax(-1) == labels).all(-1).float()
        plates = (labels[:, 0] != NONE).float()
        return {
            LOSS: loss,
            "exact": (right * plates).sum() / plates.sum().clamp(min=1),
            "empty": (right * (1 - plates)).sum() / (1 - plates).sum().clamp(min=1),
        }

    def export(self, weights: dict[str, Tensor], path: Path) -> None:
        export(weights, path)


def teach(plan: Plan, renderers: Renderers) -> None:
    device = device_at_hand()
    Trainer(plan, renderers, RecogniserLesson(plan.seed, device), device).run()


def _columns_loss(columns: Tensor, labels: Tensor) -> Tensor:
    """CTC with the column "no character" as the blank."""
    lengths = (labels != NONE).sum(1)
    return functional.ctc_loss(
        columns.log_softmax(-1).transpose(0, 1),
        labels,
        torch.full_like(lengths, columns.shape[1]),
        lengths,
        blank=NONE,
        zero_infinity=True,
    )

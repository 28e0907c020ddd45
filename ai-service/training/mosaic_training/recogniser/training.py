"""The loop that trains the recogniser until its time is over."""

import math
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from mosaic_training.picture_pool import PicturePool
from mosaic_training.recogniser.alphabet import NONE, SLOTS
from mosaic_training.recogniser.camera import Camera
from mosaic_training.recogniser.export import export
from mosaic_training.recogniser.net import PlateNet
from mosaic_training.renderers import Renderers

LEAST_POOL = 2048
WARM_UP_STEPS = 200
TELL_S = 10.0
CHECKPOINTS = (0.5, 0.8, 1.0)
FULL_STRENGTH = 0.2
"""Share of the time after which the cameras spoil pictures as much as they ever will; at once when it goes on."""
COLUMNS_SHARE = 0.15


@dataclass(frozen=True)
class Plan:
    """seconds: from `started` (time.monotonic) to the end."""

    out: Path
    seconds: float
    started: float
    seed: int
    batch: int
    capacity: int
    learning_rate: float
    init: Path | None


class Trainer:
    """Owns the network, its running average, the cameras and the pool of flat plates."""

    def __init__(self, plan: Plan, renderers: Renderers) -> None:
        self._plan = plan
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        torch.manual_seed(plan.seed)
        self._generator = torch.Generator(self._device).manual_seed(plan.seed)
        net = PlateNet()
        if plan.init:
            net.load_state_dict(torch.load(plan.init, map_location="cpu", weights_only=True))
        self._net = net.to(self._device, memory_format=torch.channels_last)
        self._average = torch.optim.swa_utils.AveragedModel(
            self._net, avg_fn=_moving, use_buffers=True
        )
        self._optimiser = _optimiser(self._net, plan.learning_rate)
        self._camera = Camera(self._generator, self._device, groups=6)
        self._pool = PicturePool(renderers, plan.capacity, self._device)
        self._steps = 0

    def run(self) -> None:
        """Writes recogniser-<percent>.pt and recogniser-<percent>.onnx into plan.out."""
        pending = list(CHECKPOINTS)
        while len(self._pool) < LEAST_POOL:
            self._pool.take_in(timeout_s=5)
        told = time.monotonic()
        while pending:
            self._pool.take_in()
            loss, right = self._step()
            if time.monotonic() - told > TELL_S:
                told = time.monotonic()
                self._tell(f"loss {float(loss):.4f} exact {float(right):.3f}")
            if self._passed() >= pending[0]:
                self._keep(pending.pop(0))

    def _passed(self) -> float:
        return (time.monotonic() - self._plan.started) / self._plan.seconds

    def _step(self) -> tuple[Tensor, Tensor]:
        """The loss, and the share of plates that were read exactly."""
        passed = min(1.0, self._passed())
        for group in self._optimiser.param_groups:
            group["lr"] = self._plan.learning_rate * _schedule(self._steps, passed)
        self._camera.strength = 1.0 if self._plan.init else min(1.0, 0.25 + passed / FULL_STRENGTH)
        flats, truths = self._pool.draw(self._plan.batch, self._generator)
        with torch.no_grad():
            pictures, order = self._camera.take(flats, truths[:, SLOTS])
        labels = truths[order, :SLOTS].long()
        pictures = pictures.contiguous(memory_format=torch.channels_last)
        with torch.autocast(self._device.type, torch.bfloat16):
            logits, columns = self._net.with_columns(pictures)
        loss = functional.cross_entropy(logits.float().flatten(0, 1), labels.flatten())
        loss = loss + COLUMNS_SHARE * _columns_loss(columns.float(), labels)
        self._optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self._net.parameters(), 1.0)
        self._optimiser.step()
        self._average.update_parameters(self._net)
        self._steps += 1
        return loss.detach(), (logits.argmax(-1) == labels).all(-1).float().mean()

    def _keep(self, share: float) -> None:
        name = self._plan.out / f"recogniser-{round(share * 100)}"
        state = self._average.module.state_dict()
        weights = {key: value.cpu() for key, value in state.items()}
        torch.save(weights, name.with_suffix(".pt"))
        export(weights, name.with_suffix(".onnx"))
        self._tell(f"saved {name.name}")

    def _tell(self, text: str) -> None:
        seconds = time.monotonic() - self._plan.started
        done = f"step {self._steps}, {self._pool.rendered} rendered"
        speed = self._steps * self._plan.batch / seconds
        sys.stdout.write(f"recogniser {seconds:.0f} s, {done}, {speed:.0f}/s: {text}\n")
        sys.stdout.flush()


def _moving(average: Tensor, now: Tensor, averaged: Tensor) -> Tensor:
    """An exponential average that first forgets soon: the first weights are worth nothing."""
    decay = min(0.998, (1 + float(averaged)) / (20 + float(averaged)))
    return average * decay + now * (1 - decay) if average.is_floating_point() else now


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


def _optimiser(net: nn.Module, rate: float) -> torch.optim.Optimizer:
    """Weights decay; biases, norms and embeddings do not."""
    embeddings = ("places", "slots")
    named = list(net.named_parameters())
    decayed = [each for name, each in named if each.ndim > 1 and name not in embeddings]
    others = [each for name, each in named if each.ndim <= 1 or name in embeddings]
    groups = [{"params": decayed, "weight_decay": 0.03}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.98))


def _schedule(step: int, passed: float) -> float:
    """Warm-up in steps, then a cosine over the time, down to a hundredth."""
    warm = min(1.0, (step + 1) / WARM_UP_STEPS)
    return warm * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * passed)))

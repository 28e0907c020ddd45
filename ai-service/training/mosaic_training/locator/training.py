"""The loop that trains the locator until its time is over."""

import copy
import math
import random
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import nn

from mosaic_training.locator.augmentation import draw_batch
from mosaic_training.locator.export import export_onnx
from mosaic_training.locator.losses import Losses, losses
from mosaic_training.locator.net import PlateLocatorNet
from mosaic_training.picture_pool import PicturePool
from mosaic_training.renderers import Renderers

CHECKPOINTS = (0.5, 0.75, 1.0)
TELL_S = 10.0
WARM_UP_STEPS = 200
MOST_AVERAGED = 0.9985
"""Share of the average that stays each step, at most."""


@dataclass(frozen=True)
class Plan:
    """seconds: from `started` (time.monotonic) to the end; first_pictures: rendered before it begins."""

    out: Path
    seconds: float
    started: float
    seed: int
    batch: int
    pool: int
    first_pictures: int
    learning_rate: float
    init: Path | None


class Trainer:
    """Owns the network, its running average and the pool of pictures."""

    def __init__(self, plan: Plan, renderers: Renderers) -> None:
        self._plan = plan
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        torch.manual_seed(plan.seed)
        torch.backends.cudnn.benchmark = True
        self._generator = torch.Generator(self._device).manual_seed(plan.seed)
        self._rng = random.Random(plan.seed)
        net = PlateLocatorNet()
        if plan.init:
            net.load_state_dict(torch.load(plan.init, map_location="cpu", weights_only=True))
        self._net = net.to(self._device, memory_format=torch.channels_last).train()
        self._average = copy.deepcopy(self._net).eval()
        self._optimizer = _optimizer(self._net, plan.learning_rate)
        self._renderers = renderers
        self._pool = PicturePool(renderers, plan.pool, self._device)
        self._steps = 0

    def run(self) -> None:
        """Ends after the plan's seconds."""
        plan, pending = self._plan, list(CHECKPOINTS)
        while len(self._pool) < plan.first_pictures and self._passed() < 0.5:
            self._pool.take_in(timeout_s=5)
            if not self._renderers.alive():
                raise RuntimeError("all renderers ended: see what they wrote")
        self._tell(f"begins with {len(self._pool)} pictures on {self._device}")
        told, sums, since = time.monotonic(), torch.zeros(4, device=self._device), 0
        while pending:
            self._pool.take_in()
            sums += torch.stack(self._step()).detach()
            since += 1
            if time.monotonic() - told > TELL_S:
                rate = since * plan.batch / (time.monotonic() - told)
                names = zip(Losses._fields, (sums / since).tolist(), strict=True)
                values = " ".join(f"{name} {value:.4f}" for name, value in names)
                self._tell(f"{rate:.0f} samples/s {values}")
                told, since = time.monotonic(), 0
                sums.zero_()
            # The last checkpoint needs its own few seconds, too.
            if self._passed() >= min(pending[0], 1 - 4 / plan.seconds):
                self._save(pending.pop(0))

    def _passed(self) -> float:
        return (time.monotonic() - self._plan.started) / self._plan.seconds

    def _step(self) -> Losses:
        rate = self._plan.learning_rate * _schedule(self._steps, self._passed())
        for group in self._optimizer.param_groups:
            group["lr"] = rate
        with torch.no_grad():
            pictures, truth = draw_batch(self._pool, self._plan.batch, self._generator, self._rng)
        pictures = pictures.contiguous(memory_format=torch.channels_last)
        with torch.autocast(self._device.type, torch.bfloat16):
            output = self._net(pictures)
        result = losses(output.float(), truth)
        self._optimizer.zero_grad(set_to_none=True)
        result.total().backward()
        norm = nn.utils.clip_grad_norm_(self._net.parameters(), 5.0)
        if torch.isfinite(norm):
            self._optimizer.step()
        self._steps += 1
        self._follow()
        return result

    def _follow(self) -> None:
        """Moves the average towards the network."""
        keep = min(MOST_AVERAGED, (1 + self._steps) / (20 + self._steps))
        ours, theirs = self._average.state_dict(), self._net.state_dict()
        moving = [name for name, value in ours.items() if value.is_floating_point()]
        with torch.no_grad():
            torch._foreach_lerp_(
                [ours[name] for name in moving], [theirs[name] for name in moving], 1 - keep
            )

    def _save(self, share: float) -> None:
        name = self._plan.out / f"plate-locator-{round(100 * share)}"
        state = {key: value.cpu().contiguous() for key, value in self._average.state_dict().items()}
        torch.save(state, name.with_suffix(".pt"))
        export_onnx(self._average, name.with_suffix(".onnx"))
        self._tell(f"saved {name.name}")

    def _tell(self, text: str) -> None:
        seconds = time.monotonic() - self._plan.started
        sys.stdout.write(
            f"locator {seconds:.0f} s, step {self._steps}, {self._pool.rendered} rendered: {text}\n"
        )
        sys.stdout.flush()


def _schedule(step: int, passed: float) -> float:
    """Warm-up in steps, then a cosine over the time, down to a hundredth."""
    warm = min(1.0, (step + 1) / WARM_UP_STEPS)
    return warm * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * min(1.0, passed))))


def _optimizer(net: nn.Module, rate: float) -> torch.optim.Optimizer:
    weights = [each for each in net.parameters() if each.ndim > 1]
    others = [each for each in net.parameters() if each.ndim <= 1]
    groups = [{"params": weights, "weight_decay": 0.02}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=rate)

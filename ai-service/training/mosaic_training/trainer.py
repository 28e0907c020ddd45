"""The loop that teaches a network until its time is over."""

import copy
import math
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import torch
from torch import Tensor, nn

from mosaic_training.picture_pool import PicturePool
from mosaic_training.plan import Plan
from mosaic_training.renderers import Renderers

CHECKPOINTS = (0.75, 1.0)
LAST_SAVE_S = 4.0
"""The last checkpoint needs some of the time, too."""
TELL_S = 10.0
WARM_UP_STEPS = 200
LOSS = "loss"


@dataclass(frozen=True)
class Recipe:
    """most_averaged: share of the running average that stays each step, at most; undecayed: names of weights."""

    weight_decay: float
    betas: tuple[float, float]
    clip: float
    most_averaged: float
    undecayed: tuple[str, ...] = ()


class Lesson(Protocol):
    """What differs from network to network."""

    recipe: Recipe

    @property
    def checkpoint(self) -> str:
        """How files with weights begin."""

    def net(self) -> nn.Module: ...
    def values(self, net: nn.Module, pool: PicturePool, plan: Plan) -> dict[str, Tensor]:
        """Of one batch: LOSS, which shall fall, and what else is worth telling."""

    def export(self, weights: dict[str, Tensor], path: Path) -> None: ...


class Trainer:
    """Owns the network, its running average, the optimiser and the pool of pictures."""

    def __init__(
        self, plan: Plan, renderers: Renderers, lesson: Lesson, device: torch.device
    ) -> None:
        self._plan, self._lesson, self._recipe = plan, lesson, lesson.recipe
        net = lesson.net()
        if plan.init:
            net.load_state_dict(torch.load(plan.init, map_location="cpu", weights_only=True))
        self._net = net.to(device, memory_format=torch.channels_last).train()
        self._average = copy.deepcopy(self._net).eval()
        self._optimiser = _optimiser(self._net, self._recipe, plan.learning_rate)
        self._pool = PicturePool(renderers, plan.pool, device)
        self._steps = 0

    def run(self) -> None:
        """Ends after the plan's seconds. Raises RuntimeError when no picture comes."""
        plan, pending = self._plan, list(CHECKPOINTS)
        self._pool.wait_for(plan.first_pictures, until=plan.started + plan.seconds / 2)
        self._tell(f"begins with {len(self._pool)} pictures")
        told, sums, since = time.monotonic(), dict[str, Tensor](), 0
        while pending:
            self._pool.take_in()
            for name, value in self._step().items():
                sums[name] = sums.get(name, torch.zeros_like(value)) + value
            since += 1
            if time.monotonic() - told > TELL_S:
                rate = since * plan.batch / (time.monotonic() - told)
                values = " ".join(f"{name} {float(sums[name]) / since:.4f}" for name in sums)
                self._tell(f"{rate:.0f} samples/s {values}")
                told, since = time.monotonic(), 0
                sums.clear()
            if plan.passed() >= min(pending[0], 1 - LAST_SAVE_S / plan.seconds):
                self._save(pending.pop(0))

    def _step(self) -> dict[str, Tensor]:
        rate = self._plan.learning_rate * schedule(self._steps, self._plan.passed())
        for group in self._optimiser.param_groups:
            group["lr"] = rate
        values = self._lesson.values(self._net, self._pool, self._plan)
        self._optimiser.zero_grad(set_to_none=True)
        values[LOSS].backward()
        norm = nn.utils.clip_grad_norm_(self._net.parameters(), self._recipe.clip)
        if torch.isfinite(norm):
            self._optimiser.step()
        self._steps += 1
        self._follow()
        return {name: value.detach() for name, value in values.items()}

    def _follow(self) -> None:
        """Moves the average towards the network; soon at first, when the weights are worth little."""
        keep = min(self._recipe.most_averaged, (1 + self._steps) / (20 + self._steps))
        ours, theirs = self._average.state_dict(), self._net.state_dict()
        moving = [name for name, value in ours.items() if value.is_floating_point()]
        with torch.no_grad():
            torch._foreach_lerp_(
                [ours[name] for name in moving], [theirs[name] for name in moving], 1 - keep
            )

    def _save(self, share: float) -> None:
        name = self._plan.out / f"{self._lesson.checkpoint}-{round(100 * share)}"
        state = self._average.state_dict()
        weights = {key: value.cpu().contiguous() for key, value in state.items()}
        torch.save(weights, name.with_suffix(".pt"))
        self._lesson.export(weights, name.with_suffix(".onnx"))
        self._tell(f"saved {name.name}")

    def _tell(self, text: str) -> None:
        seconds = time.monotonic() - self._plan.started
        done = f"step {self._steps}, {self._pool.rendered} rendered"
        sys.stdout.write(f"{self._lesson.checkpoint} {seconds:.0f} s, {done}: {text}\n")
        sys.stdout.flush()


def device_at_hand() -> torch.device:
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def schedule(step: int, passed: float) -> float:
    """Warm-up in steps, then a cosine over the time, down to a hundredth."""
    warm = min(1.0, (step + 1) / WARM_UP_STEPS)
    return warm * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * min(1.0, passed))))


def _optimiser(net: nn.Module, recipe: Recipe, rate: float) -> torch.optim.Optimizer:
    """Weights decay; biases, norms and what the recipe names do not."""
    decayed: list[nn.Parameter] = []
    others: list[nn.Parameter] = []
    for name, each in net.named_parameters():
        still = each.ndim <= 1 or name in recipe.undecayed
        (others if still else decayed).append(each)
    groups = [
        {"params": decayed, "weight_decay": recipe.weight_decay},
        {"params": others, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=rate, betas=recipe.betas)

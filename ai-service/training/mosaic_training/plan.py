"""What a training run is asked for on the command line. Imports no torch: each renderer imports it, too."""

import argparse
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mosaic_training.renderers import Pictures, Renderers


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

    def passed(self) -> float:
        """Share of the time that is over."""
        return (time.monotonic() - self.started) / self.seconds


@dataclass(frozen=True)
class Defaults:
    batch: int
    pool: int
    first_pictures: int
    learning_rate: float


def train(
    name: str,
    pictures: Callable[[Path], Pictures],
    defaults: Defaults,
    teach: Callable[[Plan, Renderers], None],
) -> None:
    """Starts the renderers, then `teach`, which may import torch: the pictures come meanwhile."""
    started = time.monotonic()
    arguments = _arguments(name, defaults)
    arguments.out.mkdir(parents=True, exist_ok=True)
    plan = Plan(
        out=arguments.out,
        seconds=arguments.seconds,
        started=started,
        seed=arguments.seed,
        batch=arguments.batch,
        pool=arguments.pool,
        first_pictures=min(arguments.first_pictures, arguments.pool),
        learning_rate=arguments.learning_rate,
        init=arguments.init,
    )
    renderers = Renderers(pictures(arguments.fonts), workers=arguments.workers, seed=arguments.seed)
    try:
        teach(plan, renderers)
    finally:
        renderers.close()


def _arguments(name: str, defaults: Defaults) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=f"python -m mosaic_training.{name}.train")
    parser.add_argument("--seconds", type=float, required=True, help="wall time of all")
    parser.add_argument("--workers", type=int, default=max(1, (os.cpu_count() or 2) - 1))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints")
    parser.add_argument("--fonts", type=Path, required=True, help="folder with typefaces")
    parser.add_argument("--batch", type=int, default=defaults.batch)
    parser.add_argument(
        "--pool", type=int, default=defaults.pool, help="pictures held on the device"
    )
    parser.add_argument("--first-pictures", type=int, default=defaults.first_pictures)
    parser.add_argument("--learning-rate", type=float, default=defaults.learning_rate)
    parser.add_argument("--init", type=Path, help="checkpoint (.pt) to go on from")
    return parser.parse_args()
